using System.Text.Json;
using Overread.Deidentification.Pseudonyms;
using Overread.Server.Composition;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Keys.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Subjects;

/// <summary>
/// Destroys what an erased subject has outside the database, once the record says that it is erased: files that no other item
/// has, who it was in the vault, the state that a backup was cut off over; then has the database rewritten.
/// </summary>
internal sealed class EraseFiles(
    IDatabase database,
    IBlobStore blobs,
    PatientVault vault,
    ProjectKeys keys,
    DataFolder folder
) : IOutboxWork
{
    public const string Name = "subject.erase";

    private sealed record Wanted(string Project, string Subject, IReadOnlyList<string> Files);

    public string Kind => Name;

    /// <summary>What stands in the entry.</summary>
    public static string Body(string project, string subject, IReadOnlyList<string> files) =>
        JsonSerializer.Serialize(new Wanted(project, subject, files));

    public async Task Do(OutboxEntry entry, CancellationToken cancel)
    {
        Wanted wanted = JsonSerializer.Deserialize<Wanted>(entry.Body)!;
        using (ReadLease read = database.Read())
        {
            // The same picture may have come as another's, or in another project.
            foreach (string hash in wanted.Files.Where(h => !ItemTable.Names(read.Connection, h)))
            {
                blobs.Delete(hash);
            }
        }

        foreach (ProjectKey key in keys.InVault(wanted.Project))
        {
            vault.Forget(wanted.Project, key, wanted.Subject);
        }

        // A copy of the database from before, which a backup that was killed has left.
        string state = Path.Combine(folder.BackupWork, "state");
        if (Directory.Exists(state))
        {
            using FileStream held = StoreLock.Take(
                Path.Combine(folder.BackupWork, "lock"),
                "A backup is running; what it copied of the subject goes with its end."
            );
            Directory.Delete(state, recursive: true);
        }

        // In a unit of its own, so that this entry, which names the subject, is gone when the database is rewritten.
        await database.Write(entry.Actor, u => u.Leave(ScrubStore.Name, ""));
    }
}
