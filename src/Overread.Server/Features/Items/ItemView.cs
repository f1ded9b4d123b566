using System.Data.Common;
using System.Text.Json;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Features.Items;

/// <summary>An item as the workbench shows it, with the addresses of its images.</summary>
internal sealed record ItemView(
    string Id,
    string Title,
    string Subject,
    string Kind,
    IReadOnlyList<ItemView.SeriesView> Series,
    string? Reference
)
{
    internal sealed record SeriesView(string Id, string Title, string Modality, IReadOnlyList<FileView> Files);

    internal sealed record FileView(
        string Id,
        string Url,
        string Thumbnail,
        string MediaType,
        int Frames,
        int Width,
        int Height,
        double? FrameRate
    );

    public static ItemView Of(ItemFacts item, string project) =>
        new(
            item.Id,
            item.Title,
            item.Subject,
            item.Kind,
            [
                .. item.Series.Select(s => new SeriesView(
                    s.Id,
                    s.Title,
                    s.Modality,
                    [.. s.Files.Select(f => File(f, project))]
                )),
            ],
            item.Reference
        );

    /// <summary>The facts of an item.</summary>
    /// <exception cref="RefusedException">There is no such item in the project.</exception>
    public static ItemFacts Facts(DbConnection connection, string project, string item) =>
        JsonSerializer.Deserialize<ItemFacts>(
            connection.One(
                "SELECT f.facts FROM item i JOIN item_facts f ON f.id = i.id WHERE i.id = @0 AND i.project = @1",
                r => r.GetString(0),
                item,
                project
            ) ?? throw new RefusedException(new("item.unknown", "There is no such item.", RefusalKind.NotFound)),
            EventJson.Options
        )!;

    private static FileView File(FileFacts f, string project) =>
        new(
            f.Id,
            $"/api/projects/{project}/files/{f.Id}",
            $"/api/projects/{project}/files/{f.Id}/thumbnail",
            f.MediaType,
            f.Frames,
            f.Width,
            f.Height,
            f.FrameRate
        );
}
