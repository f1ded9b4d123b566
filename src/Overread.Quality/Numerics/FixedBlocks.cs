using System.Runtime.ExceptionServices;

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

        // Threads of its own: the shared pool was seen to leave a second core idle for seconds.
        int next = -1;
        ExceptionDispatchInfo? failure = null;
        void Loop()
        {
            try
            {
                for (int block; (block = Interlocked.Increment(ref next)) < blocks; )
                {
                    work(block);
                }
            }
            catch (Exception broken)
            {
                // The first failure counts; the others need not begin any more.
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(broken), null);
                Interlocked.Exchange(ref next, blocks);
            }
        }

        Thread[] helpers = new Thread[Math.Min(threads, blocks) - 1];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(Loop) { IsBackground = true };
            helpers[i].Start();
        }

        Loop();
        foreach (Thread helper in helpers)
        {
            helper.Join();
        }

        failure?.Throw();
    }

    /// <summary>Blocks in which a table of parameters is renewed: one until sharing the work pays.</summary>
    internal static int OfTable(int cells) => Math.Clamp(cells / 8192, 1, 16);

    /// <summary>First row of a block when <paramref name="rows"/> rows are split evenly.</summary>
    internal static int Start(int rows, int blocks, int block) => (int)((long)rows * block / blocks);
}
