namespace Overread.Quality.Numerics;

/// <summary>
/// Splits work into blocks whose borders depend on the data alone, never on the number of threads, so that sums which
/// are formed per block and then added in block order are the same, bit for bit, on one thread and on many.
/// </summary>
internal static class FixedBlocks
{
    /// <summary>Runs <paramref name="work"/> once per block.</summary>
    internal static void Run(int blocks, int threads, Action<int> work)
    {
        if (threads <= 1 || blocks <= 1)
        {
            for (int block = 0; block < blocks; block++)
            {
                work(block);
            }

            return;
        }

        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
    }

    /// <summary>Blocks in which a table of parameters is renewed: one until sharing the work pays.</summary>
    internal static int OfTable(int cells) => Math.Clamp(cells / 8192, 1, 16);

    /// <summary>First row of a block when <paramref name="rows"/> rows are split evenly.</summary>
    internal static int Start(int rows, int blocks, int block) => (int)((long)rows * block / blocks);
}
