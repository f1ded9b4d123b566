using Overread.Quality.Agreement;
using Overread.Quality.Numerics;
using Overread.Quality.Selection;

namespace Overread.Quality.Suggestions;

/// <summary>
/// What suggestions do to readers. The intervals of one reader are exact (Clopper and Pearson 1934); those of several are the wider of
/// the exact one and one that takes each reader for one observation (ratio estimator over clusters, Cochran 1977, 6.3, with
/// Student's t), since reads of one reader are alike.
/// </summary>
/// <param name="Reads">Reads in all.</param>
/// <param name="Suggested">Reads with a suggestion.</param>
/// <param name="Accepted">Final answers that are the suggestion, of reads with one.</param>
/// <param name="Persuaded">Final answers that are the suggestion, of reads whose first answer was another.</param>
/// <param name="ToRight">Wrong first answers that became right, of reads with suggestion, first answer and truth.</param>
/// <param name="ToWrong">Right first answers that became wrong, of the same.</param>
/// <param name="FollowsWrong">Final answers that are the suggestion, of reads whose suggestion is wrong.</param>
/// <param name="FollowsRight">Final answers that are the suggestion, of reads whose suggestion is right.</param>
/// <param name="RightWith">Right final answers with a suggestion, of those with a truth.</param>
/// <param name="RightWithout">Right final answers without one, of those with a truth.</param>
/// <param name="Time">Time with and without.</param>
public sealed record SuggestionFigures(
    int Reads,
    int Suggested,
    CountedShare Accepted,
    CountedShare Persuaded,
    CountedShare ToRight,
    CountedShare ToWrong,
    CountedShare FollowsWrong,
    CountedShare FollowsRight,
    CountedShare RightWith,
    CountedShare RightWithout,
    TimeRatio Time
)
{
    /// <summary>Counts.</summary>
    /// <param name="reads">Reads of one reader or several.</param>
    public static SuggestionFigures Of(IReadOnlyCollection<SuggestedRead> reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        SuggestedRead[] shown = [.. reads.Where(read => read.Suggestion >= 0)];
        SuggestedRead[] own = [.. shown.Where(read => read.First >= 0)];
        SuggestedRead[] judged = [.. own.Where(read => read.Truth >= 0)];
        SuggestedRead[] known = [.. shown.Where(read => read.Truth >= 0)];
        return new SuggestionFigures(
            reads.Count,
            shown.Length,
            Share(shown, Follows),
            Share(own.Where(read => read.First != read.Suggestion), Follows),
            Share(judged, read => read.First != read.Truth && read.Final == read.Truth),
            Share(judged, read => read.First == read.Truth && read.Final != read.Truth),
            Share(known.Where(read => read.Suggestion != read.Truth), Follows),
            Share(known.Where(read => read.Suggestion == read.Truth), Follows),
            Share(known, read => read.Final == read.Truth),
            Share(reads.Where(read => read.Suggestion < 0 && read.Truth >= 0), read => read.Final == read.Truth),
            TimeRatio.Of(reads)
        );
    }

    private static bool Follows(SuggestedRead read) => read.Final == read.Suggestion;

    private static CountedShare Share(IEnumerable<SuggestedRead> of, Func<SuggestedRead, bool> counts)
    {
        (int Count, int Of)[] readers =
        [
            .. of.GroupBy(read => read.Reader).Select(own => (own.Count(counts), own.Count())),
        ];
        int count = readers.Sum(reader => reader.Count);
        int all = readers.Sum(reader => reader.Of);
        if (all == 0)
        {
            return new CountedShare(0, 0, null);
        }

        ConfidenceInterval exact = DefectRate.Interval(count, all);
        if (readers.Length < 2)
        {
            return new CountedShare(count, all, exact);
        }

        double share = (double)count / all;
        double square = readers.Sum(reader => Math.Pow(reader.Count - (share * reader.Of), 2));
        double error = Math.Sqrt(readers.Length / (readers.Length - 1.0) * square) / all;
        double half = SpecialFunctions.StudentQuantile(0.975, readers.Length - 1) * error;
        return new CountedShare(
            count,
            all,
            new ConfidenceInterval(
                Math.Max(0, Math.Min(exact.Low, share - half)),
                Math.Min(1, Math.Max(exact.High, share + half)),
                0.95,
                2 * half > exact.Width ? "readers" : exact.Method
            )
        );
    }
}
