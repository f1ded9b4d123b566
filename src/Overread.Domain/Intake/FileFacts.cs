using System.Text.Json.Serialization;
using Overread.Domain.Marks;

namespace Overread.Domain.Intake;

/// <summary>One file of an item, after de-identification.</summary>
/// <param name="Id">The file's id; its address.</param>
/// <param name="Hash">SHA-256 of the bytes, lower-case hex; names the blob.</param>
/// <param name="Size">Bytes.</param>
/// <param name="MediaType">Such as application/dicom or text/plain.</param>
/// <param name="Content">What it holds, as its modality states it.</param>
[JsonConverter(typeof(FileFactsConverter))]
public sealed record FileFacts(string Id, string Hash, long Size, string MediaType, FileContent Content)
{
    /// <summary>SHA-256 of the small picture that stands for it in lists, or null.</summary>
    public string? Thumbnail { get; init; }

    /// <summary>256 bits, hexadecimal, by which pictures that look alike are found; null where there is no picture.</summary>
    public string? Likeness { get; init; }

    /// <summary>What is the same for files with the same content.</summary>
    [JsonIgnore]
    public string Fingerprint => Content.Fingerprint ?? Hash;
}
