using System.Data.Common;
using Overread.Deidentification.Pseudonyms;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Server.Composition;
using Overread.Storage;

namespace Overread.Server.Features.Keys.Contracts;

/// <summary>
/// The key of a project: made when the first batch is read, and from then on the record says which one it is. A key that
/// has gone from the vault is asked for, never silently replaced: a new one would give every patient another pseudonym.
/// </summary>
internal sealed class ProjectKeys(IDatabase database, KeyVault vault, IEntropy entropy)
{
    /// <summary>The key that is in use.</summary>
    /// <exception cref="RefusedException">It was destroyed, or is not in the vault.</exception>
    public async Task<ProjectKey> Current(string project, Actor actor)
    {
        Sweep(project);
        using (ReadLease read = database.Read())
        {
            if (CurrentOf(read.Connection, project) is { } fingerprint)
            {
                return Held(project, fingerprint);
            }

            if (read.Connection.Number("SELECT COUNT(*) FROM project_key WHERE project = @0", project) > 0)
            {
                throw new RefusedException(
                    new("key.destroyed", "The project's key was destroyed.", RefusalKind.Conflict)
                    {
                        Next = "Make a new key first (project page Keys): patients seen before get new pseudonyms.",
                    }
                );
            }
        }

        ProjectKey key = Fresh(project);
        await database.Write(actor, u => u.Append(Of(project), new KeyMade(key.Fingerprint)));
        return key;
    }

    /// <summary>The key of that name from the vault.</summary>
    /// <exception cref="RefusedException">The vault does not have it.</exception>
    public ProjectKey Held(string project, string fingerprint) =>
        vault.Find(project, fingerprint)
        ?? throw new RefusedException(
            new("key.missing", $"The project's key {fingerprint} is not in the vault.", RefusalKind.Conflict)
            {
                Next = "Put back the vault from its backup, or restore the key from its parts (project page Keys).",
            }
        );

    /// <summary>Retired keys that the vault still has: what was received under them is known again.</summary>
    public IReadOnlyList<ProjectKey> Former(string project)
    {
        using ReadLease read = database.Read();
        return
        [
            .. read
                .Connection.All(
                    "SELECT fingerprint FROM project_key WHERE project = @0 AND state = 'retired' ORDER BY made",
                    r => r.GetString(0),
                    project
                )
                .Select(fingerprint => vault.Find(project, fingerprint))
                .OfType<ProjectKey>(),
        ];
    }

    /// <summary>Every key of the project that the vault has, in use or retired.</summary>
    public IReadOnlyList<ProjectKey> InVault(string project)
    {
        using ReadLease read = database.Read();
        return
        [
            .. Wanted(read.Connection)
                .Where(k => k.Project == project)
                .Select(k => vault.Find(project, k.Fingerprint))
                .OfType<ProjectKey>(),
        ];
    }

    /// <summary>Makes a key and keeps it; it is in use once the record says so.</summary>
    public ProjectKey Fresh(string project)
    {
        byte[] secret = new byte[ProjectKey.Size];
        entropy.Fill(secret);
        ProjectKey key = new(secret);
        vault.Keep(project, key);
        return key;
    }

    /// <summary>Finishes what a crash cut off: a key that the record calls destroyed goes from the vault.</summary>
    public void Sweep(string project)
    {
        using ReadLease read = database.Read();
        foreach (
            string fingerprint in read.Connection.All(
                "SELECT fingerprint FROM project_key WHERE project = @0 AND state = 'destroyed'",
                r => r.GetString(0),
                project
            )
        )
        {
            vault.Destroy(project, fingerprint);
        }
    }

    public static About Of(string project) => new(project, "project/" + project);

    /// <summary>True for a key that was destroyed: who was who under it is not known any more.</summary>
    public static bool IsDestroyed(DbConnection connection, string project, string fingerprint) =>
        connection.Number(
            "SELECT COUNT(*) FROM project_key WHERE project = @0 AND fingerprint = @1 AND state = 'destroyed'",
            project,
            fingerprint
        ) > 0;

    /// <summary>What is wrong with a key's file in a vault, for an audit; null where it holds that key.</summary>
    public static string? WrongIn(DataFolder folder, string project, string fingerprint)
    {
        try
        {
            return new KeyVault(folder).Find(project, fingerprint) is null ? "is not in the vault" : null;
        }
        catch (Exception e)
            when (e is FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return "cannot be read from its file in the vault, or the file holds another";
        }
    }

    /// <summary>Every key that the record counts on, with its project: those in use and those that were retired.</summary>
    public static List<(string Project, string Fingerprint)> Wanted(DbConnection connection) =>
        connection.All(
            "SELECT project, fingerprint FROM project_key WHERE state <> 'destroyed' ORDER BY project, fingerprint",
            r => (r.GetString(0), r.GetString(1))
        );

    public static string? CurrentOf(DbConnection connection, string project) =>
        connection.One(
            "SELECT fingerprint FROM project_key WHERE project = @0 AND state = 'current'",
            r => r.GetString(0),
            project
        );
}
