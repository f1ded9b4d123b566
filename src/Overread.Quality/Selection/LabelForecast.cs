namespace Overread.Quality.Selection;

/// <summary>What further labels would bring, foretold from learning curves.</summary>
/// <param name="Further">Labels beyond the end of the curves.</param>
/// <param name="Gain">The expected rise of the score; null where the curves do not say.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Why">Why there is none; null where there is one.</param>
/// <param name="EnoughAt">
/// The least labels from which on the curves show that all further ones up to their end bring less than what is worth it; null
/// where no point shows that.
/// </param>
public sealed record LabelForecast(int Further, double? Gain, double? Low, double? High, string? Why, int? EnoughAt)
{
    private const int FewestPoints = 4;

    /// <summary>Foretells from curves.</summary>
    /// <param name="labels">Labels at each point, positive, rising.</param>
    /// <param name="curves">Score per draw and point.</param>
    /// <param name="further">Labels beyond the last point.</param>
    /// <param name="worth">The least gain that is worth reading on for.</param>
    /// <param name="level">Coverage of the intervals.</param>
    /// <remarks>
    /// A curve is taken to be a − b n^(−c) (Cortes et al. 1993; Viering and Loog 2021, arXiv:2103.10948), c shared by all draws. The
    /// same is foretold from the earlier part of the curves for their end; how far that missed widens the interval. Where the
    /// curves are too short for that trial, nothing is foretold.
    /// </remarks>
    /// <exception cref="ArgumentException">Fewer than three draws, or sizes that do not fit.</exception>
    public static LabelForecast Of(
        IReadOnlyList<int> labels,
        IReadOnlyList<double[]> curves,
        int further,
        double worth,
        double level = 0.95
    )
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(curves);
        if (curves.Count < 3 || labels.Count < 2 || curves.Any(curve => curve.Length != labels.Count) || further < 1)
        {
            throw new ArgumentException(
                "Three curves at least, with a score at each of two points or more, are needed."
            );
        }

        int? enough = Enough(labels, curves, worth, level);
        int last = labels.Count - 1;
        int trial = last;
        while (trial >= 0 && labels[trial] > labels[last] - further)
        {
            trial--;
        }

        if (trial + 1 < FewestPoints)
        {
            return new LabelForecast(
                further,
                null,
                null,
                null,
                $"unknown: what {further} labels bring can be tried on these curves only where {FewestPoints} points stand before the last {further} labels; there are {trial + 1}. A larger budget or smaller batches would say more.",
                enough
            );
        }

        double[] ahead = Foretold(labels, curves, last, labels[last] + further);
        double[] tried = Foretold(labels, curves, trial, labels[last]);
        double[] missed = [.. curves.Select((curve, i) => curve[last] - curve[trial] - tried[i])];
        Agreement.ConfidenceInterval gain = PairedGain.Mean(ahead, level);
        Agreement.ConfidenceInterval miss = PairedGain.Mean(missed, level);

        // A form that does not fit misses upwards on one stretch and downwards on the next: the size of the miss counts on both sides.
        double doubt = Math.Max(Math.Abs(miss.Low), Math.Abs(miss.High));
        return new LabelForecast(
            further,
            PairedGain.Moments(ahead).Mean,
            gain.Low - doubt,
            gain.High + doubt,
            null,
            enough
        );
    }

    private static int? Enough(IReadOnlyList<int> labels, IReadOnlyList<double[]> curves, double worth, double level)
    {
        int? enough = null;
        for (int point = labels.Count - 2; point >= 0; point--)
        {
            int at = point;
            if (PairedGain.Mean([.. curves.Select(curve => curve[^1] - curve[at])], level).High >= worth)
            {
                break;
            }

            enough = labels[point];
        }

        return enough;
    }

    /// <summary>The rise per draw from the point that is the last one used to a number of labels.</summary>
    private static double[] Foretold(IReadOnlyList<int> labels, IReadOnlyList<double[]> curves, int last, double to)
    {
        double best = double.MaxValue;
        double[] rises = [];
        for (int tenth = 1; tenth <= 20; tenth++)
        {
            double power = -tenth / 10.0;
            double[] x = [.. Enumerable.Range(0, last + 1).Select(point => Math.Pow(labels[point], power))];
            double mean = x.Average();
            double spread = x.Sum(value => (value - mean) * (value - mean));
            double miss = 0;
            double[] rise = new double[curves.Count];
            for (int draw = 0; draw < curves.Count; draw++)
            {
                double level = curves[draw].Take(last + 1).Average();
                double joint = 0;
                for (int point = 0; point <= last; point++)
                {
                    joint += (x[point] - mean) * (curves[draw][point] - level);
                }

                double slope = joint / spread;
                for (int point = 0; point <= last; point++)
                {
                    double off = curves[draw][point] - level - (slope * (x[point] - mean));
                    miss += off * off;
                }

                rise[draw] = slope * (Math.Pow(to, power) - x[last]);
            }

            if (miss < best)
            {
                (best, rises) = (miss, rise);
            }
        }

        return rises;
    }
}
