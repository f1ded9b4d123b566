namespace Overread.Quality.Readers;

/// <summary>The tests that run on one reader.</summary>
internal sealed class WatchedReader(double mark, int categories)
{
    internal int Reads { get; set; }

    internal int GoldReads { get; set; }

    internal MarkTest Gold { get; } = new(mark);

    internal MarkTest Agreed { get; } = new(mark);

    internal FallTest Fall { get; } = new();

    internal SteadyAnswerTest Steady { get; } = new(categories);

    internal ExcessTest Random { get; } = new();

    internal ExcessTest Follows { get; } = new();

    internal ExcessTest Haste { get; } = new();

    /// <summary>Reads without a wrong suggestion, and those of them that were wrong.</summary>
    internal int Free { get; set; }

    internal int FreeErrors { get; set; }

    /// <summary>
    /// Evidence that the reader does not reach the mark: the mean of that of gold, that of agreement, and their product. Each
    /// of the three is a supermartingale over the reader's whole sequence, hence so is the mean, and there is one test only.
    /// </summary>
    internal double Careless() =>
        LogMass.Sum([Gold.LogEvidence, Agreed.LogEvidence, Gold.LogEvidence + Agreed.LogEvidence]) - Math.Log(3);

    /// <summary>The reader's own share of errors where no suggestion was wrong, with two standard errors on top.</summary>
    internal double ErrorBound()
    {
        double share = (FreeErrors + 1.0) / (Free + 2);
        return Free < 10 ? 0.5 : share + (2 * Math.Sqrt(share * (1 - share) / Free));
    }
}
