using Overread.Domain.Reads;

namespace Overread.Domain.Protocols.Kinds;

/// <summary>A set of options, perhaps an empty one.</summary>
/// <param name="Joined">Their ids in ordinal order, joined by '+', which no id has; empty for none.</param>
public sealed record OptionsKey(string Joined) : LabelKey
{
    private const string Nothing = "none";

    /// <summary>The key of some options, in any order.</summary>
    public static OptionsKey Of(IEnumerable<string> ids) => new(string.Join('+', ids.Order(StringComparer.Ordinal)));

    /// <inheritdoc/>
    public override string Text(Field field) => Joined.Length == 0 ? Apart(Nothing, field) : Joined;

    /// <inheritdoc/>
    public override IEnumerable<string> Words(Field field) =>
        [
            .. Joined.Length == 0 ? [Text(field)] : Joined.Split('+'),
            Apart(Answer.StateName(AnswerState.Present), field),
        ];
}
