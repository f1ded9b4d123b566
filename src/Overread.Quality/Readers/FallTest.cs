using System.Runtime.InteropServices;

namespace Overread.Quality.Readers;

/// <summary>
/// Watches for a moment at which a reader becomes worse than before. The null is that every answer is right with one and the
/// same probability, whatever it is. The evidence is universal (Wasserman, Ramdas and Balakrishnan 2020, PNAS 117:16880): the
/// likelihood under a mixture over moments of change, with a share before (prior Beta(9, 1)) and another after (Beta(1, 1)),
/// divided by the likelihood of the best constant share. That is below a martingale for every constant share, so that it ever
/// exceeds 1/a with a probability of at most a, however often one looks.
/// </summary>
/// <remarks>
/// What is found is a change of right answers, not its cause: items that become harder look the same. A random order of items
/// per reader rules that out. Moments are tried after every fifth answer, the first after ten.
/// </remarks>
public sealed class FallTest
{
    private const int Step = 5;
    private const double BeforeRight = 9;
    private const double BeforeWrong = 1;

    private readonly List<double> _logs = [];
    private readonly List<(int Count, int Right)> _starts = [];
    private double _before;
    private double _future = 1;

    /// <summary>Answers seen.</summary>
    public int Count { get; private set; }

    /// <summary>Of them right.</summary>
    public int Right { get; private set; }

    /// <summary>Natural logarithm of the evidence that the share has fallen; never counts a rise.</summary>
    public double LogEvidence { get; private set; }

    /// <summary>Answers before the likeliest moment of change; 0 while none was tried.</summary>
    public int ChangedAfter { get; private set; }

    /// <summary>Share right before that moment; null while none was tried.</summary>
    public double? Before { get; private set; }

    /// <summary>Share right after that moment; null while none was tried.</summary>
    public double? After { get; private set; }

    /// <summary>Takes the next answer, in the order in which the reader gave them.</summary>
    /// <param name="right">Whether it was right.</param>
    /// <returns>The evidence after it, as <see cref="LogEvidence"/>.</returns>
    public double Add(bool right)
    {
        Span<double> logs = CollectionsMarshal.AsSpan(_logs);
        for (int i = 0; i < logs.Length; i++)
        {
            (int count, int hits) = (Count - _starts[i].Count, Right - _starts[i].Right);
            logs[i] += Math.Log((1.0 + (right ? hits : count - hits)) / (2.0 + count));
        }

        double hit = (BeforeRight + Right) / (BeforeRight + BeforeWrong + Count);
        _before += Math.Log(right ? hit : 1 - hit);
        Count++;
        Right += right ? 1 : 0;
        double constant = LogLikelihood(Right, Count);
        double changed = LogMass.Sum(LogMass.Sum(logs), Math.Log(_future) + _before);
        Locate(logs);
        LogEvidence = After < Before ? changed - constant : Math.Min(0, changed - constant);
        Begin();
        return LogEvidence;
    }

    // Weights of moments sum to one at most: 1/((x + e) ln²(x + e)) falls, and its integral from nought is one.
    private void Begin()
    {
        if (Count < 2 * Step || Count % Step != 0)
        {
            return;
        }

        double x = _logs.Count + 1 + Math.E;
        double weight = 1 / (x * Math.Log(x) * Math.Log(x));
        _future -= weight;
        _logs.Add(Math.Log(weight) + _before);
        _starts.Add((Count, Right));
    }

    private void Locate(ReadOnlySpan<double> logs)
    {
        if (logs.Length == 0)
        {
            return;
        }

        int best = 0;
        for (int i = 1; i < logs.Length; i++)
        {
            best = logs[i] > logs[best] ? i : best;
        }

        (int count, int hits) = _starts[best];
        (ChangedAfter, Before, After) = (count, (double)hits / count, (double)(Right - hits) / (Count - count));
    }

    private static double LogLikelihood(int right, int count)
    {
        double share = (double)right / count;
        int wrong = count - right;
        return (right == 0 ? 0 : right * Math.Log(share)) + (wrong == 0 ? 0 : wrong * Math.Log(1 - share));
    }
}
