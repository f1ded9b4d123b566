namespace Overread.Quality.Numerics;

/// <summary>The cheapest one-to-one assignment of rows to columns (Kuhn 1955; shortest augmenting paths, O(n³)).</summary>
internal static class Assignment
{
    /// <summary>The column of each row.</summary>
    /// <param name="cost">Square, row by row, finite.</param>
    /// <param name="size">Rows and columns.</param>
    internal static int[] Cheapest(double[] cost, int size)
    {
        // Row and column 0 are the helpers of the method; real ones count from 1.
        double[] rowPrice = new double[size + 1];
        double[] columnPrice = new double[size + 1];
        int[] rowOf = new int[size + 1];
        int[] before = new int[size + 1];
        for (int row = 1; row <= size; row++)
        {
            double[] slack = new double[size + 1];
            bool[] used = new bool[size + 1];
            Array.Fill(slack, double.MaxValue);
            rowOf[0] = row;
            int column = 0;
            while (rowOf[column] != 0)
            {
                used[column] = true;
                column = Step(cost, size, column, rowOf, rowPrice, columnPrice, slack, used, before);
            }

            while (column != 0)
            {
                rowOf[column] = rowOf[before[column]];
                column = before[column];
            }
        }

        int[] columnOf = new int[size];
        for (int column = 1; column <= size; column++)
        {
            columnOf[rowOf[column] - 1] = column - 1;
        }

        return columnOf;
    }

    /// <summary>Extends the tree of cheapest paths by one column and returns it.</summary>
    private static int Step(
        double[] cost,
        int size,
        int column,
        int[] rowOf,
        double[] rowPrice,
        double[] columnPrice,
        double[] slack,
        bool[] used,
        int[] before
    )
    {
        int row = rowOf[column];
        int nearest = 0;
        double least = double.MaxValue;
        for (int j = 1; j <= size; j++)
        {
            if (used[j])
            {
                continue;
            }

            double reduced = cost[((row - 1) * size) + j - 1] - rowPrice[row] - columnPrice[j];
            if (reduced < slack[j])
            {
                (slack[j], before[j]) = (reduced, column);
            }

            if (slack[j] < least)
            {
                (least, nearest) = (slack[j], j);
            }
        }

        for (int j = 0; j <= size; j++)
        {
            if (used[j])
            {
                rowPrice[rowOf[j]] += least;
                columnPrice[j] -= least;
            }
            else
            {
                slack[j] -= least;
            }
        }

        return nearest;
    }
}
