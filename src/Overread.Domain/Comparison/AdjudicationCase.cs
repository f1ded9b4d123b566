using Overread.Domain.Marks;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;

namespace Overread.Domain.Comparison;

/// <summary>An item before its adjudicator.</summary>
/// <param name="ItemState">The item's state; only compared items can be adjudicated (21 CFR 11.10(f): step order).</param>
/// <param name="OwnRead">True when the adjudicator read this item.</param>
/// <param name="Protocol">The version the reads were made under.</param>
/// <param name="Reads">The submitted reads.</param>
/// <param name="Contents">What the item's files hold, by file.</param>
/// <param name="Decisions">What was decided so far, by field.</param>
public sealed record AdjudicationCase(
    string ItemState,
    bool OwnRead,
    ProtocolBody Protocol,
    IReadOnlyList<Read> Reads,
    IReadOnlyDictionary<string, FileContent> Contents,
    IReadOnlyDictionary<string, FieldDecision> Decisions
)
{
    /// <summary>The pseudonyms of those who made the reads, in the order of <see cref="Reads"/>.</summary>
    public IReadOnlyList<string> Readers { get; init; } = [];

    /// <summary>How the fields stand.</summary>
    public IReadOnlyList<FieldComparison> Compare() => ItemComparison.Compare(Protocol, Reads, Contents, Decisions);

    /// <summary>The case after one more decision.</summary>
    public AdjudicationCase With(AdjudicationDecided decision) =>
        this with
        {
            Decisions = new Dictionary<string, FieldDecision>(Decisions)
            {
                [decision.Field] = new(decision.Answer, decision.Marks),
            },
        };
}
