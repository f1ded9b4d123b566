namespace Overread.Text.Documents;

/// <summary>A remark of whoever marked the text.</summary>
/// <param name="Target">The id of a span or relation; null where it is on the document.</param>
/// <param name="Type">Such as AnnotatorNotes.</param>
/// <param name="Text">The remark.</param>
public sealed record TextNote(string? Target, string Type, string Text);
