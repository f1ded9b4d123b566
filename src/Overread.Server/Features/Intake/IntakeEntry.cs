namespace Overread.Server.Features.Intake;

/// <summary>One study or photo as it lies before the gate.</summary>
internal sealed record IntakeEntry(string Id, EntryFacts Facts)
{
    public double Risk { get; init; }
    public IReadOnlyList<string> Reasons { get; init; } = [];
    public IReadOnlyList<string> Residuals { get; init; } = [];
    public int Previews { get; init; }
    public int Kept { get; init; }
    public int Changed { get; init; }
    public int Removed { get; init; }
    public IReadOnlyList<GateElement> Elements { get; init; } = [];
}
