using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;

namespace Overread.Server.Features.Comparison.ReaderStudies;

/// <summary>The order of a field's answers from the least to the most suspicious, as its kind states it.</summary>
internal sealed class RatingOrder
{
    private readonly Field _field;
    private readonly IReadOnlyList<LabelKey> _keys;

    private RatingOrder(Field field, IReadOnlyList<LabelKey> keys)
    {
        _field = field;
        _keys = keys;
        Words = [.. keys.Select(key => TitleOf(key.Text(field)))];
    }

    /// <summary>The answers in their order; empty where they are numbers.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The rating from which a case counts as called diseased where nothing else is said; null for numbers.</summary>
    public double? Usual => _keys.Count == 0 ? null : _keys.Count - 1;

    /// <summary>The order of a field; null where its answers have none.</summary>
    public static RatingOrder? Of(Field field) => field.Kind.Ratings(field) is { } keys ? new(field, keys) : null;

    /// <summary>The place of an answer; null for one that has none, such as not assessed.</summary>
    public double? Place(LabelKey key)
    {
        if (_keys.Count == 0)
        {
            return (key as NumberKey)?.Value;
        }

        for (int place = 0; place < _keys.Count; place++)
        {
            if (_keys[place] == key)
            {
                return place;
            }
        }

        return null;
    }

    /// <summary>Whether an answer given for the truth means diseased; null where it has no place in the order.</summary>
    /// <param name="key">The answer.</param>
    /// <param name="diseased">Texts of the answers that mean diseased; null for the last of the order.</param>
    public bool? IsDiseased(LabelKey key, IReadOnlyList<string>? diseased) =>
        Place(key) is not { } place ? null
        : diseased is not null ? diseased.Contains(key.Text(_field), StringComparer.Ordinal)
        : _keys.Count > 0 ? place >= _keys.Count - 1
        : null;

    private string TitleOf(string word) => _field.Options?.FirstOrDefault(o => o.Id == word)?.Title ?? word;
}
