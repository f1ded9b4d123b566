using System.Text.Json.Serialization;

namespace Overread.Domain.Marks;

/// <summary>
/// The shape of a mark in its modality's own coordinates. What it is and when it lies in its file is the matter of its
/// <see cref="RegionKind"/>; in JSON it stands as <c>geometry</c> with the kind's name as <c>kind</c>.
/// </summary>
/// <param name="File">The file of the item that it lies in.</param>
public abstract record Region([property: JsonPropertyOrder(1)] string File)
{
    /// <summary>All files that it lies in: one, but for shapes that go through a stack.</summary>
    [JsonIgnore]
    public virtual IEnumerable<string> Files => [File];
}
