using System.Text.Json;
using System.Text.Json.Serialization;
using Overread.Domain.Marks;
using Overread.Domain.Reads;

namespace Overread.Domain.Protocols.Kinds;

/// <summary>
/// A kind of question: its scale, what its definition may say, what an answer may be, and what makes two answers the same.
/// One file per kind; nothing else in the house tells kinds apart. In JSON it stands as its name.
/// </summary>
[JsonConverter(typeof(FieldKindJson))]
public abstract class FieldKind
{
    /// <summary>Its name in protocols and in every file, such as <c>finding</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How its answers may be compared.</summary>
    public abstract Scale Scale { get; }

    /// <summary>The shape that answers it, for kinds of marks; else null.</summary>
    public virtual RegionKind? Region => null;

    /// <summary>How nearness of two answers can be measured, the usual measure first; empty where only equal is the same.</summary>
    public virtual IReadOnlyList<MatchMeasure> Measures => [];

    /// <summary>The unit of its numbers (UCUM); null where they have none.</summary>
    public virtual string? UnitOf(Field field) => field.Unit;

    /// <summary>What is wrong with the definition of such a field, beside what every field needs.</summary>
    /// <param name="field">The field.</param>
    /// <param name="where">JSON pointer to the field.</param>
    public abstract IEnumerable<ProtocolFault> Faults(Field field, string where);

    /// <summary>Why the value of an answer does not fit, as a sentence; null when it does.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value, or null where the answer has none though its state is present.</param>
    public abstract string? Misfit(Field field, JsonElement? value);

    /// <summary>True for an answer that says nothing, so that a required field is still blank.</summary>
    public virtual bool IsBlank(Answer answer) => false;

    /// <summary>What makes two answers the same.</summary>
    public LabelKey Key(Field field, Answer answer) =>
        answer.State == AnswerState.Present ? PresentKey(field, answer.Value) : new StateKey(answer.State);

    /// <summary>The key of an answer whose state is present.</summary>
    protected abstract LabelKey PresentKey(Field field, JsonElement? value);

    /// <summary>
    /// Its answers from the least to the most suspicious, as a reader study rates cases; empty where they are numbers, which
    /// order themselves, and null where they have no order.
    /// </summary>
    public virtual IReadOnlyList<LabelKey>? Ratings(Field field) =>
        Scale switch
        {
            Scale.Ordinal => [.. (field.Options ?? []).Select(o => new OptionKey(o.Id))],
            Scale.Interval or Scale.Ratio => [],
            _ => null,
        };

    /// <summary>The rule by which two answers are the same: the field's own, else the policy's of earlier protocols, else the usual.</summary>
    public virtual MatchRule? RuleOf(Field field, ReadingPolicy policy) => field.Match;

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
