using System.Data.Common;
using Overread.Domain.Marks;
using Overread.Domain.Modalities.Imaging;
using Overread.Storage;

namespace Overread.Server.Features.Items.Contracts;

/// <summary>What the files of items hold, by file.</summary>
internal static class FileContents
{
    public static IReadOnlyDictionary<string, FileContent> OfItem(DbConnection connection, string item) =>
        Dictionary(connection, "SELECT id, width, height, frames FROM file WHERE item = @0", item);

    public static IReadOnlyDictionary<string, FileContent> OfProject(DbConnection connection, string project) =>
        Dictionary(connection, "SELECT id, width, height, frames FROM file WHERE project = @0", project);

    private static Dictionary<string, FileContent> Dictionary(DbConnection connection, string sql, string of) =>
        connection
            .All(
                sql,
                r =>
                    (
                        Id: r.GetString(0),
                        Content: (FileContent)new ImageContent(r.GetInt32(1), r.GetInt32(2), r.GetInt32(3))
                    ),
                of
            )
            .ToDictionary(f => f.Id, f => f.Content, StringComparer.Ordinal);
}
