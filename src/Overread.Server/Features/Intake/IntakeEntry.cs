using Overread.Deidentification.Patients;
using Overread.Server.Modalities;

namespace Overread.Server.Features.Intake;

/// <summary>What may become one item, as it lies before the gate; modalities add what their stage needs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Facts">What becomes the item.</param>
/// <param name="Plan">The plan by which it was de-identified.</param>
internal record IntakeEntry(string Id, EntryFacts Facts, AppliedPlan Plan)
{
    /// <summary>Why an entry waits for a person whatever its risk.</summary>
    /// <param name="Rule">A word for the record.</param>
    /// <param name="Reason">A sentence for people.</param>
    internal sealed record Hold(string Rule, string Reason);

    /// <summary>What its files say of their patients; empty where files of its sort name none.</summary>
    public IReadOnlyList<PatientSighting> Sightings { get; init; } = [];

    /// <summary>The received files it was made of, where it can be made again of them alone; empty else.</summary>
    public IReadOnlyList<ReceivedFile> Sources { get; init; } = [];

    public double Risk { get; init; }
    public IReadOnlyList<string> Reasons { get; init; } = [];
    public IReadOnlyList<string> Residuals { get; init; } = [];

    /// <summary>The rule that holds it until a person decides otherwise; null for none.</summary>
    public Hold? Held { get; init; }
    public int Kept { get; init; }
    public int Changed { get; init; }
    public int Removed { get; init; }

    /// <summary>Steps of what is looked for in it that takes long; 0 for nothing.</summary>
    public virtual int Steps => 0;
}
