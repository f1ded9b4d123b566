namespace Overread.Domain.Intake;

/// <summary>What is known of an item once it has passed the gate. Nothing in it identifies the patient.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Title">Pseudonymous title, such as "S0007 CT 1".</param>
/// <param name="Subject">Pseudonym of the patient in this project.</param>
/// <param name="Kind">dicom, photo or reference.</param>
/// <param name="Modality">DICOM modality, or null.</param>
/// <param name="Series">Its series in reading order.</param>
public sealed record ItemFacts(
    string Id,
    string Title,
    string Subject,
    string Kind,
    string? Modality,
    IReadOnlyList<SeriesFacts> Series
)
{
    /// <summary>The batch it came with, or null.</summary>
    public string? Batch { get; init; }

    /// <summary>For an item by reference: the id under which its owner finds it.</summary>
    public string? Reference { get; init; }

    /// <summary>Files that go with it and that nobody reads, such as a report on its images; null for none.</summary>
    public IReadOnlyList<FileFacts>? Companions { get; init; }

    /// <summary>How it is known whose the item is (<see cref="Subjects.SubjectSource"/>); null in records of before.</summary>
    public string? SubjectFrom { get; init; }

    /// <summary>The same, for records of before as well: there a reference without a stated subject bears its own name.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string SubjectKnownFrom =>
        SubjectFrom
        ?? (
            Kind != "reference" ? Subjects.SubjectSource.Key
            : Subject == Title ? Subjects.SubjectSource.Guess
            : Subjects.SubjectSource.Stated
        );
}
