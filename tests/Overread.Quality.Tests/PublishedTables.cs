namespace Overread.Quality.Tests;

/// <summary>Small published tables, written down as facts.</summary>
internal static class PublishedTables
{
    /// <summary>Krippendorff 2011, "Computing Krippendorff's alpha-reliability": 12 units, 4 observers, missing values.</summary>
    internal static Ratings Krippendorff { get; } =
        Columns(
            5,
            [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
            [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0]
        );

    /// <summary>Shrout and Fleiss 1979, Psychological Bulletin 86:420, table 2: 6 targets, 4 judges.</summary>
    internal static double[] ShroutFleiss { get; } =
    [9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7];

    /// <summary>Columns of one reader each; 0 is missing, categories are 1 to <paramref name="categories"/>.</summary>
    internal static Ratings Columns(int categories, params int[][] readers)
    {
        int items = readers[0].Length;
        int[] table = new int[items * readers.Length];
        for (int item = 0; item < items; item++)
        {
            for (int reader = 0; reader < readers.Length; reader++)
            {
                table[(item * readers.Length) + reader] = readers[reader][item] - 1;
            }
        }

        return Ratings.FromTable(table, readers.Length, categories);
    }
}
