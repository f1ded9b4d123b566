namespace Overread.Quality.Consensus;

/// <summary>
/// The one-coin model: each reader is right with one probability and errs evenly otherwise (a restriction of Dawid and
/// Skene 1979; named in Zhang et al. 2016, JMLR 17:102). Few parameters, but it collapses when readers err unevenly, so a
/// guard watches it.
/// </summary>
public static class OneCoin
{
    /// <summary>Fits the model by EM.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="options">Smoothing, gold, tolerance; null for the defaults.</param>
    public static ConsensusResult Infer(Ratings ratings, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default;
        ConsensusInput.Check(ratings, options);
        ConsensusResult result = Unguarded(ratings, options);
        return CollapseGuard.CheckEvenErrors(result, result.Trace.LogLikelihood ?? 0, ratings, options);
    }

    internal static ConsensusResult Unguarded(Ratings ratings, ConsensusOptions options)
    {
        int q = ratings.CategoryCount;
        double[] posteriors = MajorityVote.Shares(ratings, options.Threads);
        ConsensusInput.WriteGold(posteriors, q, options);
        double[] skills = new double[ratings.ReaderCount];
        double[] balance = [];
        List<double> objective = [];
        bool converged = q < 2 || ratings.Count == 0;
        for (int iteration = 0; iteration < options.MaxIterations && !converged; iteration++)
        {
            double[] before = [.. skills];
            Maximise(ratings, posteriors, skills, options);
            balance = PosteriorRows.Balance(posteriors, q, options);
            objective.Add(Expect(ratings, posteriors, skills, balance, options));
            converged = iteration > 0 && PosteriorRows.Change(before, skills) <= options.Tolerance;
        }

        return new ConsensusResult(
            "one-coin",
            ratings,
            posteriors,
            options.AcceptAt ?? DawidSkene.ModelAcceptance,
            options
        )
        {
            ClassBalance = balance,
            Readers = ReaderEstimates.Of(ratings, posteriors, reader => skills[reader]),
            Trace = new ConvergenceTrace(
                objective.Count,
                converged,
                objective,
                objective.Count > 0 ? objective[^1] : null
            ),
        };
    }

    private static void Maximise(Ratings ratings, double[] posteriors, double[] skills, ConsensusOptions options)
    {
        int q = ratings.CategoryCount;
        double[] right = new double[skills.Length];
        double[] labels = new double[skills.Length];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            for (int at = ratings.Offsets[item]; at < ratings.Offsets[item + 1]; at++)
            {
                right[ratings.Readers[at]] += posteriors[(item * q) + ratings.Categories[at]];
                labels[ratings.Readers[at]]++;
            }
        }

        for (int reader = 0; reader < skills.Length; reader++)
        {
            EarlierRecord earlier = EarlierRecord.Of(options, reader);
            skills[reader] =
                (right[reader] + earlier.Right + options.Smoothing + 1e-9)
                / (labels[reader] + earlier.Labels + (q * options.Smoothing) + 2e-9);
        }
    }

    private static double Expect(
        Ratings ratings,
        double[] posteriors,
        double[] skills,
        double[] balance,
        ConsensusOptions options
    )
    {
        int q = ratings.CategoryCount;
        double[] odds = new double[skills.Length];
        double[] wrong = new double[skills.Length];
        for (int reader = 0; reader < skills.Length; reader++)
        {
            double skill = Math.Clamp(skills[reader], 1e-9, 1 - 1e-9);
            wrong[reader] = Math.Log((1 - skill) / (q - 1));
            odds[reader] = Math.Log(skill) - wrong[reader];
        }

        double likelihood = 0;
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            Span<double> row = posteriors.AsSpan(item * q, q);
            if (ratings.ReadersOf(item).IsEmpty || PosteriorRows.Gold(row, item, options))
            {
                continue;
            }

            for (int k = 0; k < q; k++)
            {
                row[k] = Math.Log(Math.Max(balance[k], 1e-300));
            }

            for (int at = ratings.Offsets[item]; at < ratings.Offsets[item + 1]; at++)
            {
                row[ratings.Categories[at]] += odds[ratings.Readers[at]];
                likelihood += wrong[ratings.Readers[at]];
            }

            likelihood += PosteriorRows.Normalise(row);
        }

        return likelihood;
    }
}
