using System.Text.Json;
using Overread.Dicom;
using Overread.Domain.Record;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>
/// Headers before and after, documents and their texts of an entry's companions. They identify, so they lie in quarantine,
/// under the entry's name, and are destroyed with it.
/// </summary>
/// <param name="details">The batch's folder for what identifies.</param>
/// <param name="entry">The entry's id.</param>
internal sealed class CompanionFolder(string details, string entry)
{
    public void KeepElements(string file, IReadOnlyList<GateElement> elements) =>
        File.WriteAllText(PathOf(file, "json"), JsonSerializer.Serialize(elements, EventJson.Options));

    /// <summary>Keeps a document as it came.</summary>
    /// <returns>Its path.</returns>
    public string KeepDocument(string file, Element document)
    {
        string path = PathOf(file, "document");
        using FileStream stream = File.Create(path);
        stream.Write(document.ReadBytes().Span);
        return path;
    }

    public void KeepText(string file, string text) => File.WriteAllText(PathOf(file, "text"), text);

    /// <summary>A companion's header before and after; empty where it is gone.</summary>
    public IReadOnlyList<GateElement> Elements(string file) =>
        Read(file, "json") is { } json ? JsonSerializer.Deserialize<List<GateElement>>(json, EventJson.Options)! : [];

    /// <summary>The text of a document; null where there is no document.</summary>
    public string? Text(string file) => Read(file, "text");

    /// <summary>A document as it came; null where there is none.</summary>
    public byte[]? Document(string file) =>
        File.Exists(PathOf(file, "document")) ? File.ReadAllBytes(PathOf(file, "document")) : null;

    private string? Read(string file, string what) =>
        File.Exists(PathOf(file, what)) ? File.ReadAllText(PathOf(file, what)) : null;

    private string PathOf(string file, string what) => Path.Combine(details, $"{entry}.companion.{file}.{what}");
}
