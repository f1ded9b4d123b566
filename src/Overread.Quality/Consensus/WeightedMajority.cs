namespace Overread.Quality.Consensus;

/// <summary>
/// Votes weighted by how often each reader agrees with the others. Wawa weighs once by agreement with the majority; ZBS
/// (zero-based skill, both as in crowd-kit, Ustalov et al. 2024, JOSS 9:6227) repeats it against the weighted vote,
/// moving each skill by a learning rate. Breaks ties by skill without a model. Fails when most readers err together.
/// </summary>
public static class WeightedMajority
{
    /// <summary>Worker agreement with aggregate: one round.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="options">Acceptance and gold; null for the defaults.</param>
    public static ConsensusResult Wawa(Ratings ratings, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default;
        ConsensusInput.Check(ratings, options);
        double[] shares = MajorityVote.Shares(ratings, options.Threads);
        ConsensusInput.WriteGold(shares, ratings.CategoryCount, options);
        double[] skills = Agreement(ratings, shares, options);
        return Result("wawa", ratings, Weighted(ratings, skills), skills, options, ConvergenceTrace.None);
    }

    /// <summary>Zero-based skill: up to 100 rounds at a learning rate of 1/2 that shrinks as rounds go on.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="options">Acceptance, gold, tolerance; null for the defaults.</param>
    public static ConsensusResult ZeroBasedSkill(Ratings ratings, ConsensusOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        options ??= ConsensusOptions.Default;
        ConsensusInput.Check(ratings, options);
        int q = ratings.CategoryCount;
        double[] skills = new double[ratings.ReaderCount];
        Array.Fill(skills, 1.0 / Math.Max(1, q));
        double[] shares = [];
        List<double> changes = [];
        bool converged = false;
        for (int round = 0; round < Math.Min(100, options.MaxIterations) && !converged; round++)
        {
            shares = Weighted(ratings, skills);
            ConsensusInput.WriteGold(shares, q, options);
            double[] agreement = Agreement(ratings, shares, options);
            double change = 0;
            for (int reader = 0; reader < skills.Length; reader++)
            {
                double step = 0.5 * (agreement[reader] - skills[reader]);
                skills[reader] += step;
                change = Math.Max(change, Math.Abs(step));
            }

            changes.Add(change);
            converged = change <= options.Tolerance;
        }

        ConvergenceTrace trace = new(changes.Count, converged, changes, null);
        return Result("zero-based-skill", ratings, Weighted(ratings, skills), skills, options, trace);
    }

    /// <summary>
    /// Share of each reader's labels that lead their item, earlier ones included; a tied lead counts by its share.
    /// </summary>
    private static double[] Agreement(Ratings ratings, double[] shares, ConsensusOptions options)
    {
        int q = ratings.CategoryCount;
        double[] agreeing = new double[ratings.ReaderCount];
        int[] labels = new int[ratings.ReaderCount];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            ReadOnlySpan<double> row = shares.AsSpan(item * q, q);
            double top = 0;
            int leaders = 0;
            foreach (double share in row)
            {
                if (share > top + ConsensusResult.TieMargin)
                {
                    top = share;
                    leaders = 1;
                }
                else if (share >= top - ConsensusResult.TieMargin)
                {
                    leaders++;
                }
            }

            for (int at = ratings.Offsets[item]; at < ratings.Offsets[item + 1]; at++)
            {
                labels[ratings.Readers[at]]++;
                bool leads = row[ratings.Categories[at]] >= top - ConsensusResult.TieMargin;
                agreeing[ratings.Readers[at]] += leads ? 1.0 / leaders : 0;
            }
        }

        for (int reader = 0; reader < agreeing.Length; reader++)
        {
            EarlierRecord earlier = EarlierRecord.Of(options, reader);
            agreeing[reader] = (agreeing[reader] + earlier.Right) / Math.Max(1, labels[reader] + earlier.Labels);
        }

        return agreeing;
    }

    private static double[] Weighted(Ratings ratings, double[] skills)
    {
        int q = ratings.CategoryCount;
        double[] shares = new double[ratings.ItemCount * q];
        double[] prevalence = ratings.Prevalence();
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            Span<double> row = shares.AsSpan(item * q, q);
            double total = 0;
            for (int at = ratings.Offsets[item]; at < ratings.Offsets[item + 1]; at++)
            {
                row[ratings.Categories[at]] += skills[ratings.Readers[at]];
                total += skills[ratings.Readers[at]];
            }

            if (total <= 0)
            {
                prevalence.CopyTo(row);
                continue;
            }

            for (int k = 0; k < q; k++)
            {
                row[k] /= total;
            }
        }

        return shares;
    }

    private static ConsensusResult Result(
        string method,
        Ratings ratings,
        double[] shares,
        double[] skills,
        ConsensusOptions options,
        ConvergenceTrace trace
    )
    {
        ConsensusInput.WriteGold(shares, ratings.CategoryCount, options);
        return new ConsensusResult(method, ratings, shares, options.AcceptAt ?? MajorityVote.MoreThanHalf, options)
        {
            ClassBalance = MajorityVote.ClassShares(shares, ratings.CategoryCount),
            Readers = ReaderEstimates.Of(ratings, shares, reader => skills[reader]),
            Trace = trace,
        };
    }
}
