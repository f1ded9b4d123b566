using Overread.Domain.Reads;

namespace Overread.Domain.Protocols.Kinds;

/// <summary>A text.</summary>
/// <param name="Value">As written.</param>
public sealed record TextKey(string Value) : LabelKey
{
    /// <inheritdoc/>
    public override string Text(Field field) => Value;

    /// <inheritdoc/>
    public override IEnumerable<string> Words(Field field) => [Answer.StateName(AnswerState.Present)];
}
