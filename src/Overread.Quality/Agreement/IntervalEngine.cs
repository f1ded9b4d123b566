namespace Overread.Quality.Agreement;

/// <summary>Turns a <see cref="CoefficientForm"/> into a coefficient with its interval.</summary>
internal static class IntervalEngine
{
    /// <summary>Rows are kept when they take less than this many numbers; otherwise they are written anew.</summary>
    private const long CachedNumbers = 1 << 23;

    internal static Coefficient Compute(string name, CoefficientForm form, Ratings ratings, AgreementOptions options)
    {
        AgreementState state = StateOf(ratings);
        Coefficient shell = new()
        {
            Name = name,
            State = state,
            Readers = ActiveReaders(ratings),
            Prevalence = ratings.Prevalence(),
            ReadsPerItem = ratings.Inspection.ReadsPerItem,
        };
        return state == AgreementState.Computed ? Compute(shell, form, options) : shell;
    }

    /// <summary>Adds value and interval to a coefficient whose description is complete.</summary>
    internal static Coefficient Compute(Coefficient shell, CoefficientForm form, AgreementOptions options)
    {
        if (!(options.Level > 0 && options.Level < 1))
        {
            throw new ArgumentException($"The level {options.Level} must lie strictly between 0 and 1.");
        }

        UnitRows rows = options.Clusters is null
            ? UnitRows.OfItems(form, CachedNumbers)
            : UnitRows.OfClusters(form, options.Clusters);
        double[] totals = rows.Totals();
        Estimate estimate = form.Evaluate(totals);
        int items = (int)Math.Round(totals[0]);
        if (!estimate.Defined)
        {
            return shell with { State = AgreementState.SingleCategory, Items = items };
        }

        if (
            !double.IsFinite(estimate.Value)
            || !double.IsFinite(estimate.Observed)
            || !double.IsFinite(estimate.Expected)
        )
        {
            return shell with { State = AgreementState.OutOfRange, Items = items };
        }

        ConfidenceInterval? interval = options.Method switch
        {
            IntervalMethod.Posterior => DirichletPosterior.Interval(form, rows, estimate.Value, options)
                ?? LeftOut(form, rows, totals, shell, options, estimate.Value, items),
            IntervalMethod.Jackknife => LeftOut(form, rows, totals, shell, options, estimate.Value, items),
            IntervalMethod.Bootstrap => Bootstrap.Interval(form, rows, estimate.Value, options),
            _ => null,
        };
        // Every coefficient here is 1 where all agree and never more; few items can carry a limit past it.
        if (interval is { } reached && reached.High > Math.Max(1, estimate.Value))
        {
            interval = reached with { High = Math.Max(1, estimate.Value) };
        }

        return shell with
        {
            Value = estimate.Value,
            Observed = estimate.Observed,
            Expected = estimate.Expected,
            Items = items,
            Interval =
                interval is { } seen && IsHonest(seen) ? seen
                : form.IsShare
                && items > 0
                && (interval is not null || options.Method is IntervalMethod.Posterior or IntervalMethod.Jackknife)
                    ? ScoreInterval.OfShare(
                        estimate.Value,
                        options.Clusters is null ? items : Math.Min(items, rows.Observations),
                        options.Level
                    )
                : null,
            NoInterval = WhyNone(options, estimate.Value, items, rows.Observations),
        };
    }

    /// <summary>An interval of no width would claim a certainty that a handful of items never gives.</summary>
    internal static bool IsHonest(ConfidenceInterval interval) =>
        double.IsFinite(interval.Low) && double.IsFinite(interval.High) && interval.Width > Jackknife.SeenSpread;

    internal static string AllAgree(int items) =>
        $"readers agree on all {items} items, so how sure the figure is cannot be estimated";

    private static string WhyNone(AgreementOptions options, double value, int items, long units) =>
        options.Method == IntervalMethod.None || options is { Method: IntervalMethod.Bootstrap, Replicates: < 1 }
            ? "no interval was asked for"
        : units < 3 ? $"an interval needs three {(options.Clusters is null ? "items" : "clusters")} or more"
        : value > 1 - Jackknife.SeenSpread ? AllAgree(items)
        : $"the figure is the same without any one of the {items} items, so how sure it is cannot be estimated";

    private static ConfidenceInterval? LeftOut(
        CoefficientForm form,
        UnitRows rows,
        double[] totals,
        Coefficient shell,
        AgreementOptions options,
        double value,
        int items
    ) => Widened(Jackknife.Interval(form, rows, totals, value, options.Level), shell, form, options, value, items);

    /// <summary>
    /// A κ of two categories over independent items has the union of jackknife and score interval: the first knows the
    /// readers' own habits, the second what a rare finding hides.
    /// </summary>
    private static ConfidenceInterval? Widened(
        ConfidenceInterval? jackknife,
        Coefficient shell,
        CoefficientForm form,
        AgreementOptions options,
        double value,
        int items
    )
    {
        bool binary = shell.Prevalence.Count == 2 && options.Clusters is null && form.IsKappa && items >= 2;
        if (!binary)
        {
            return jackknife;
        }

        (double low, double high) = KappaScore.Interval(
            value,
            shell.Prevalence[1],
            items,
            shell.ReadsPerItem,
            options.Level
        );
        bool known = jackknife is { Method: "jackknife" };
        return new ConfidenceInterval(
            known ? Math.Min(low, jackknife!.Value.Low) : low,
            known ? Math.Max(high, jackknife!.Value.High) : high,
            options.Level,
            known ? "jackknife and score" : "score"
        );
    }

    internal static AgreementState StateOf(Ratings ratings)
    {
        RatingsConditions found = ratings.Conditions;
        return found switch
        {
            _ when found.HasFlag(RatingsConditions.Empty) => AgreementState.NoLabels,
            _ when found.HasFlag(RatingsConditions.Repeats) => AgreementState.RepeatedReads,
            _ when found.HasFlag(RatingsConditions.SingleReader) => AgreementState.SingleReader,
            _ when found.HasFlag(RatingsConditions.NoOverlap) => AgreementState.NoOverlap,
            _ => AgreementState.Computed,
        };
    }

    internal static int ActiveReaders(Ratings ratings) => ratings.Inspection.ActiveReaders;
}
