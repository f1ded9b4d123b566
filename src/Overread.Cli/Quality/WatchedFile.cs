using Overread.Cli.Quality.Files;
using Overread.Quality;
using Overread.Quality.Readers;

namespace Overread.Cli.Quality;

/// <summary>A file of reads as the watch over readers takes it: in order of time, with gold, suggestions and seconds.</summary>
internal sealed class WatchedFile(TimedLabels timed, SecondsColumn seconds, GoldFile? gold, GoldFile? suggestions)
{
    internal LabelFile Labels => timed.Labels;

    /// <summary>The reads of a field, first reads only, by time; the gold answer of each item; how many answers there are.</summary>
    internal (IReadOnlyList<WatchedRead> Reads, int[] Gold, int Categories) Field(int field)
    {
        string? name = Labels.FieldNames[field];
        FieldRatings ratings = Labels.Field(field, RepeatPolicy.KeepFirst);
        int categories = ratings.Scale.Names.Count;
        int[] known = Codes(gold, ratings, name);
        int[] shown = Codes(suggestions, ratings, name);
        // A gold answer that no reader ever gave is an answer of its own, which all of them missed.
        int unmet = known.Contains(-2) || shown.Contains(-2) ? 1 : 0;
        List<(double Time, WatchedRead Read)> reads = [];
        for (int item = 0; item < ratings.Ratings.ItemCount; item++)
        {
            ReadOnlySpan<int> readers = ratings.Ratings.ReadersOf(item);
            ReadOnlySpan<int> answers = ratings.Ratings.CategoriesOf(item);
            for (int i = 0; i < readers.Length; i++)
            {
                string reader = Labels.Readers.Names[readers[i]];
                reads.Add(
                    (
                        timed.TimeOf(ratings.Items[item], reader, name),
                        new(
                            readers[i],
                            item,
                            answers[i],
                            seconds.Of(ratings.Items[item], reader, name),
                            shown[item] == -2 ? categories : shown[item]
                        )
                    )
                );
            }
        }

        return (
            [
                .. reads
                    .OrderBy(read => read.Time)
                    .ThenBy(read => read.Read.Item)
                    .ThenBy(read => read.Read.Reader)
                    .Select(read => read.Read),
            ],
            [.. known.Select(answer => answer == -2 ? categories : answer)],
            categories + unmet
        );
    }

    /// <summary>Says how much of the other files met no item.</summary>
    internal void Tell(FileReading reading)
    {
        gold?.Tell(reading);
        suggestions?.Tell(reading);
    }

    private static int[] Codes(GoldFile? file, FieldRatings ratings, string? field) =>
        file?.Of(ratings.Items, field, ratings.Scale.Names) ?? [.. ratings.Items.Select(_ => -1)];
}
