using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Overread.Deidentification.Pseudonyms;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Composition.Backup;

/// <summary>
/// What the operator's commands have done beside the server, as files under the store's own key (HMAC-SHA256), until the server
/// takes them into the record: at once where it runs, else when it starts. One writer appends to the record, and it is never a
/// command.
/// </summary>
internal static class OperatorNotes
{
    private const string Ending = ".note";

    /// <summary>Leaves a note of something that was done.</summary>
    /// <param name="folder">The store.</param>
    /// <param name="guard">Its key.</param>
    /// <param name="id">The note's, and the event's.</param>
    /// <param name="happened">What the record is told.</param>
    /// <param name="secret">What the server needs to do it and the record is not told, in a line; null for nothing.</param>
    public static void Leave(DataFolder folder, byte[] guard, string id, DomainEvent happened, string? secret = null)
    {
        Directory.CreateDirectory(folder.Notes);
        string text = JsonSerializer.Serialize(happened, EventJson.Options);
        string fresh = Path.Combine(folder.Notes, id + ".new");
        File.Delete(fresh);
        SecretFile.Write(
            fresh,
            Mac(guard, id, text, secret) + "\n" + text + "\n" + (secret is null ? "" : secret + "\n")
        );
        File.Move(fresh, Path.Combine(folder.Notes, id + Ending), overwrite: true);
    }

    /// <summary>The notes that wait, oldest first.</summary>
    public static IReadOnlyList<string> Waiting(DataFolder folder) =>
        Directory.Exists(folder.Notes)
            ? [.. Directory.EnumerateFiles(folder.Notes, "*" + Ending).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>What a note says, or null where this store's commands did not write it.</summary>
    public static (string Id, DomainEvent Happened, string? Secret)? Read(string file, byte[] guard)
    {
        string id = Path.GetFileNameWithoutExtension(file);
        string[] lines = File.ReadAllText(file).Split('\n');
        string? secret = lines.Length >= 3 && lines[2].Length > 0 ? lines[2] : null;
        return
            lines.Length >= 2
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Mac(guard, id, lines[1], secret)),
                Encoding.UTF8.GetBytes(lines[0])
            )
            ? (id, JsonSerializer.Deserialize<DomainEvent>(lines[1], EventJson.Options)!, secret)
            : null;
    }

    private static string Mac(byte[] guard, string id, string text, string? secret) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(
                guard,
                Encoding.UTF8.GetBytes(
                    "overread operator note 1\0" + id + "\0" + text + (secret is null ? "" : "\0" + secret)
                )
            )
        );
}
