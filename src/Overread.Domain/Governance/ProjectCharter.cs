namespace Overread.Domain.Governance;

/// <summary>
/// What a project's data may be used for, where they may go, how long they are kept, and who answers for that: words of people, which the
/// server then holds everybody to. What is left out is unknown, and is said to be.
/// </summary>
public sealed record ProjectCharter
{
    /// <summary>What the data may be used for; empty where that is not laid down, and then any purpose is recorded.</summary>
    public IReadOnlyList<DeclaredUse> Uses { get; init; } = [];

    /// <summary>Where releases may go; empty where that is not laid down.</summary>
    public IReadOnlyList<Destination> Destinations { get; init; } = [];

    /// <summary>True where somebody states that no special categories are held (GDPR 9): data about health are, so it is rarely true.</summary>
    public bool NoSpecialCategories { get; init; }

    /// <summary>The impact assessment that covers the project (GDPR 35).</summary>
    public string? ImpactAssessment { get; init; }

    /// <summary>Why none is needed.</summary>
    public string? NoImpactAssessment { get; init; }

    /// <summary>How long releases are kept; null where that is not laid down.</summary>
    public KeepingRule? Keeping { get; init; }

    /// <summary>After how many days what lies in quarantine has been there too long; null where that is not laid down.</summary>
    public int? QuarantineDays { get; init; }

    /// <summary>Who answers for the processing, with address (GDPR 30(1)(a)).</summary>
    public string? Controller { get; init; }

    /// <summary>The data protection officer, with address.</summary>
    public string? Officer { get; init; }

    /// <summary>Whom the data are about, such as adult outpatients.</summary>
    public string? DataSubjects { get; init; }

    /// <summary>What protects them beside what the platform does (GDPR 32).</summary>
    public string? Security { get; init; }

    /// <summary>Who processes them for the controller; null where nobody said, empty where nobody does.</summary>
    public IReadOnlyList<Processor>? Processors { get; init; }

    /// <summary>True where the impact assessment or the reason for none is named, or none is asked for.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool AssessmentIsNamed =>
        NoSpecialCategories
        || !string.IsNullOrWhiteSpace(ImpactAssessment)
        || !string.IsNullOrWhiteSpace(NoImpactAssessment);
}
