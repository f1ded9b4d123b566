using System.Text.Json;
using Overread.Domain.Marks;

namespace Overread.Domain.Protocols.Kinds;

/// <summary>A kind that is answered by marks of one shape, each with a class where the field has options.</summary>
public abstract class MarksKind : FieldKind
{
    /// <inheritdoc/>
    public override Scale Scale => Scale.Marks;

    /// <inheritdoc/>
    public abstract override RegionKind Region { get; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<MatchMeasure> Measures => Region.Measures;

    /// <inheritdoc/>
    public sealed override MatchRule RuleOf(Field field, ReadingPolicy policy) =>
        field.Match ?? Region.RuleOf(policy) ?? Region.UsualRule;

    /// <inheritdoc/>
    public sealed override IEnumerable<ProtocolFault> Faults(Field field, string where) =>
        OptionList.Faults(field, where);

    /// <inheritdoc/>
    public sealed override string? Misfit(Field field, JsonElement? value) =>
        value is null ? null : $"{field.Title} takes a state alone; what is present is said by its marks.";

    /// <inheritdoc/>
    protected sealed override LabelKey PresentKey(Field field, JsonElement? value) => new StateKey(AnswerState.Present);
}
