using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Overread.Domain.People;
using Overread.Storage;

namespace Overread.Server.Features.People.Passkeys;

/// <summary>Every passkey, in memory over its table.</summary>
internal sealed class PasskeyBook(IDatabase database)
{
    /// <summary>How many a person may have.</summary>
    public const int Most = 20;

    private readonly ConcurrentDictionary<string, PasskeyRow> _byId = new(
        Load(database).ToDictionary(p => p.Id),
        StringComparer.Ordinal
    );

    /// <summary>SQL that makes the table where it is missing.</summary>
    public static string Schema(Dialect dialect) =>
        $"""
            CREATE TABLE IF NOT EXISTS passkey(
                id TEXT PRIMARY KEY, person TEXT NOT NULL, name TEXT NOT NULL, public_key TEXT NOT NULL, sign_count INTEGER NOT NULL,
                transports TEXT NOT NULL, created TEXT NOT NULL, used TEXT, portable INTEGER NOT NULL, copied INTEGER NOT NULL){dialect.Clustered};

            """;

    /// <summary>The passkey with this id.</summary>
    public PasskeyRow? Find(byte[] credential) => _byId.GetValueOrDefault(Base64Url.EncodeToString(credential));

    /// <summary>A person's, the oldest first.</summary>
    public IReadOnlyList<PasskeyRow> Of(string person) =>
        [.. _byId.Values.Where(p => p.Person == person).OrderBy(p => p.Created, StringComparer.Ordinal)];

    /// <summary>Writes one, new or changed.</summary>
    public void Save(IUnitOfWork unit, PasskeyRow p)
    {
        unit.Connection.Run(
            """
            INSERT INTO passkey(id, person, name, public_key, sign_count, transports, created, used, portable, copied)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9)
            ON CONFLICT(id) DO UPDATE SET name = @2, sign_count = @4, used = @7, copied = @9
            """,
            p.Id,
            p.Person,
            p.Name,
            p.PublicKey,
            p.SignCount,
            p.Transports,
            p.Created,
            p.Used,
            p.Portable ? 1 : 0,
            p.Copied ? 1 : 0
        );
        unit.AfterCommit(() => _byId[p.Id] = p);
    }

    /// <summary>Takes away those of a person that a condition names, each with its event.</summary>
    /// <returns>How many.</returns>
    public int Remove(IUnitOfWork unit, string person, Func<PasskeyRow, bool> which)
    {
        List<PasskeyRow> gone = [.. Of(person).Where(which)];
        foreach (PasskeyRow p in gone)
        {
            unit.Connection.Run("DELETE FROM passkey WHERE id = @0", p.Id);
            unit.Append(new About(null, "person/" + person), new PasskeyRemoved(person, p.Id));
        }

        unit.AfterCommit(() => gone.ForEach(p => _byId.TryRemove(p.Id, out _)));
        return gone.Count;
    }

    /// <summary>As Identity has it.</summary>
    public static UserPasskeyInfo Info(PasskeyRow p) =>
        new(
            Base64Url.DecodeFromChars(p.Id),
            Base64Url.DecodeFromChars(p.PublicKey),
            Timestamps.Parse(p.Created),
            (uint)p.SignCount,
            p.Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            isUserVerified: true,
            isBackupEligible: p.Portable,
            isBackedUp: p.Copied,
            attestationObject: [],
            clientDataJson: []
        )
        {
            Name = p.Name,
        };

    private static List<PasskeyRow> Load(IDatabase database)
    {
        using ReadLease read = database.Read();
        return read.Connection.All(
            "SELECT id, person, name, public_key, sign_count, transports, created, used, portable, copied FROM passkey",
            (DbDataReader r) =>
                new PasskeyRow(
                    r.GetString(0),
                    r.GetString(1),
                    r.GetString(2),
                    r.GetString(3),
                    r.GetInt64(4),
                    r.GetString(5),
                    r.GetString(6),
                    r.Text(7),
                    r.GetInt32(8) == 1,
                    r.GetInt32(9) == 1
                )
        );
    }
}
