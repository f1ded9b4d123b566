namespace Overread.Quality.Readers;

/// <summary>How a reader's answers follow one another and how they are spread, beside the others'.</summary>
/// <param name="Reads">Reads.</param>
/// <param name="LongestRun">Longest row of the same answer.</param>
/// <param name="RunAnswer">The answer of that row; −1 without reads.</param>
/// <param name="RunChance">
/// Largest chance of such a row of that answer somewhere in as many reads, if each read had the others' share of it: reads ×
/// share^row, at most 1. 1 where there are no others.
/// </param>
/// <param name="Entropy">Entropy of the answers in bits.</param>
/// <param name="OthersEntropy">Entropy of the others' answers in bits.</param>
public sealed record AnswerHabits(
    int Reads,
    int LongestRun,
    int RunAnswer,
    double RunChance,
    double Entropy,
    double OthersEntropy
)
{
    /// <summary>Looks at every reader.</summary>
    /// <param name="reads">Reads in the order in which they were made.</param>
    /// <param name="readerCount">Readers.</param>
    /// <param name="categoryCount">Answers that can be given.</param>
    /// <exception cref="ArgumentException">A read lies outside.</exception>
    public static IReadOnlyList<AnswerHabits> Of(IReadOnlyList<WatchedRead> reads, int readerCount, int categoryCount)
    {
        ArgumentNullException.ThrowIfNull(reads);
        long[,] counts = new long[readerCount, categoryCount];
        long[] all = new long[categoryCount];
        (int Answer, int Run)[] now = new (int, int)[readerCount];
        (int Answer, int Run)[] best = new (int, int)[readerCount];
        Array.Fill(best, (-1, 0));
        foreach (WatchedRead read in reads)
        {
            if (read.Reader < 0 || read.Reader >= readerCount || read.Answer < 0 || read.Answer >= categoryCount)
            {
                throw new ArgumentException($"{read} lies outside {readerCount} readers and {categoryCount} answers.");
            }

            counts[read.Reader, read.Answer]++;
            all[read.Answer]++;
            (int answer, int run) = now[read.Reader];
            now[read.Reader] = answer == read.Answer ? (answer, run + 1) : (read.Answer, 1);
            best[read.Reader] = now[read.Reader].Run > best[read.Reader].Run ? now[read.Reader] : best[read.Reader];
        }

        AnswerHabits[] habits = new AnswerHabits[readerCount];
        for (int reader = 0; reader < readerCount; reader++)
        {
            long[] own = [.. Enumerable.Range(0, categoryCount).Select(k => counts[reader, k])];
            long[] others = [.. all.Select((n, k) => n - own[k])];
            (int answer, int run) = best[reader];
            double chance =
                answer < 0 || others.Sum() == 0
                    ? 1
                    : Math.Min(1, own.Sum() * Math.Pow((double)others[answer] / others.Sum(), run));
            habits[reader] = new((int)own.Sum(), run, answer, chance, Bits(own), Bits(others));
        }

        return habits;
    }

    private static double Bits(long[] counts)
    {
        double total = counts.Sum();
        return 0 - counts.Where(n => n > 0).Sum(n => n / total * Math.Log2(n / total));
    }
}
