using Overread.Domain.Modalities.Text;
using Overread.Server.Features.Intake;

namespace Overread.Server.Modalities.Text.Gate;

/// <summary>A document at the gate, with the places that a person has marked.</summary>
internal sealed record TextEntryDetail : EntryDetail
{
    /// <summary>One document; its text is at the address.</summary>
    internal sealed record DocumentView(
        string File,
        string Title,
        int Length,
        string? Encoding,
        string? TakenFrom,
        string LineEnds,
        string Address
    );

    public TextEntryDetail(GateEntry entry)
        : base(entry) { }

    public required IReadOnlyList<DocumentView> Documents { get; init; }

    /// <summary>Places that are blacked out at approval.</summary>
    public required IReadOnlyList<GateSpan> Spans { get; init; }

    /// <summary>Places that a program proposed, also those that a person has taken back; absent where none has looked.</summary>
    public IReadOnlyList<GateSpan>? Proposed { get; init; }
}
