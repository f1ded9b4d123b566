using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Marks;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Items.Contracts;

/// <summary>What the files of items hold, by file.</summary>
internal static class FileContents
{
    /// <summary>Those of an item's files that are asked for; what the item does not have is left out.</summary>
    public static IReadOnlyDictionary<string, FileContent> OfItem(
        DbConnection connection,
        string item,
        IEnumerable<string> files
    )
    {
        Dictionary<string, FileContent> contents = new(StringComparer.Ordinal);
        foreach (string file in files.Distinct(StringComparer.Ordinal))
        {
            if (
                connection.One(
                    "SELECT content FROM file WHERE id = @0 AND item = @1",
                    r => Parse(r.GetString(0)),
                    file,
                    item
                ) is
                { } content
            )
            {
                contents[file] = content;
            }
        }

        return contents;
    }

    public static IReadOnlyDictionary<string, FileContent> OfItem(DbConnection connection, string item) =>
        Dictionary(connection, "SELECT id, content FROM file WHERE item = @0", item);

    public static IReadOnlyDictionary<string, FileContent> OfProject(DbConnection connection, string project) =>
        Dictionary(connection, "SELECT id, content FROM file WHERE project = @0", project);

    private static Dictionary<string, FileContent> Dictionary(DbConnection connection, string sql, string of) =>
        connection
            .All(sql, r => (Id: r.GetString(0), Content: Parse(r.GetString(1))), of)
            .ToDictionary(f => f.Id, f => f.Content, StringComparer.Ordinal);

    private static FileContent Parse(string json) =>
        JsonSerializer.Deserialize<FileContent>(json, EventJson.Options)
        ?? throw new JsonException("A file has no content.");
}
