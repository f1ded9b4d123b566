namespace Overread.Domain.Releases;

/// <summary>
/// What whoever makes a release declares of it, in their own words: what no record of the platform can say. Each may be left
/// out, and is printed as unknown then.
/// </summary>
public sealed record ReleaseDeclarations
{
    /// <summary>Why this reference standard was chosen.</summary>
    public string? Rationale { get; init; }

    /// <summary>For what the data were collected first (AI Act 10(2)(b)).</summary>
    public string? OriginalPurpose { get; init; }

    /// <summary>The item of a predetermined change control plan under which this version is made.</summary>
    public string? PlanItem { get; init; }

    /// <summary>Where the system that is made with it is registered (AI Act 49, 71).</summary>
    public string? Registration { get; init; }

    /// <summary>The impact assessment that covers it (GDPR 35).</summary>
    public string? ImpactAssessment { get; init; }

    /// <summary>
    /// True where they attest that they know of nothing by which somebody in it could be identified (45 CFR
    /// 164.514(b)(2)(ii)).
    /// </summary>
    public bool NoActualKnowledge { get; init; }

    /// <summary>What was declared, by name; null for what was not.</summary>
    public IReadOnlyList<(string Name, string? Text)> Texts() =>
        [
            ("rationale", Rationale),
            ("originalPurpose", OriginalPurpose),
            ("planItem", PlanItem),
            ("registration", Registration),
            ("impactAssessment", ImpactAssessment),
        ];

    /// <summary>Says what is too long; null where nothing is.</summary>
    public Refusal? Fault() =>
        Texts()
            .Select(t => FreeText.TooLong(t.Text, "release.declared", "declared/" + t.Name))
            .FirstOrDefault(r => r is not null);
}
