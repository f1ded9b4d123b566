namespace Overread.Server.Modalities;

/// <summary>What a modality says of what was done to its entries of one batch, counted from the batch's events.</summary>
/// <param name="Members">For machines, by the name of the member.</param>
/// <param name="Lines">For people: label, sentence without its end, and the events that prove it.</param>
internal sealed record PrivacyPart(
    IReadOnlyDictionary<string, object> Members,
    IReadOnlyList<(string Label, string Text, IReadOnlyList<string> ProvedBy)> Lines
);
