using Overread.Storage.Tests.Contract;

namespace Overread.Storage.Tests.Sqlite;

public sealed class SqliteTableGuardTests : TableGuardContract<SqliteStore>;
