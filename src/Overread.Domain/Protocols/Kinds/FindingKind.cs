using System.Text.Json;

namespace Overread.Domain.Protocols.Kinds;

/// <summary>One question with the four answer states, and nothing else.</summary>
public sealed class FindingKind : FieldKind
{
    internal FindingKind() { }

    /// <inheritdoc/>
    public override string Name => "finding";

    /// <inheritdoc/>
    public override Scale Scale => Scale.Nominal;

    /// <inheritdoc/>
    public override IEnumerable<ProtocolFault> Faults(Field field, string where) => OptionList.None(field, where);

    /// <inheritdoc/>
    public override string? Misfit(Field field, JsonElement? value) =>
        value is null ? null : $"{field.Title} takes a state alone.";

    /// <inheritdoc/>
    public override IReadOnlyList<LabelKey> Ratings(Field field) =>
        [new StateKey(AnswerState.Absent), new StateKey(AnswerState.Uncertain), new StateKey(AnswerState.Present)];

    /// <inheritdoc/>
    protected override LabelKey PresentKey(Field field, JsonElement? value) => new StateKey(AnswerState.Present);
}
