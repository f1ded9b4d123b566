using System.Text.Json.Serialization;

namespace Overread.Domain.Marks;

/// <summary>
/// What a file of an item holds: what a rule needs to know to judge a mark in it, and what a release says of it. Each
/// modality has its own; in JSON the kind's name stands as <c>kind</c>.
/// </summary>
public abstract record FileContent
{
    /// <summary>What can be on a person's screen one at a time: the frames of an image, else the file itself. At least 1.</summary>
    [JsonIgnore]
    public virtual int Parts => 1;

    /// <summary>A hash by which the same content is known again in other bytes; null where only the bytes tell.</summary>
    [JsonIgnore]
    public virtual string? Fingerprint => null;

    /// <summary>
    /// By what other files call it, or the whole that it is a part of; empty where none can. What comes later finds by these
    /// names the item that it belongs to.
    /// </summary>
    [JsonIgnore]
    public virtual IEnumerable<string> Names => [];

    /// <summary>The content without what a reader has no need of, such as a hash by which a source could be found.</summary>
    public virtual FileContent ForReaders() => this;
}
