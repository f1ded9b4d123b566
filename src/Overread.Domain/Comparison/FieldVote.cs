using Overread.Domain.Marks;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;

namespace Overread.Domain.Comparison;

/// <summary>The vote of the readers who were asked a field, counted as the field's scale wants.</summary>
internal sealed class FieldVote
{
    private readonly Field _field;
    private readonly ReadingPolicy _policy;
    private readonly IReadOnlyList<Read> _asked;
    private readonly List<Read> _answered;
    private readonly IReadOnlyDictionary<string, FileContent> _contents;

    /// <summary>Prepares the vote.</summary>
    public FieldVote(
        Field field,
        ReadingPolicy policy,
        IReadOnlyList<Read> asked,
        IReadOnlyDictionary<string, FileContent> contents
    )
    {
        _field = field;
        _policy = policy;
        _asked = asked;
        _answered = [.. asked.Where(r => r.Answers.ContainsKey(field.Id))];
        _contents = contents;
    }

    /// <summary>What was voted for, after <see cref="Outcome"/>; null for a tie and for words.</summary>
    public LabelKey? Key { get; private set; }

    /// <summary>Counts.</summary>
    public FieldComparison Outcome()
    {
        if (_answered.Count == 0)
        {
            return With(FieldStatus.Incomplete, null, 0);
        }

        List<LabelKey> keys = [.. _answered.Select(r => _field.KeyOf(r.Answers[_field.Id]))];
        return _field.Kind.Scale switch
        {
            Scale.None => With(FieldStatus.Agree, null, _answered.Count),
            Scale.Interval or Scale.Ratio => Measured(keys),
            Scale.Marks or Scale.Spans => Marked(Plain(keys)),
            _ => Plain(keys),
        };
    }

    private FieldComparison Plain(List<LabelKey> keys)
    {
        List<(LabelKey Key, int Count)> counts =
        [
            .. keys.GroupBy(k => k)
                .Select(g => (g.Key, Count: g.Count()))
                .OrderByDescending(g => g.Count)
                .ThenBy(g => g.Key.Text(_field), StringComparer.Ordinal),
        ];
        bool tie = counts.Count > 1 && counts[0].Count == counts[1].Count;
        Key = tie ? null : counts[0].Key;
        FieldStatus status =
            !tie && Enough(counts[0].Count) ? FieldStatus.Agree
            : counts.Count > 1 ? FieldStatus.Dispute
            : FieldStatus.Incomplete;
        return With(status, Key, counts[0].Count);
    }

    // States are voted on first; where most gave a number, it is the median, and those vote for it who lie within the rule.
    private FieldComparison Measured(List<LabelKey> keys)
    {
        double[] numbers = [.. keys.OfType<NumberKey>().Select(k => k.Value)];
        if (2 * numbers.Length <= keys.Count)
        {
            // Each number apart: two readers who could not measure outvote one who could, and a tie stays one.
            return Plain(keys);
        }

        double median = Middle.Median(numbers);
        MatchRule? rule = _field.Kind.RuleOf(_field, _policy);
        int near = numbers.Count(n => MeasuredKind.Same(n, median, rule));
        NumberKey key = new(median);
        bool enough = Enough(near);
        bool differ = near < numbers.Length || numbers.Length < keys.Count;
        Key = 2 * near > keys.Count ? key : null;
        return With(
            enough ? FieldStatus.Agree
                : differ ? FieldStatus.Dispute
                : FieldStatus.Incomplete,
            Key,
            near
        );
    }

    private FieldComparison Marked(FieldComparison vote)
    {
        List<MarkGroup> groups = MarkGroup.Of(_field, _policy, _answered, _contents);
        List<MarkGroup> shared = [.. groups.Where(g => 2 * g.Readers > _asked.Count)];
        FieldComparison found = vote with
        {
            Marks = [.. shared.Select(g => g.Middle())],
            Drawn = [.. shared.Select(g => g.Readers)],
        };
        if (vote.Status != FieldStatus.Agree)
        {
            return found;
        }

        bool agree = groups.TrueForAll(g =>
            _policy.Agreement == AgreementRule.All ? g.Readers == _asked.Count : 2 * g.Readers != _asked.Count
        );
        // A majority for "present" with no mark that a majority drew is no answer.
        if (!agree || (Key is StateKey { State: AnswerState.Present } && shared.Count == 0))
        {
            Key = null;
            return found with { Status = FieldStatus.Dispute };
        }

        return found;
    }

    private bool Enough(int count) =>
        _policy.Agreement == AgreementRule.All ? count == _asked.Count : 2 * count > _asked.Count;

    private FieldComparison With(FieldStatus status, LabelKey? key, int count) =>
        new(_field.Id, status, key?.Text(_field), _asked.Count == 0 ? 0 : (double)count / _asked.Count, _answered.Count)
        {
            Asked = _asked.Count,
        };
}
