using Overread.Cli.Quality.Files;
using Overread.Quality;
using Overread.Quality.Agreement;

namespace Overread.Cli.Quality;

/// <summary>The coefficients of one field.</summary>
internal sealed record FieldAgreement(
    string? Field,
    IReadOnlyList<string> Categories,
    IReadOnlyList<double> Prevalence,
    IReadOnlyList<AgreementRow> Rows,
    int Repeats
)
{
    internal static FieldAgreement Measure(
        LabelFile labels,
        int field,
        RepeatPolicy policy,
        AgreementOptions options,
        string weights,
        AlphaMetric metric,
        Dictionary<string, string>? clusters,
        AgreementDetails details,
        AgreementContrast? contrast = null
    )
    {
        FieldRatings found = labels.Field(field, policy);
        (Ratings ratings, IReadOnlyList<string> categories, IReadOnlyList<string> items) = found;
        double[] values = Values(labels, found.Scale, weights, metric);
        Ratings all = labels.Field(field, RepeatPolicy.KeepAll).Ratings;
        options = options with
        {
            Weights = weights switch
            {
                "linear" => CategoryWeights.Linear(categories.Count),
                "quadratic" => CategoryWeights.Quadratic(categories.Count),
                _ => null,
            },
            Clusters = clusters is null ? null : Clusters(items, clusters),
        };
        Func<Ratings, AgreementOptions, Coefficient>[] measures = Measures(metric, values);
        List<Coefficient> coefficients = [.. measures.Select(measure => measure(ratings, options))];
        return new FieldAgreement(
            labels.FieldNames[field],
            categories,
            ratings.Prevalence(),
            [
                .. coefficients.Select(coefficient => new AgreementRow(null, coefficient)),
                .. details.Of(ratings, all, items, labels.Readers.Names, options),
            ],
            all.Count - ratings.Count
        )
        {
            Differences =
            [
                .. contrast?.Of(labels, found, field, policy, options, measures) ?? [],
                .. details.Differences(ratings, items, options, measures),
            ],
        };
    }

    /// <summary>Differences that were asked for.</summary>
    internal IReadOnlyList<DifferenceRow> Differences { get; private init; } = [];

    private static Func<Ratings, AgreementOptions, Coefficient>[] Measures(AlphaMetric metric, double[] values) =>
        [
            PercentAgreement.Of,
            Cohen,
            FleissKappa.Of,
            CongerKappa.Of,
            (ratings, options) => KrippendorffAlpha.Of(ratings, metric, values, options),
            GwetAc1.Of,
            BrennanPrediger.Of,
        ];

    /// <summary>The numbers that the metric measures; refuses an order or numbers where there are none.</summary>
    private static double[] Values(LabelFile labels, CategoryScale scale, string weights, AlphaMetric metric)
    {
        if (weights != "none")
        {
            scale.NeedOrder($"--weights {weights}");
        }

        if (metric == AlphaMetric.Ordinal)
        {
            scale.NeedOrder("--metric ordinal");
        }

        if ((weights != "none" || metric == AlphaMetric.Ordinal) && scale.Gap() is { } gap)
        {
            labels.Reading.Note(labels.Path, gap);
        }

        return metric is AlphaMetric.Interval or AlphaMetric.Ratio
            ? scale.NeedNumbers($"--metric {metric.ToString().ToLowerInvariant()}", metric == AlphaMetric.Interval)
            : [.. Enumerable.Range(0, scale.Names.Count).Select(k => (double)k)];
    }

    /// <summary>Two readers have one κ; more have the mean over pairs, which is Light's.</summary>
    private static Coefficient Cohen(Ratings ratings, AgreementOptions options)
    {
        int[] active = [.. Enumerable.Range(0, ratings.ReaderCount).Where(reader => ratings.Readers.Contains(reader))];
        return active.Length == 2
            ? CohenKappa.Of(ratings, active[0], active[1], options)
            : LightKappa.Of(ratings, options) with
            {
                Name = "cohen-kappa",
            };
    }

    internal static int[] Clusters(IReadOnlyList<string> items, Dictionary<string, string> clusters)
    {
        Dictionary<string, int> codes = [];
        int[] of = new int[items.Count];
        for (int item = 0; item < of.Length; item++)
        {
            if (!clusters.TryGetValue(items[item], out string? name))
            {
                throw new ArgumentException($"the item {items[item]} has no cluster.");
            }

            if (!codes.TryGetValue(name, out of[item]))
            {
                codes[name] = of[item] = codes.Count;
            }
        }

        return of;
    }
}
