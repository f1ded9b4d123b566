using Overread.Quality.Numerics;
using Overread.Quality.Selection;

namespace Overread.Quality.Consensus;

/// <summary>
/// Corrects a consensus' probabilities by gold or re-check answers. Each part of the gold is hidden from the method in turn, so that what is learnt is
/// how often labels are right whose truth was not known (cross-fitting, Stone 1974, J. R. Stat. Soc. B 36:111). The curve is
/// logistic in the log odds of the winning label (Platt 1999) with a normal prior about "as claimed"; what few answers leave unsure draws
/// probabilities towards one half (MacKay 1992, Neural Computation 4:720). Gold must be a random sample of the items: picked for doubt, it
/// makes labels look worse than they are.
/// </summary>
public static class PosteriorCalibration
{
    /// <summary>Fewest gold answers from which anything is learnt.</summary>
    public const int Fewest = 10;

    /// <summary>Log odds beyond this are the method's fancy: no gold can tell them apart.</summary>
    private const double MostOdds = 7;

    private const double OffsetPrior = 1;
    private const double SlopePrior = 1;

    /// <summary>Infers a consensus, and corrects it.</summary>
    /// <param name="ratings">The labels.</param>
    /// <param name="infer">The method; it is called once with all gold and once for each part that is held out.</param>
    /// <param name="options">How, with the gold answers.</param>
    /// <param name="maximalError">The error rate that accepted labels must not exceed, strictly between 0 and 1; null to accept from <see cref="ConsensusOptions.AcceptAt"/>.</param>
    /// <param name="folds">Parts that are held out, at least 2.</param>
    /// <returns>The corrected consensus, or null with fewer than <see cref="Fewest"/> gold answers on items that were read.</returns>
    /// <exception cref="ArgumentException">The error rate or the number of parts is outside.</exception>
    public static CalibratedConsensus? CrossFit(
        Ratings ratings,
        Func<Ratings, ConsensusOptions, ConsensusResult> infer,
        ConsensusOptions options,
        double? maximalError = null,
        int folds = 5
    )
    {
        ArgumentNullException.ThrowIfNull(ratings);
        ArgumentNullException.ThrowIfNull(infer);
        ArgumentNullException.ThrowIfNull(options);
        if (maximalError is { } target && !(target > 0 && target < 1))
        {
            throw new ArgumentException($"The error rate {maximalError} must lie strictly between 0 and 1.");
        }

        if (folds < 2)
        {
            throw new ArgumentException("At least two parts are held out in turn.");
        }

        int[] gold =
        [
            .. Enumerable
                .Range(0, ratings.ItemCount)
                .Where(item => options.Gold?[item] >= 0 && !ratings.ReadersOf(item).IsEmpty),
        ];
        if (gold.Length < Fewest)
        {
            return null;
        }

        (double Odds, bool Right)[] seen = HoldOut(ratings, infer, options, gold, folds);
        Curve curve = Curve.Fit([.. seen.Select(one => one.Odds)], [.. seen.Select(one => one.Right)]);
        ConsensusResult raw = infer(ratings, options);
        (double Claim, bool Right)[] sure =
        [
            .. seen.Select(one => (curve.Of(one.Odds), one.Right)).OrderByDescending(one => one.Item1),
        ];
        AcceptRule? rule = maximalError is { } most ? Rule([.. sure], most) : null;
        double acceptAt = rule is null ? Math.Max(raw.AcceptAt, 0.5) : rule.Threshold ?? double.PositiveInfinity;
        return new CalibratedConsensus(
            raw.WithPosteriors(ratings, Corrected(raw, curve), acceptAt, options),
            raw,
            gold.Length,
            curve.Offset,
            curve.Slope,
            Risks(sure),
            rule
        );
    }

    private static (double Odds, bool Right)[] HoldOut(
        Ratings ratings,
        Func<Ratings, ConsensusOptions, ConsensusResult> infer,
        ConsensusOptions options,
        int[] gold,
        int folds
    )
    {
        // Parts are drawn from the seed: files are often sorted by truth.
        int[] shuffled = [.. gold];
        SeededRandom random = SeededRandom.ForPart(options.Seed, 0xCA11B);
        for (int i = shuffled.Length - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }

        List<(double, bool)> seen = [];
        for (int fold = 0; fold < folds; fold++)
        {
            int[] held = [.. shuffled.Where((_, i) => i % folds == fold)];
            int[] rest = [.. options.Gold!];
            foreach (int item in held)
            {
                rest[item] = -1;
            }

            ConsensusResult found = infer(ratings, options with { Gold = rest });
            foreach (int item in held)
            {
                // A tie names no label: whatever is picked is right as often as its probability says.
                if (found.Labels[item] >= 0)
                {
                    seen.Add((Odds(found.ProbabilityOf(item)), found.Labels[item] == options.Gold![item]));
                }
            }
        }

        return [.. seen];
    }

    private static double Odds(double probability) =>
        Math.Clamp(Math.Log(probability / Math.Max(1e-300, 1 - probability)), -MostOdds, MostOdds);

    private static double[] Corrected(ConsensusResult raw, Curve curve)
    {
        double[] posteriors = raw.Posteriors.ToArray();
        int q = raw.CategoryCount;
        for (int item = 0; item < raw.ItemCount; item++)
        {
            if (raw.Statuses[item] is not (ItemStatus.Accepted or ItemStatus.Disputed))
            {
                continue;
            }

            Span<double> row = posteriors.AsSpan(item * q, q);
            int top = raw.Labels[item];
            double others = 1 - row[top];
            double second = 0;
            for (int k = 0; k < q; k++)
            {
                second = k == top ? second : Math.Max(second, others > 0 ? row[k] / others : 1.0 / (q - 1));
            }

            // The label stays the likeliest one; whether it is likely enough is the accept rule's business.
            double claim = Math.Max(curve.Of(Odds(row[top])), (second / (1 + second)) + 1e-6);
            for (int k = 0; k < q; k++)
            {
                row[k] =
                    k == top ? claim
                    : others > 0 ? row[k] / others * (1 - claim)
                    : (1 - claim) / (q - 1);
            }
        }

        return posteriors;
    }

    private static List<RiskPoint> Risks((double Claim, bool Right)[] sure)
    {
        List<RiskPoint> points = [];
        int wrong = 0;
        for (int i = 0; i < sure.Length; i++)
        {
            wrong += sure[i].Right ? 0 : 1;
            if (i + 1 == sure.Length || sure[i + 1].Claim < sure[i].Claim)
            {
                points.Add(
                    new RiskPoint(
                        (i + 1.0) / sure.Length,
                        sure[i].Claim,
                        i + 1,
                        wrong,
                        DefectRate.UpperBound(wrong, i + 1)
                    )
                );
            }
        }

        return points;
    }

    private static AcceptRule Rule((double Claim, bool Right)[] sure, double target)
    {
        int needed = (int)Math.Ceiling(Math.Log(0.05) / Math.Log(1 - target));
        AcceptRule found = new(target, null, 0, 0, needed);
        int wrong = 0;
        for (int i = 0; i < sure.Length; i++)
        {
            wrong += sure[i].Right ? 0 : 1;
            bool whole = i + 1 == sure.Length || sure[i + 1].Claim < sure[i].Claim;
            if (!whole || i + 1 < needed)
            {
                continue;
            }

            if (DefectRate.UpperBound(wrong, i + 1) > target)
            {
                return found.Threshold is null ? found with { Checked = i + 1, Wrong = wrong } : found;
            }

            found = new AcceptRule(target, sure[i].Claim, i + 1, wrong, needed);
        }

        return found.Threshold is null && found.Checked == 0
            ? found with
            {
                Checked = sure.Length,
                Wrong = wrong,
            }
            : found;
    }

    /// <summary>A logistic curve with what is not known of it.</summary>
    private sealed record Curve(double Offset, double Slope, double VarianceA, double Covariance, double VarianceB)
    {
        /// <summary>The probability that a label of these odds is right, averaged over what the curve may be.</summary>
        internal double Of(double odds)
        {
            double mean = Offset + (Slope * odds);
            double variance = VarianceA + (2 * odds * Covariance) + (odds * odds * VarianceB);
            return 1 / (1 + Math.Exp(-mean / Math.Sqrt(1 + (Math.PI * Math.Max(0, variance) / 8))));
        }

        internal static Curve Fit(double[] odds, bool[] right)
        {
            double a = 0;
            double b = 1;
            double aa = 0;
            double ab = 0;
            double bb = 0;
            for (int step = 0; step < 100; step++)
            {
                double ga = -a / (OffsetPrior * OffsetPrior);
                double gb = -(b - 1) / (SlopePrior * SlopePrior);
                (aa, ab, bb) = (1 / (OffsetPrior * OffsetPrior), 0, 1 / (SlopePrior * SlopePrior));
                for (int i = 0; i < odds.Length; i++)
                {
                    double p = 1 / (1 + Math.Exp(-(a + (b * odds[i]))));
                    double residual = (right[i] ? 1 : 0) - p;
                    double weight = p * (1 - p);
                    ga += residual;
                    gb += residual * odds[i];
                    aa += weight;
                    ab += weight * odds[i];
                    bb += weight * odds[i] * odds[i];
                }

                double determinant = (aa * bb) - (ab * ab);
                double da = ((bb * ga) - (ab * gb)) / determinant;
                double db = ((aa * gb) - (ab * ga)) / determinant;
                a += Math.Clamp(da, -1, 1);
                b += Math.Clamp(db, -1, 1);
                if (Math.Abs(da) + Math.Abs(db) < 1e-10)
                {
                    break;
                }
            }

            // A curve that falls would call sure labels the worse ones: then odds say nothing.
            if (b < 0)
            {
                double rate = (right.Count(one => one) + 0.5) / (right.Length + 1);
                double known = right.Length * rate * (1 - rate);
                return new Curve(Math.Log(rate / (1 - rate)), 0, 1 / (known + (1 / (OffsetPrior * OffsetPrior))), 0, 0);
            }

            double scale = (aa * bb) - (ab * ab);
            return new Curve(a, b, bb / scale, -ab / scale, aa / scale);
        }
    }
}
