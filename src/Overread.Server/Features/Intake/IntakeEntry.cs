using Overread.Domain.Intake;

namespace Overread.Server.Features.Intake;

/// <summary>One study or photo as it lies before the gate.</summary>
internal sealed record IntakeEntry(string Id, EntryFacts Facts)
{
    public double Risk { get; init; }
    public IReadOnlyList<string> Reasons { get; init; } = [];
    public IReadOnlyList<string> Residuals { get; init; } = [];

    /// <summary>The rule that holds it until a person decides otherwise, with its reason; null for none.</summary>
    public string? HeldBy { get; init; }

    /// <summary>Images in which text is looked for.</summary>
    public IReadOnlyList<SuspectImage> Suspects { get; init; } = [];

    /// <summary>Ids of the series in which a face may be seen.</summary>
    public IReadOnlyList<string> Heads { get; init; } = [];

    /// <summary>What was found about them.</summary>
    public IReadOnlyList<GateFace> Faces { get; init; } = [];

    public IReadOnlyList<GateBox> Boxes { get; init; } = [];
    public int FramesSought { get; init; }
    public IReadOnlyList<BatchReport.Patient> Patients { get; init; } = [];
    public int Kept { get; init; }
    public int Changed { get; init; }
    public int Removed { get; init; }
    public IReadOnlyList<GateElement> Elements { get; init; } = [];
}
