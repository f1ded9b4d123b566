using System.Globalization;
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

    /// <inheritdoc/>
    public override string Text(Field field) => Value.ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override IEnumerable<string> Words(Field field) => [Answer.StateName(AnswerState.Present)];
}
