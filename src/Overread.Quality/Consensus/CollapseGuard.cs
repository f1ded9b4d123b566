namespace Overread.Quality.Consensus;

/// <summary>
/// Notices when a model has collapsed: it gives one category to nearly everything although the readers do not, or it
/// contradicts clear majorities. The weighted vote then stands in, visibly.
/// </summary>
internal static class CollapseGuard
{
    /// <summary>Share of the clear majorities that a model must follow.</summary>
    private const double LeastAgreement = 0.9;

    /// <summary>Share of votes from which a majority is clear.</summary>
    private const double ClearShare = 0.65;

    /// <summary>
    /// As <see cref="Check"/>, for models which assume that errors do not depend on the category: the confusions of Dawid and Skene must not explain the labels better than one accuracy
    /// per reader does, by the criterion of Schwarz (1978, Annals of Statistics 6:461).
    /// </summary>
    internal static ConsensusResult CheckEvenErrors(
        ConsensusResult result,
        double oneCoinLikelihood,
        Ratings ratings,
        ConsensusOptions options
    )
    {
        if (Reason(result, ratings, options) is { } reason)
        {
            return Fallback(result.Method, reason, ratings, options);
        }

        int q = ratings.CategoryCount;
        int readers = Agreement.IntervalEngine.ActiveReaders(ratings);
        double gain = (DawidSkene.Infer(ratings, options).Trace.LogLikelihood ?? 0) - oneCoinLikelihood;
        double price =
            0.5 * readers * ((q * (q - 1)) - 1) * Math.Log(Math.Max(2, ratings.Count / Math.Max(1, readers)));
        return gain > price
            ? Fallback(result.Method, "assumes even errors, which these readers do not make", ratings, options)
            : result;
    }

    /// <summary>Returns the result, or its stand-in with the reason.</summary>
    internal static ConsensusResult Check(ConsensusResult result, Ratings ratings, ConsensusOptions options)
    {
        if (Reason(result, ratings, options) is not { } reason)
        {
            return result;
        }

        return Fallback(result.Method, reason, ratings, options);
    }

    /// <summary>The weighted vote in place of a method that cannot be used.</summary>
    internal static ConsensusResult Fallback(string method, string reason, Ratings ratings, ConsensusOptions options)
    {
        ConsensusResult vote = WeightedMajority.Wawa(ratings, options);
        return new ConsensusResult(vote.Method, ratings, vote.Posteriors.ToArray(), vote.AcceptAt, options)
        {
            FallbackFrom = method,
            Notice = $"{method} {reason}; the weighted vote (wawa) stands in.",
            ClassBalance = vote.ClassBalance,
            Readers = vote.Readers,
        };
    }

    private static string? Reason(ConsensusResult result, Ratings ratings, ConsensusOptions options)
    {
        double[] shares = MajorityVote.Shares(ratings, options.Threads);
        int q = ratings.CategoryCount;
        int clear = 0;
        int followed = 0;
        int read = 0;
        int[] byModel = new int[q];
        int[] byVotes = new int[q];
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            if (ratings.ReadersOf(item).IsEmpty)
            {
                continue;
            }

            read++;
            int leader = Leader(shares.AsSpan(item * q, q));
            int label = Leader(result.PosteriorOf(item));
            byModel[label]++;
            byVotes[leader]++;
            if (shares[(item * q) + leader] >= ClearShare)
            {
                clear++;
                followed += label == leader ? 1 : 0;
            }
        }

        if (read > 0 && byModel.Max() > 0.995 * read && byVotes.Max() < 0.97 * read)
        {
            return "gave one category to every item, which the votes do not";
        }

        return clear > 0 && followed < LeastAgreement * clear
            ? FormattableString.Invariant($"followed only {100.0 * followed / clear:F0} % of the clear majorities")
            : null;
    }

    private static int Leader(ReadOnlySpan<double> shares)
    {
        int best = 0;
        for (int k = 1; k < shares.Length; k++)
        {
            best = shares[k] > shares[best] ? k : best;
        }

        return best;
    }
}
