using Overread.Quality.Numerics;

namespace Overread.Quality.Readers;

/// <summary>
/// A test that a person takes before reading: items drawn from a bank by strata of answer and difficulty, for each person and
/// attempt anew, and passed where in every field the lower bound of the share right reaches the mark.
/// </summary>
/// <param name="Items">Items of a test, at least 1.</param>
/// <param name="Mark">The share that must be reached, strictly between 0 and 1; one for all fields.</param>
/// <param name="Attempts">Attempts that a person has, at least 1.</param>
/// <param name="Confidence">Confidence of the lower bound, from 0.5 to 1, both excluded.</param>
public sealed record QualificationTest(int Items, double Mark, int Attempts = 2, double Confidence = 0.95)
{
    /// <summary>
    /// Draws a person's test. Every stratum is met in proportion to the bank (largest remainders), and once at least where
    /// the test has room; items that the person had in earlier attempts come last. The order is random.
    /// </summary>
    /// <param name="bank">Items to draw from.</param>
    /// <param name="seed">Seed of the project.</param>
    /// <param name="person">Number of the person.</param>
    /// <param name="attempt">Attempt, from 1.</param>
    /// <returns>Numbers of items; the same for the same seed, person and attempt.</returns>
    /// <exception cref="ArgumentException">The bank is smaller than the test, names an item twice, or no attempt is left.</exception>
    public int[] Draw(IReadOnlyList<QualificationItem> bank, ulong seed, int person, int attempt = 1)
    {
        ArgumentNullException.ThrowIfNull(bank);
        ArgumentOutOfRangeException.ThrowIfNegative(person);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Items);
        if (attempt < 1 || attempt > Attempts)
        {
            throw new ArgumentException($"Attempt {attempt} of {Attempts} cannot be drawn.");
        }

        if (bank.Count < Items)
        {
            throw new ArgumentException($"A test of {Items} items needs as many in the bank; it has {bank.Count}.");
        }

        if (bank.Select(item => item.Item).Distinct().Count() < bank.Count)
        {
            throw new ArgumentException("The bank names an item twice.");
        }

        HashSet<int> had = [];
        int[] drawn = [];
        for (int at = 1; at <= attempt; at++)
        {
            drawn = Once(bank, new(SeededRandom.ForPart(seed, (ulong)person).NextBits() + (ulong)at), had);
            had.UnionWith(drawn);
        }

        return drawn;
    }

    /// <summary>Whether a person passes, field by field.</summary>
    /// <param name="fields">Right answers and answers of each field.</param>
    /// <exception cref="ArgumentException">There is no field, or a count lies outside.</exception>
    public IReadOnlyList<QualificationField> Judge(IReadOnlyList<(int Right, int Count)> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return fields.Count == 0
            ? throw new ArgumentException("A test without a field passes nobody.")
            : [.. fields.Select(field => QualificationField.Of(field.Right, field.Count, Mark, Confidence))];
    }

    private int[] Once(IReadOnlyList<QualificationItem> bank, SeededRandom random, HashSet<int> had)
    {
        int[][] strata =
        [
            .. bank.GroupBy(item => (item.Answer, item.Difficulty))
                .OrderBy(stratum => stratum.Key)
                .Select(stratum => stratum.Select(item => item.Item).Order().ToArray()),
        ];
        int[] sizes = Allocate([.. strata.Select(stratum => stratum.Length)], bank.Count);
        List<int> drawn = [];
        for (int s = 0; s < strata.Length; s++)
        {
            random.Shuffle(strata[s]);
            drawn.AddRange(strata[s].OrderBy(had.Contains).Take(sizes[s]));
        }

        int[] test = [.. drawn];
        random.Shuffle(test);
        return test;
    }

    private int[] Allocate(int[] sizes, int all)
    {
        int least = Items >= sizes.Length ? 1 : 0;
        int[] share = [.. sizes.Select(size => Math.Max(least, (int)((long)Items * size / all)))];
        int[] byRemainder =
        [
            .. Enumerable.Range(0, sizes.Length).OrderByDescending(s => ((long)Items * sizes[s] % all, sizes[s])),
        ];
        // Whole shares may come short by the remainders, or go over by strata that got their one item.
        for (int i = 0; share.Sum() < Items; i = (i + 1) % share.Length)
        {
            share[byRemainder[i]] += share[byRemainder[i]] < sizes[byRemainder[i]] ? 1 : 0;
        }

        while (share.Sum() > Items)
        {
            share[Array.IndexOf(share, share.Max())]--;
        }

        return share;
    }
}
