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
        AgreementDetails details
    )
    {
        (Ratings ratings, IReadOnlyList<string> categories, IReadOnlyList<string> items) = labels.Field(field, policy);
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
        double[] values =
        [
            .. categories.Select(
                (name, k) =>
                    double.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out double number)
                        ? number
                        : k
            ),
        ];
        List<Coefficient> found =
        [
            PercentAgreement.Of(ratings, options),
            Cohen(ratings, options),
            FleissKappa.Of(ratings, options),
            CongerKappa.Of(ratings, options),
            KrippendorffAlpha.Of(ratings, metric, values, options),
            GwetAc1.Of(ratings, options),
            BrennanPrediger.Of(ratings, options),
        ];
        return new FieldAgreement(
            labels.FieldNames[field],
            categories,
            ratings.Prevalence(),
            [
                .. found.Select(coefficient => new AgreementRow(null, coefficient)),
                .. details.Of(ratings, all, items, labels.Readers.Names, options),
            ],
            all.Count - ratings.Count
        );
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

    private static int[] Clusters(IReadOnlyList<string> items, Dictionary<string, string> clusters)
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
