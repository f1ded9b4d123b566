using Overread.Domain;
using Overread.Domain.Modalities.Text;
using Overread.Server.Features.Intake;
using Overread.Server.Features.Intake.Contracts;
using Overread.Storage;

namespace Overread.Server.Modalities.Text.Gate;

/// <summary>The places of one document that identify somebody.</summary>
/// <param name="Proposed">Those that a program found; null where none has looked.</param>
/// <param name="Spans">All of them are blacked out at approval.</param>
/// <param name="Opened">A person has opened the entry.</param>
internal sealed record TextWork(IReadOnlyList<GateSpan>? Proposed, IReadOnlyList<GateSpan> Spans, bool Opened)
    : GateWork
{
    /// <inheritdoc/>
    public override int Undecided => 0;

    /// <inheritdoc/>
    public override BatchReport.PlaceCount Places => new(0, 0, 0, 0, Spans.Count);

    /// <summary>No machine has looked, so none has missed anything.</summary>
    public override bool FoundLeak => false;

    /// <inheritdoc/>
    public override Refusal? Obstacle => TextGateRules.Obstacle(Opened);

    /// <inheritdoc/>
    public override object Signed => new { Spans, Opened };

    /// <summary>The work of a document.</summary>
    /// <exception cref="RefusedException">The entry is of another modality.</exception>
    public static TextWork Of(GateEntry entry) =>
        entry.Work as TextWork
        ?? throw new RefusedException(
            new("gate.unknown", "There is no such document at the gate.", RefusalKind.NotFound)
        );
}
