using Overread.Domain.Reads;

namespace Overread.Domain.Protocols.Kinds;

/// <summary>A state without a value; also an uncertain answer, whatever value came with it.</summary>
/// <param name="State">The state.</param>
public sealed record StateKey(AnswerState State) : LabelKey
{
    /// <inheritdoc/>
    public override string Text(Field field) => Apart(Answer.StateName(State), field);

    /// <inheritdoc/>
    public override IEnumerable<string> Words(Field field) => [Text(field)];
}
