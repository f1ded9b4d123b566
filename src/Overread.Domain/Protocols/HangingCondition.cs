namespace Overread.Domain.Protocols;

/// <summary>What a picture must say of itself, in the words that its modality states (<see cref="Intake.SeriesFacts.Attributes"/>).</summary>
/// <param name="Attribute">Such as <c>view</c>, <c>laterality</c>, <c>plane</c>; <c>modality</c> for the series' own.</param>
/// <param name="Is">One of these, whatever the case; <c>*</c> stands for any run of characters.</param>
public sealed record HangingCondition(string Attribute, IReadOnlyList<string> Is);
