using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Quality.Readers;
using Overread.Server.Features.Reads.Contracts;

namespace Overread.Server.Features.Comparison.Watching;

/// <summary>The answers to one field as the watch takes them: in the order in which the reads were submitted, as whole numbers.</summary>
internal sealed class WatchedField
{
    // More answers than this are values and no categories: two readers then differ for other reasons than trouble.
    private const int MostAnswers = 50;

    private readonly Dictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _items = new(StringComparer.Ordinal);
    private readonly List<WatchedRead> _reads = [];

    private WatchedField(IReadOnlyList<string> readers) => Readers = readers;

    /// <summary>Ids of the readers, by their numbers.</summary>
    public IReadOnlyList<string> Readers { get; }

    public IReadOnlyList<WatchedRead> Reads => _reads;
    public int Items => _items.Count;
    public int Answers => _answers.Count;

    /// <summary>The field in some reads, which are in order of their submission; null where it has no answers to compare.</summary>
    public static WatchedField? Of(Field field, IReadOnlyList<ReadRow> reads)
    {
        WatchedField watched = new([.. reads.Select(r => r.Reader).Distinct()]);
        Dictionary<string, int> readers = watched
            .Readers.Select((r, i) => (r, i))
            .ToDictionary(r => r.r, r => r.i, StringComparer.Ordinal);
        HashSet<(int, int)> had = [];
        foreach (ReadRow row in reads)
        {
            if (!row.Read.Answers.TryGetValue(field.Id, out Answer? answer))
            {
                continue;
            }

            int reader = readers[row.Reader];
            int item = Number(watched._items, row.Read.Item);
            if (!had.Add((reader, item)))
            {
                continue;
            }

            ShownSuggestion? shown = row.Read.Suggestions.FirstOrDefault(s => s.Field == field.Id);
            watched._reads.Add(
                new(
                    reader,
                    item,
                    Number(watched._answers, Key(answer)),
                    // No time at all is a program's or none that was taken: it says nothing of haste.
                    row.Read.Seconds
                        is > 0
                            and { } seconds
                        ? seconds
                        : double.NaN,
                    shown is null ? -1 : Number(watched._answers, Key(shown.Answer))
                )
            );
        }

        return watched.Answers is >= 2 and <= MostAnswers && watched.Readers.Count >= 2 ? watched : null;
    }

    // Whether there is something, and which; how sure somebody is of it is no other answer.
    private static string Key(Answer answer) => $"{Answer.StateName(answer.State)} {answer.Value?.GetRawText()}";

    private static int Number(Dictionary<string, int> known, string value)
    {
        if (!known.TryGetValue(value, out int number))
        {
            known[value] = number = known.Count;
        }

        return number;
    }
}
