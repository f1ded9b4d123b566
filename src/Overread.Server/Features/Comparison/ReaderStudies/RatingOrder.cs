using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;

namespace Overread.Server.Features.Comparison.ReaderStudies;

/// <summary>The order of a field's answers from the least to the most suspicious, as its kind or its options state it.</summary>
internal sealed class RatingOrder
{
    private static readonly AnswerState[] Finding = [AnswerState.Absent, AnswerState.Uncertain, AnswerState.Present];

    private readonly Field _field;

    private RatingOrder(Field field, IReadOnlyList<string> words)
    {
        _field = field;
        Words = words;
    }

    /// <summary>The answers in their order; empty where they are numbers.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The rating from which a case counts as called diseased where nothing else is said; null for numbers.</summary>
    public double? Usual => Words.Count == 0 ? null : Words.Count - 1;

    /// <summary>The order of a field; null where its answers have none.</summary>
    public static RatingOrder? Of(Field field) =>
        field.Kind is FindingKind ? new(field, [.. Finding.Select(Answer.StateName)])
        : field.Kind.Scale == Scale.Ordinal ? new(field, [.. (field.Options ?? []).Select(o => o.Title)])
        : field.Kind.Scale is Scale.Interval or Scale.Ratio ? new(field, [])
        : null;

    /// <summary>The place of an answer; null for one that has none, such as not assessed.</summary>
    public double? Place(LabelKey key) =>
        key switch
        {
            NumberKey number => number.Value,
            OptionKey option when _field.Options!.ToList().FindIndex(o => o.Id == option.Id) is var at and >= 0 => at,
            StateKey state when _field.Kind is FindingKind && Array.IndexOf(Finding, state.State) is var at and >= 0 =>
                at,
            _ => null,
        };

    /// <summary>True where an answer given for the truth means diseased: the last of the order, unless others are named.</summary>
    /// <param name="key">The answer.</param>
    /// <param name="diseased">Texts of the answers that mean diseased; null for the last of the order.</param>
    public bool? IsDiseased(LabelKey key, IReadOnlyList<string>? diseased) =>
        Place(key) is not { } place ? null
        : diseased is not null ? diseased.Contains(key.Text(_field), StringComparer.Ordinal)
        : Words.Count > 0 ? place >= Words.Count - 1
        : null;
}
