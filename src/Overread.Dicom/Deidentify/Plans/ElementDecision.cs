namespace Overread.Dicom.Deidentify.Plans;

/// <summary>What the plan says about one element, and by which rule.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Reason">The rule: a column of table E.1-1, an option, the representation, the allow list.</param>
/// <param name="Value">Value to write where the action is <see cref="ElementAction.Replace"/>.</param>
public readonly record struct ElementDecision(ElementAction Action, string Reason, string? Value = null);
