namespace Overread.Domain.Marks;

/// <summary>When two marks of a field are the same thing, or two numbers the same measurement.</summary>
/// <param name="Measure">What is measured, by its name: one of those that the field's kind offers, such as <c>iou</c> or <c>distance</c>.</param>
/// <param name="Threshold">From where on (a likeness), under which (a distance) or up to which (a difference) they are the same.</param>
/// <param name="Unit">Of the threshold: <c>px</c> or <c>mm</c> for distances; null where the measure has none.</param>
public sealed record MatchRule(string Measure, double Threshold, string? Unit = null);
