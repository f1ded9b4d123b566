using System.Data.Common;
using Overread.Domain.People;
using Overread.Domain.Record;

namespace Overread.Storage.Tests.Contract;

/// <summary>The projection that the suites' stores have.</summary>
internal sealed class PeopleByName : IProjection
{
    public IReadOnlyList<string> Tables { get; } = ["person"];

    public string Schema(Dialect dialect) =>
        $"CREATE TABLE IF NOT EXISTS person(id TEXT PRIMARY KEY, name TEXT NOT NULL){dialect.Clustered};";

    public void Apply(DbConnection connection, Envelope envelope)
    {
        if (envelope.Event is PersonRegistered e)
        {
            connection.Run("INSERT INTO person(id, name) VALUES (@0, @1)", e.Person, e.Name);
        }
    }
}
