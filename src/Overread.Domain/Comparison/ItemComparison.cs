using Overread.Domain.Marks;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;

namespace Overread.Domain.Comparison;

/// <summary>
/// What the reads of one item, and the decisions made over them, come to, field by field in the protocol's order. The one
/// place where answers are compared: disputes, overview, consensus and releases all ask here. Conditions are evaluated on
/// what was settled, not on what each reader saw, so a field hanging on a finding that was decided away is not asked.
/// </summary>
public sealed class ItemComparison
{
    private static readonly Dictionary<string, FieldDecision> Undecided = [];

    private readonly ProtocolBody _protocol;
    private readonly IReadOnlyList<Read> _reads;
    private readonly IReadOnlyDictionary<string, FileContent> _contents;
    private readonly IReadOnlyDictionary<string, FieldDecision> _decisions;
    private readonly Dictionary<string, (FieldComparison Found, LabelKey? Key)> _settled = [];

    private ItemComparison(
        ProtocolBody protocol,
        IReadOnlyList<Read> reads,
        IReadOnlyDictionary<string, FileContent> contents,
        IReadOnlyDictionary<string, FieldDecision> decisions
    )
    {
        _protocol = protocol;
        _reads = reads;
        _contents = contents;
        _decisions = decisions;
    }

    /// <summary>Compares.</summary>
    /// <param name="protocol">The version that the item was read under.</param>
    /// <param name="reads">Its submitted reads, in any order.</param>
    /// <param name="contents">What the item's files hold, by file; needed where marks are matched in millimetres.</param>
    /// <param name="decisions">What adjudicators decided, by field; null for none.</param>
    /// <returns>One comparison per field.</returns>
    public static IReadOnlyList<FieldComparison> Compare(
        ProtocolBody protocol,
        IReadOnlyList<Read> reads,
        IReadOnlyDictionary<string, FileContent> contents,
        IReadOnlyDictionary<string, FieldDecision>? decisions = null
    ) => new ItemComparison(protocol, reads, contents, decisions ?? Undecided).All();

    private List<FieldComparison> All()
    {
        List<FieldComparison> all = [];
        foreach (Field field in _protocol.Fields)
        {
            (FieldComparison Found, LabelKey? Key) settled = Of(field);
            _settled[field.Id] = settled;
            all.Add(settled.Found);
        }

        return all;
    }

    private (FieldComparison Found, LabelKey? Key) Of(Field field)
    {
        (Parent parent, string? waitsFor) = ParentOf(field);
        if (parent == Parent.No)
        {
            return (new(field.Id, FieldStatus.NotAsked, null, 0, 0) { Asked = 0 }, null);
        }

        if (_decisions.TryGetValue(field.Id, out FieldDecision? decision))
        {
            return Decided(field, decision);
        }

        List<Read> asked = [.. _reads.Where(r => ReadRules.IsAsked(r, _protocol, field))];
        if (asked.Count == 0 && parent == Parent.Open)
        {
            return (new(field.Id, FieldStatus.NotAsked, null, 0, 0) { Asked = 0 }, null);
        }

        FieldVote vote = new(field, _protocol.Policy, asked, _contents);
        FieldComparison found = vote.Outcome();
        if (found.Status == FieldStatus.Agree && parent == Parent.Open)
        {
            // The readers who were asked agree, but whether it is asked at all is not settled.
            return (found with { Status = FieldStatus.Incomplete, WaitsFor = waitsFor, Marks = NoMarks(found) }, null);
        }

        // Somebody decided that the field is asked after most readers had not been: what the few said is not what most say.
        if (found.Status == FieldStatus.Agree && 2 * asked.Count <= _reads.Count)
        {
            return (found with { Status = FieldStatus.Incomplete, Marks = NoMarks(found) }, null);
        }

        return (found, found.Status == FieldStatus.Agree ? vote.Key : null);
    }

    private static IReadOnlyList<Mark>? NoMarks(FieldComparison found) => found.Marks is null ? null : [];

    private static (FieldComparison, LabelKey?) Decided(Field field, FieldDecision decision)
    {
        LabelKey key = field.KeyOf(decision.Answer);
        IReadOnlyList<Mark>? marks =
            !field.HasMarks ? null
            : decision.Answer.State == AnswerState.Present ? decision.Marks ?? []
            : [];
        return (new(field.Id, FieldStatus.Decided, key.Text(field), 1, 0) { Marks = marks }, key);
    }

    private enum Parent
    {
        /// <summary>The field is asked: it has no condition, or what it hangs on is settled so that it holds.</summary>
        Yes,

        /// <summary>It is not asked.</summary>
        No,

        /// <summary>What it hangs on is not settled.</summary>
        Open,
    }

    private (Parent, string? WaitsFor) ParentOf(Field field)
    {
        if (field.When is not { } when || _protocol.Field(when.Field) is not { } other)
        {
            return (field.When is null ? Parent.Yes : Parent.No, null);
        }

        if (!_settled.TryGetValue(other.Id, out (FieldComparison Found, LabelKey? Key) settled))
        {
            return (Parent.No, null);
        }

        if (settled.Found.Status == FieldStatus.NotAsked)
        {
            return (Parent.No, null);
        }

        if (settled.Key is not { } key)
        {
            return (Parent.Open, other.Id);
        }

        return (ReadRules.Holds(when, other, key, settled.Found.Marks) ? Parent.Yes : Parent.No, null);
    }
}
