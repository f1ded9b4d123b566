using System.Collections.Concurrent;
using System.Data.Common;
using Overread.Domain.People;
using Overread.Storage;

namespace Overread.Server.Features.People.Provider;

/// <summary>
/// Which account is whose at a provider: by issuer and subject alone, which the provider never gives to another. An e-mail
/// address says nothing.
/// </summary>
internal sealed class ProviderLogins(IDatabase database)
{
    private readonly ConcurrentDictionary<(string Issuer, string Subject), string> _persons = new(Load(database));

    /// <summary>SQL that makes the table where it is missing.</summary>
    public static string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS provider_login(
                issuer TEXT NOT NULL, subject TEXT NOT NULL, person TEXT NOT NULL, connected TEXT NOT NULL,
                PRIMARY KEY(issuer, subject)){dialect.Clustered};
            CREATE UNIQUE INDEX IF NOT EXISTS provider_login_person ON provider_login(person);

            """;

    /// <summary>The account of somebody at a provider; null for none.</summary>
    public string? Find(string issuer, string subject) => _persons.GetValueOrDefault((issuer, subject));

    /// <summary>Who somebody is at which provider; null where their account is connected with none.</summary>
    public (string Issuer, string Subject)? Of(string person) =>
        _persons.Where(p => p.Value == person).Select(p => ((string, string)?)p.Key).FirstOrDefault();

    /// <summary>Connects an account with somebody at a provider.</summary>
    /// <returns>False where either is connected already.</returns>
    public bool Connect(IUnitOfWork unit, string issuer, string subject, string person)
    {
        if (
            unit.Connection.Number(
                "SELECT COUNT(*) FROM provider_login WHERE (issuer = @0 AND subject = @1) OR person = @2",
                issuer,
                subject,
                person
            ) > 0
        )
        {
            return false;
        }

        unit.Connection.Run(
            "INSERT INTO provider_login(issuer, subject, person, connected) VALUES (@0, @1, @2, @3)",
            issuer,
            subject,
            person,
            Timestamps.Text(unit.Now)
        );
        unit.Append(new About(null, "person/" + person), new ProviderConnected(person, issuer, subject));
        unit.AfterCommit(() => _persons[(issuer, subject)] = person);
        return true;
    }

    /// <summary>Takes the connection away.</summary>
    /// <returns>False where there is none.</returns>
    public bool Disconnect(IUnitOfWork unit, string person)
    {
        if (Of(person) is not var (issuer, subject))
        {
            return false;
        }

        unit.Connection.Run("DELETE FROM provider_login WHERE person = @0", person);
        unit.Append(new About(null, "person/" + person), new ProviderDisconnected(person, issuer));
        unit.AfterCommit(() => _persons.TryRemove((issuer, subject), out _));
        return true;
    }

    private static Dictionary<(string, string), string> Load(IDatabase database)
    {
        using ReadLease read = database.Read();
        return read
            .Connection.All(
                "SELECT issuer, subject, person FROM provider_login",
                (DbDataReader r) => (r.GetString(0), r.GetString(1), r.GetString(2))
            )
            .ToDictionary(r => (r.Item1, r.Item2), r => r.Item3);
    }
}
