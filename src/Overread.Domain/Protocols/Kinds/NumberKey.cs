using System.Globalization;
using Overread.Domain.Marks;
using Overread.Domain.Reads;

namespace Overread.Domain.Protocols.Kinds;

/// <summary>A number: 1 and 1.0 are one, and so are 0 and −0.</summary>
public sealed record NumberKey : LabelKey
{
    /// <summary>Takes a finite number.</summary>
    /// <param name="value">The number.</param>
    public NumberKey(double value) => Value = value == 0 ? 0 : value;

    /// <summary>The number.</summary>
    public double Value { get; }

    /// <summary>True when both count as the same measurement.</summary>
    /// <param name="other">The other number.</param>
    /// <param name="rule">How far they may lie apart; null: not at all.</param>
    public bool IsNear(NumberKey other, MatchRule? rule) => MeasuredKind.Same(Value, other.Value, rule);

    /// <inheritdoc/>
    public override string Text(Field field) => Value.ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override IEnumerable<string> Words(Field field) => [Answer.StateName(AnswerState.Present)];
}
