using Overread.Domain.Modalities.Imaging;
using Overread.Server.Features.Intake;
using Overread.Server.Modalities.Imaging.Gate;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>One study or photo as it lies before the gate.</summary>
internal sealed record ImagingEntry(string Id, EntryFacts Facts, AppliedPlan Plan) : IntakeEntry(Id, Facts, Plan)
{
    /// <summary>What is left about one patient by which they could be linked: the columns of <see cref="Dicom.Deidentify.QuasiIdentifiers"/>.</summary>
    internal sealed record Patient(string Subject, IReadOnlyList<string> Values);

    /// <summary>Images in which text is looked for: all that there are.</summary>
    public IReadOnlyList<SoughtImage> Sought { get; init; } = [];

    /// <summary>Ids of the series in which a face may be seen.</summary>
    public IReadOnlyList<string> Heads { get; init; } = [];

    /// <summary>Ids of other series of CT that make a volume, in which a skull is looked for.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>What was found about them.</summary>
    public IReadOnlyList<GateFace> Faces { get; init; } = [];

    /// <summary>What has to be looked at of the objects that came with the images.</summary>
    public IReadOnlyList<CompanionSource> CompanionSources { get; init; } = [];

    /// <summary>Those objects, as they lie before a person first.</summary>
    public IReadOnlyList<GateCompanion> Companions { get; init; } = [];

    public IReadOnlyList<GateBox> Boxes { get; init; } = [];
    public int FramesSought { get; init; }

    /// <summary>How doubtful it is for other reasons than text in its pixels, 0 to 1.</summary>
    public double RiskBesideText { get; init; }

    /// <summary>What looked for text; null where nothing could.</summary>
    public string? TextEngine { get; init; }
    public IReadOnlyList<Patient> Patients { get; init; } = [];
    public IReadOnlyList<GateElement> Elements { get; init; } = [];

    /// <inheritdoc/>
    public override int Steps => Sought.Count + Heads.Count + Volumes.Count + CompanionSources.Count;
}
