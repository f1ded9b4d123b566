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
    public static void Leave(DataFolder folder, byte[] guard, string id, DomainEvent happened)
    {
        Directory.CreateDirectory(folder.Notes);
        string text = JsonSerializer.Serialize(happened, EventJson.Options);
        string fresh = Path.Combine(folder.Notes, id + ".new");
        File.Delete(fresh);
        SecretFile.Write(fresh, Mac(guard, id, text) + "\n" + text + "\n");
        File.Move(fresh, Path.Combine(folder.Notes, id + Ending), overwrite: true);
    }

    /// <summary>The notes that wait, oldest first.</summary>
    public static IReadOnlyList<string> Waiting(DataFolder folder) =>
        Directory.Exists(folder.Notes)
            ? [.. Directory.EnumerateFiles(folder.Notes, "*" + Ending).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>What a note says, or null where this store's commands did not write it.</summary>
    public static (string Id, DomainEvent Happened)? Read(string file, byte[] guard)
    {
        string id = Path.GetFileNameWithoutExtension(file);
        string[] lines = File.ReadAllText(file).Split('\n');
        return
            lines.Length >= 2
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Mac(guard, id, lines[1])),
                Encoding.UTF8.GetBytes(lines[0])
            )
            ? (id, JsonSerializer.Deserialize<DomainEvent>(lines[1], EventJson.Options)!)
            : null;
    }

    private static string Mac(byte[] guard, string id, string text) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(guard, Encoding.UTF8.GetBytes("overread operator note 1\0" + id + "\0" + text))
        );
}
