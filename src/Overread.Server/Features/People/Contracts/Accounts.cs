using System.Collections.Concurrent;
using System.Data.Common;
using Overread.Domain.People;
using Overread.Storage;

namespace Overread.Server.Features.People.Contracts;

/// <summary>All accounts and token hashes, held in memory (an installation has hundreds) over their tables.</summary>
internal sealed class Accounts(IDatabase database)
{
    /// <summary>SQL that makes the tables where they are missing. Addresses differ by more than the case of their letters.</summary>
    public static string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS account(
                id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, password TEXT, totp_key TEXT,
                totp INTEGER NOT NULL, administrator INTEGER NOT NULL, disabled INTEGER NOT NULL, stamp TEXT NOT NULL,
                failed INTEGER NOT NULL, locked_until TEXT, created TEXT NOT NULL, used_codes TEXT, recovery TEXT, told INTEGER);
            CREATE UNIQUE INDEX IF NOT EXISTS account_email ON account(lower(email));
            CREATE TABLE IF NOT EXISTS token(
                id TEXT PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, scopes TEXT NOT NULL, hash {dialect.Bytes} NOT NULL UNIQUE,
                created TEXT NOT NULL, expires TEXT NOT NULL, last_used TEXT, last_address TEXT);

            """;

    private const string Columns =
        "SELECT id, name, email, password, totp_key, totp, administrator, disabled, stamp, failed, locked_until, created, used_codes, recovery, told FROM account";

    private readonly ConcurrentDictionary<string, Account> _byId = new(Load(database).ToDictionary(a => a.Id));

    private readonly Lazy<bool> _lost = new(() =>
    {
        using ReadLease read = database.Read();
        return WereThere(read.Record);
    });

    /// <summary>True once somebody was registered, though the accounts be lost: what was lost does not open the set-up again.</summary>
    public bool Any => !_byId.IsEmpty || _lost.Value;

    /// <summary>True where the record knows of an account, whatever became of the table.</summary>
    public static bool WereThere(IRecordReader record) =>
        record.Heads(new RecordQuery { Types = [nameof(PersonRegistered)], Take = 1 }).Any();

    public Account? Find(string id) => _byId.GetValueOrDefault(id);

    public Account? FindByEmail(string email) =>
        _byId.Values.FirstOrDefault(a => string.Equals(a.Email, email, StringComparison.OrdinalIgnoreCase));

    public IReadOnlyList<Account> All() => [.. _byId.Values.OrderBy(a => a.Created, StringComparer.Ordinal)];

    /// <summary>Where those are reached who may sign in, the one who came first first.</summary>
    public IReadOnlyList<(string Person, string Name, string Email)> Reached() =>
        [.. All().Where(a => !a.Disabled).Select(a => (a.Id, a.Name, a.Email))];

    /// <summary>Writes the account inside a unit of work, and into memory once that is durable.</summary>
    public void Save(IUnitOfWork unit, Account account)
    {
        unit.Connection.Run(
            """
            INSERT INTO account(id, name, email, password, totp_key, totp, administrator, disabled, stamp, failed, locked_until, created, used_codes,
                recovery, told)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14)
            ON CONFLICT(id) DO UPDATE SET name = @1, email = @2, password = @3, totp_key = @4, totp = @5, administrator = @6,
                disabled = @7, stamp = @8, failed = @9, locked_until = @10, used_codes = @12, recovery = @13, told = @14
            """,
            account.Id,
            account.Name,
            account.Email,
            account.PasswordHash,
            account.TotpKey,
            account.Totp ? 1 : 0,
            account.Administrator ? 1 : 0,
            account.Disabled ? 1 : 0,
            account.Stamp,
            account.Failed,
            account.LockedUntil,
            account.Created,
            account.UsedCodes,
            account.Recovery,
            account.PasswordTold ? 1 : null
        );
        unit.AfterCommit(() => _byId.GetOrAdd(account.Id, account).Take(account));
    }

    /// <summary>
    /// Changes an account from what its row says in this unit of work, where one change comes after the other: two at once
    /// both hold, and nobody sees one that is refused.
    /// </summary>
    /// <returns>The account as it will be.</returns>
    public Account Change(IUnitOfWork unit, string id, System.Action<Account> change)
    {
        Account account = unit.Connection.One($"{Columns} WHERE id = @0", Row, id)!;
        change(account);
        Save(unit, account);
        return account;
    }

    /// <summary>True where the table holds an account, committed or of this unit of work.</summary>
    public static bool AnyIn(DbConnection c) => c.One("SELECT 1 FROM account LIMIT 1", r => r.GetInt64(0), []) == 1;

    /// <summary>True where an account has the address, committed or of this unit of work.</summary>
    public static bool HasAddress(DbConnection c, string email) =>
        c.Number("SELECT COUNT(*) FROM account WHERE lower(email) = lower(@0)", email) > 0;

    /// <summary>True where somebody else administers and is not disabled.</summary>
    public static bool HasAdministratorBeside(DbConnection c, string person) =>
        c.Number("SELECT COUNT(*) FROM account WHERE administrator = 1 AND disabled = 0 AND id <> @0", person) > 0;

    /// <summary>Takes away every token of a person.</summary>
    /// <returns>Their ids.</returns>
    public static IReadOnlyList<string> RevokeTokens(DbConnection c, string person)
    {
        List<string> tokens = c.All("SELECT id FROM token WHERE person = @0 ORDER BY id", r => r.GetString(0), person);
        c.Run("DELETE FROM token WHERE person = @0", person);
        return tokens;
    }

    private static List<Account> Load(IDatabase database)
    {
        using ReadLease read = database.Read();
        return read.Connection.All(Columns, Row);
    }

    private static Account Row(DbDataReader r) =>
        new()
        {
            Id = r.GetString(0),
            Name = r.GetString(1),
            Email = r.GetString(2),
            PasswordHash = r.Text(3),
            TotpKey = r.Text(4),
            Totp = r.GetInt32(5) == 1,
            Administrator = r.GetInt32(6) == 1,
            Disabled = r.GetInt32(7) == 1,
            Stamp = r.GetString(8),
            Failed = r.GetInt32(9),
            LockedUntil = r.Text(10),
            Created = r.GetString(11),
            UsedCodes = r.Text(12),
            Recovery = r.Text(13),
            PasswordTold = !r.IsDBNull(14) && r.GetInt32(14) == 1,
        };
}
