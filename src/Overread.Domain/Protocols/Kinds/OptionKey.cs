using Overread.Domain.Reads;

namespace Overread.Domain.Protocols.Kinds;

/// <summary>One option.</summary>
/// <param name="Id">Its id.</param>
public sealed record OptionKey(string Id) : LabelKey
{
    /// <inheritdoc/>
    public override string Text(Field field) => Id;

    /// <inheritdoc/>
    public override IEnumerable<string> Words(Field field) => [Id, Apart(Answer.StateName(AnswerState.Present), field)];
}
