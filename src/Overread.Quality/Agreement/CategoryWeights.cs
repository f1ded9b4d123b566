namespace Overread.Quality.Agreement;

/// <summary>Partial credit for disagreements: 1 on the diagonal, down to 0 for the worst confusion. Symmetric.</summary>
public sealed class CategoryWeights
{
    private readonly double[] _values;

    private CategoryWeights(string name, int categories, double[] values)
    {
        Name = name;
        CategoryCount = categories;
        _values = values;
    }

    /// <summary>"none", "linear", "quadratic" or "custom".</summary>
    public string Name { get; }

    /// <summary>Number of categories.</summary>
    public int CategoryCount { get; }

    /// <summary>Credit when one reader says <paramref name="first"/> and the other <paramref name="second"/>.</summary>
    public double this[int first, int second] => _values[(first * CategoryCount) + second];

    /// <summary>Sum of all credits.</summary>
    public double Total => _values.Sum();

    /// <summary>No partial credit.</summary>
    public static CategoryWeights None(int categories) => Make("none", categories, (i, j) => i == j ? 1 : 0);

    /// <summary>Linear credit 1 − |i − j| / (q − 1) (Cicchetti and Allison 1971).</summary>
    public static CategoryWeights Linear(int categories) =>
        Make("linear", categories, (i, j) => 1 - (Math.Abs(i - j) / (double)Math.Max(1, categories - 1)));

    /// <summary>Quadratic credit 1 − (i − j)² / (q − 1)² (Fleiss and Cohen 1973).</summary>
    public static CategoryWeights Quadratic(int categories) =>
        Make(
            "quadratic",
            categories,
            (i, j) => 1 - ((double)(i - j) * (i - j) / Math.Max(1, (double)(categories - 1) * (categories - 1)))
        );

    /// <summary>Credits of one's own choosing.</summary>
    /// <param name="credits">Square, symmetric, 1 on the diagonal, all in [0, 1].</param>
    /// <exception cref="ArgumentException">The table is not such.</exception>
    public static CategoryWeights Custom(double[,] credits)
    {
        ArgumentNullException.ThrowIfNull(credits);
        int categories = credits.GetLength(0);
        if (credits.GetLength(1) != categories)
        {
            throw new ArgumentException("The table of credits must be square.");
        }

        for (int i = 0; i < categories; i++)
        {
            for (int j = 0; j < categories; j++)
            {
                if (
                    !(credits[i, j] >= 0 && credits[i, j] <= 1)
                    || credits[i, j] != credits[j, i]
                    || (i == j && credits[i, j] != 1)
                )
                {
                    throw new ArgumentException(
                        $"Credit ({i}, {j}) must be symmetric, in [0, 1], and 1 on the diagonal."
                    );
                }
            }
        }

        return Make("custom", categories, (i, j) => credits[i, j]);
    }

    private static CategoryWeights Make(string name, int categories, Func<int, int, double> credit)
    {
        double[] values = new double[categories * categories];
        for (int i = 0; i < categories; i++)
        {
            for (int j = 0; j < categories; j++)
            {
                values[(i * categories) + j] = credit(i, j);
            }
        }

        return new CategoryWeights(name, categories, values);
    }
}
