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

        ConfidenceInterval? interval = options.Method switch
        {
            IntervalMethod.Jackknife => Widened(
                Jackknife.Interval(form, rows, totals, estimate.Value, options.Level),
                shell,
                form,
                options,
                estimate.Value,
                items
            ),
            IntervalMethod.Bootstrap => Bootstrap.Interval(form, rows, estimate.Value, options),
            _ => null,
        };
        return shell with
        {
            Value = estimate.Value,
            Observed = estimate.Observed,
            Expected = estimate.Expected,
            Items = items,
            Interval = interval,
        };
    }

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
