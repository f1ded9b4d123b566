namespace Overread.Quality.Readers;

/// <summary>
/// Watches for straight-lining: from some read on, the same answer whatever the item shows. At each read the caller gives a
/// bound: the largest chance that an attentive reader has of that answer to that item, from what others answered. The
/// evidence is a mixture over answers and over the read at which the habit begins of the likelihood ratio of "this answer in
/// nine of ten reads, else as everybody"; a supermartingale as long as the bounds hold, so that it ever exceeds 1/a with a
/// probability of at most a (Ville's inequality).
/// </summary>
public sealed class SteadyAnswerTest
{
    private const double Habit = 0.9;

    private readonly double[] _begun;
    private double _future = 1;

    /// <summary>Begins with no reads.</summary>
    /// <param name="categories">Answers that can be given, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two answers.</exception>
    public SteadyAnswerTest(int categories)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(categories, 2);
        _begun = new double[categories];
        Array.Fill(_begun, double.NegativeInfinity);
    }

    /// <summary>Reads seen.</summary>
    public int Count { get; private set; }

    /// <summary>Natural logarithm of the evidence; 0 before the first read.</summary>
    public double LogEvidence { get; private set; }

    /// <summary>The answer that most of the evidence is about; 0 before the first read.</summary>
    public int Answer { get; private set; }

    /// <summary>Takes the next read.</summary>
    /// <param name="answer">The answer given.</param>
    /// <param name="bound">The largest chance of it for an attentive reader, above 0 and at most 1.</param>
    /// <returns>The evidence after it, as <see cref="LogEvidence"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside.</exception>
    public double Add(int answer, double bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(answer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(answer, _begun.Length);
        if (!(bound > 0 && bound <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(bound), bound, "A bound lies above 0 and is at most 1.");
        }

        // Half of the weight is a habit from the first read on; the rest thins out and sums to half at most.
        Count++;
        double x = Count - 1 + Math.E;
        double weight = Count == 1 ? 0.5 : 0.5 / (x * Math.Log(x) * Math.Log(x));
        double begins = Math.Log(weight);
        _future = Math.Max(0, _future - weight);
        for (int k = 0; k < _begun.Length; k++)
        {
            double ratio = (k == answer ? Habit / bound : 0) + (1 - Habit);
            _begun[k] = Math.Log(ratio) + LogMass.Sum(_begun[k], begins);
            Answer = _begun[k] > _begun[Answer] ? k : Answer;
        }

        LogEvidence = LogMass.Sum(LogMass.Sum(_begun) - Math.Log(_begun.Length), Math.Log(_future));
        return LogEvidence;
    }
}
