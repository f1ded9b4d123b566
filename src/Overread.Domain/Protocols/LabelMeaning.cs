namespace Overread.Domain.Protocols;

/// <summary>
/// What an answer is taken to measure (AI Act 10(2)(a), (d)) and how bad it is when it is wrong (ISO 14971). Of a field it
/// holds for each of its answers; an answer may say more of its own.
/// </summary>
public sealed record LabelMeaning
{
    /// <summary>What it measures, in a sentence.</summary>
    public string? Measures { get; init; }

    /// <summary>What it might be taken for and does not measure.</summary>
    public string? DoesNotMeasure { get; init; }

    /// <summary>Why it was chosen, and what is assumed by that.</summary>
    public string? Rationale { get; init; }

    /// <summary>The worst harm that a wrong one can lead to.</summary>
    public LabelSeverity? Severity { get; init; }

    /// <summary>What is written, by the member's name in JSON; null where nothing is.</summary>
    public IReadOnlyList<(string Name, string? Text)> Texts() =>
        [("measures", Measures), ("doesNotMeasure", DoesNotMeasure), ("rationale", Rationale)];
}
