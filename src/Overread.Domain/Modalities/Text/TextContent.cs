using Overread.Domain.Marks;

namespace Overread.Domain.Modalities.Text;

/// <summary>A plain-text document, stored as UTF-8 without byte order mark.</summary>
/// <param name="Length">Unicode code points, line ends among them.</param>
public sealed record TextContent(int Length) : FileContent
{
    /// <summary>The encoding in which it was received: utf-8, utf-16le or utf-16be; null where it is not known.</summary>
    public string? ReceivedAs { get; init; }

    /// <summary>The form of the file that it was taken out of: html, rtf, cda, fhir or hl7v2; null where that was plain text.</summary>
    public string? TakenFrom { get; init; }
}
