using Overread.Text.Documents;

namespace Overread.Text.Reading;

/// <summary>A text that was taken out of a file.</summary>
/// <param name="Id">What the file calls it.</param>
/// <param name="Kind">plain, html, rtf, cda, fhir, hl7v2, pdf or csv.</param>
/// <param name="Text">The words.</param>
public sealed record ReadableText(string Id, string Kind, string Text)
{
    /// <summary>Parts that the file names, such as sections of a CDA document.</summary>
    public IReadOnlyList<Passage> Passages { get; init; } = [];
}
