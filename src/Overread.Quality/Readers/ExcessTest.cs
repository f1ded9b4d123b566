namespace Overread.Quality.Readers;

/// <summary>
/// Watches whether something happens more often than it may: at each event the caller says the largest chance that an honest
/// reader has of it, from what was known before; that bound may change from event to event. The evidence is a mixture of
/// likelihood ratios for fixed higher chances: a supermartingale as long as the bounds hold, so that it ever exceeds 1/a with
/// a probability of at most a (Ville's inequality), however often one looks.
/// </summary>
public sealed class ExcessTest
{
    private static readonly double[] s_chances = [0.5, 0.65, 0.8, 0.92, 0.99];

    private readonly double[] _logs = new double[s_chances.Length];

    /// <summary>Events seen.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them it happened at.</summary>
    public int Happened { get; private set; }

    /// <summary>Sum of the bounds: as many as could be expected of an honest reader at most.</summary>
    public double Expected { get; private set; }

    /// <summary>Natural logarithm of the evidence; 0 before the first event.</summary>
    public double LogEvidence { get; private set; }

    /// <summary>Takes the next event.</summary>
    /// <param name="happened">Whether it happened.</param>
    /// <param name="bound">The largest chance that an honest reader has of it, strictly between 0 and 1.</param>
    /// <returns>The evidence after it, as <see cref="LogEvidence"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bound lies outside.</exception>
    public double Add(bool happened, double bound)
    {
        if (!(bound > 0 && bound < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(bound), bound, "A bound lies strictly between 0 and 1.");
        }

        Count++;
        Happened += happened ? 1 : 0;
        Expected += bound;
        for (int i = 0; i < s_chances.Length; i++)
        {
            // A chance that the bound allows says nothing against it; its ratio would not be a supermartingale.
            double chance = s_chances[i];
            _logs[i] +=
                chance <= bound ? 0
                : happened ? Math.Log(chance / bound)
                : Math.Log((1 - chance) / (1 - bound));
        }

        LogEvidence = LogMass.Sum(_logs) - Math.Log(_logs.Length);
        return LogEvidence;
    }
}
