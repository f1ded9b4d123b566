namespace Overread.Imaging.Marks;

/// <summary>A number or a coded statement about a mark.</summary>
/// <param name="Concept">What was measured or asked.</param>
/// <param name="Value">The number; null where the source has none, or a statement stands instead.</param>
/// <param name="Unit">Unit of the number (UCUM).</param>
/// <param name="Statement">The coded or worded answer where it is no number.</param>
public sealed record Measurement(CodedTerm Concept, double? Value, CodedTerm? Unit, CodedTerm? Statement = null);
