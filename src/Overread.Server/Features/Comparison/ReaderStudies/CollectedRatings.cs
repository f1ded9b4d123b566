using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Quality;
using Overread.Quality.ReaderStudies;
using Overread.Server.Features.Comparison.Contracts;

namespace Overread.Server.Features.Comparison.ReaderStudies;

/// <summary>Ratings of one field from the reads of one or more protocol versions, with the truth of their cases.</summary>
internal sealed class CollectedRatings
{
    private readonly List<int> _modality = [];
    private readonly List<int> _reader = [];
    private readonly List<int> _case = [];
    private readonly List<double> _rating = [];
    private readonly Dictionary<string, int> _readers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _cases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _untruthed = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, bool> _truth;
    private readonly RatingOrder _order;
    private int _modalities;

    /// <param name="order">The order of the answers.</param>
    /// <param name="truth">Whether an item is diseased, by its id.</param>
    public CollectedRatings(RatingOrder order, IReadOnlyDictionary<string, bool> truth)
    {
        _order = order;
        _truth = truth;
    }

    /// <summary>Pseudonyms.</summary>
    public IReadOnlyList<string> Readers => [.. _readers.Keys];

    /// <summary>Items that were read and have no truth.</summary>
    public int Untruthed => _untruthed.Count;

    /// <summary>Answers that have no place in the order.</summary>
    public int Unplaced { get; private set; }

    /// <summary>True where there is nothing to analyse.</summary>
    public bool IsEmpty => _rating.Count == 0;

    /// <summary>Adds the reads of one version as a modality of its own.</summary>
    public void Add(RatingsTable table, Field field)
    {
        int modality = _modalities++;
        (Ratings ratings, IReadOnlyList<LabelKey> keys) = table.Of(field).Categories();
        for (int item = 0; item < table.Items.Count; item++)
        {
            ReadOnlySpan<int> readers = ratings.ReadersOf(item);
            ReadOnlySpan<int> categories = ratings.CategoriesOf(item);
            if (readers.Length > 0 && !_truth.ContainsKey(table.Items[item]))
            {
                _untruthed.Add(table.Items[item]);
                continue;
            }

            for (int i = 0; i < readers.Length; i++)
            {
                if (_order.Place(keys[categories[i]]) is not { } place)
                {
                    Unplaced++;
                    continue;
                }

                _modality.Add(modality);
                _reader.Add(Number(_readers, table.Readers[readers[i]]));
                _case.Add(Number(_cases, table.Items[item]));
                _rating.Add(place);
            }
        }
    }

    /// <summary>The study of what was added.</summary>
    public ReaderStudy Study() =>
        ReaderStudy.Of(
            [.. _modality],
            [.. _reader],
            [.. _case],
            [.. _rating],
            [.. _cases.Keys.Select(item => _truth[item])],
            _modalities,
            _readers.Count
        );

    private static int Number(Dictionary<string, int> known, string name)
    {
        if (!known.TryGetValue(name, out int number))
        {
            known[name] = number = known.Count;
        }

        return number;
    }
}
