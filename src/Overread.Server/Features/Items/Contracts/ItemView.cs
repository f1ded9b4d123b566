using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Overread.Domain;
using Overread.Domain.Intake;
using Overread.Domain.Marks;
using Overread.Domain.Record;
using Overread.Server.Features.Items;
using Overread.Server.Modalities;
using Overread.Storage;

namespace Overread.Server.Features.Items.Contracts;

/// <summary>An item as the workbench shows it, with the addresses of its files.</summary>
internal sealed record ItemView(
    string Id,
    string Title,
    string Subject,
    [ItemKind] string Kind,
    IReadOnlyList<ItemView.SeriesView> Series,
    string? Reference
)
{
    /// <summary>A series.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Title">What readers see of it.</param>
    /// <param name="Modality">As its modality calls it.</param>
    /// <param name="Files">In reading order.</param>
    /// <param name="Layout">Positions and axes, where it has several parts at each position.</param>
    /// <param name="Attributes">What its pictures show, in words: what items are hung by.</param>
    /// <param name="ByFile">The same of single files, by id, where they differ.</param>
    internal sealed record SeriesView(
        string Id,
        string Title,
        string Modality,
        IReadOnlyList<FileView> Files,
        SeriesLayout? Layout,
        IReadOnlyDictionary<string, string>? Attributes,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? ByFile
    );

    /// <summary>A file; the members of its content stand once under <c>content</c>, and once beside the others.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Url">The address of its bytes.</param>
    /// <param name="Thumbnail">The address of a small picture of it, if there is one.</param>
    /// <param name="MediaType">As it is served.</param>
    /// <param name="Content">What it holds.</param>
    internal sealed record FileView(string Id, string Url, string Thumbnail, string MediaType, FileContent Content)
    {
        /// <summary>The content's members flat, where programs made before other contents came look for them.</summary>
        [JsonExtensionData]
        public IDictionary<string, JsonElement> Flat { get; init; } = new Dictionary<string, JsonElement>();
    }

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
                    [.. s.Files.Select(f => File(f, project))],
                    s.Layout,
                    s.Attributes,
                    s.ByFile
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

    private static FileView File(FileFacts f, string project)
    {
        FileContent content = f.Content.ForReaders();
        return new(
            f.Id,
            $"/api/projects/{project}/files/{f.Id}",
            $"/api/projects/{project}/files/{f.Id}/thumbnail",
            f.MediaType,
            content
        )
        {
            Flat = JsonSerializer
                .SerializeToElement(content, content.GetType(), EventJson.Options)
                .EnumerateObject()
                .Where(m => m.Name != "kind")
                .ToDictionary(m => m.Name, m => m.Value),
        };
    }
}
