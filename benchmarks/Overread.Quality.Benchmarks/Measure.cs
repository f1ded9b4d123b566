using System.Diagnostics;

namespace Overread.Quality.Benchmarks;

/// <summary>Times a piece of work beside the time in which its bytes could at best be read.</summary>
internal sealed class Measure
{
    private readonly double _bytesPerSecond;

    internal Measure(double bytesPerSecond) => _bytesPerSecond = bytesPerSecond;

    /// <summary>Bytes per second that one thread reads from memory: the best of several sums over 256 MB.</summary>
    internal static double Bandwidth()
    {
        long[] memory = new long[32 << 20];
        Array.Fill(memory, 1);
        double best = double.MaxValue;
        long sum = 0;
        for (int round = 0; round < 5; round++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            System.Numerics.Vector<long> total = System.Numerics.Vector<long>.Zero;
            ReadOnlySpan<System.Numerics.Vector<long>> vectors = System.Runtime.InteropServices.MemoryMarshal.Cast<
                long,
                System.Numerics.Vector<long>
            >(memory);
            foreach (System.Numerics.Vector<long> vector in vectors)
            {
                total += vector;
            }

            sum += System.Numerics.Vector.Sum(total);
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return sum == 0 ? 0 : memory.Length * 8.0 / best;
    }

    /// <summary>
    /// Runs the work a few times and prints the best, its limit, its target and the peak of memory meanwhile: of the whole
    /// process with the generated data, but not what was given back before (the bandwidth probe, earlier data).
    /// </summary>
    internal double Run(
        string name,
        int rounds,
        double bytes,
        double targetMilliseconds,
        Action work,
        Func<double, string>? note = null
    )
    {
        double best = double.MaxValue;
        double processor = double.MaxValue;
        using Process self = Process.GetCurrentProcess();
        ForgetPeak();
        for (int round = 0; round < rounds; round++)
        {
            GC.Collect();
            TimeSpan before = self.TotalProcessorTime;
            Stopwatch watch = Stopwatch.StartNew();
            work();
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
            self.Refresh();
            processor = Math.Min(processor, (self.TotalProcessorTime - before).TotalMilliseconds);
        }

        double limit = bytes / _bytesPerSecond * 1000;
        self.Refresh();
        long peak = self.PeakWorkingSet64 >> 20;
        string verdict =
            targetMilliseconds <= 0 ? string.Empty
            : best <= targetMilliseconds ? "met"
            : "MISSED";
        string target = targetMilliseconds <= 0 ? "–" : FormattableString.Invariant($"{targetMilliseconds:F0}");
        Console.WriteLine(
            FormattableString.Invariant(
                $"{name, -46} {best, 9:F1} ms wall {processor, 9:F0} ms cpu  limit {limit, 8:F1} ms  target {target, 6} ms {verdict, -7} peak {peak, 5} MB pool {ThreadPool.ThreadCount} {note?.Invoke(best)}"
            )
        );
        return best;
    }

    /// <summary>Gives free memory back and, on Linux, begins the peak anew (proc(5), clear_refs); elsewhere it is of all so far.</summary>
    private static void ForgetPeak()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux())
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }
}
