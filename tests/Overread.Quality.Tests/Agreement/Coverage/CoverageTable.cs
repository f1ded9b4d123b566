using System.Globalization;
using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Agreement.Coverage;

/// <summary>How often intervals hold the coefficient of the population, cell by cell.</summary>
internal static class CoverageTable
{
    internal static readonly string[] Names =
    [
        "percent",
        "cohen-kappa",
        "weighted-kappa",
        "fleiss-kappa",
        "conger-kappa",
        "krippendorff-alpha",
        "alpha-interval",
        "gwet-ac1",
        "gwet-ac2",
        "brennan-prediger",
    ];

    /// <summary>One study design with its counts per coefficient.</summary>
    internal sealed record Design(int Items, double Prevalence, int Readers, int Classes, double Right);

    internal sealed record Cell(
        Design Design,
        string Coefficient,
        int Studies,
        double Coverage,
        double Width,
        double Below
    );

    internal static IEnumerable<Cell> Measure(Design design, int studies, ulong seed)
    {
        // Half of the readers know less: habits differ, as they do.
        double[] right =
        [
            .. Enumerable
                .Range(0, design.Readers)
                .Select(r => r % 2 == 0 ? design.Right : design.Right - ((1 - design.Right) / 2)),
        ];
        ReaderStudyModel model = ReaderStudyModel.Guessing(design.Prevalence, design.Classes, right);
        CategoryWeights quadratic = CategoryWeights.Quadratic(design.Classes);
        double[] truths = [.. Names.Select(name => Truth(model, name, quadratic))];
        int[] held = new int[Names.Length];
        int[] below = new int[Names.Length];
        int[] made = new int[Names.Length];
        double[] width = new double[Names.Length];
        for (int study = 0; study < studies; study++)
        {
            SeededRandom random = SeededRandom.ForPart(seed, (ulong)study);
            Ratings ratings = model.Draw(ref random, design.Items);
            for (int i = 0; i < Names.Length; i++)
            {
                Coefficient found = Found(ratings, Names[i], quadratic);
                if (found.Interval is { } interval)
                {
                    made[i]++;
                    held[i] += interval.Low - 1e-9 <= truths[i] && truths[i] <= interval.High + 1e-9 ? 1 : 0;
                    below[i] += interval.High + 1e-9 < truths[i] ? 1 : 0;
                    width[i] += interval.Width;
                }
            }
        }

        for (int i = 0; i < Names.Length; i++)
        {
            if (made[i] > 0)
            {
                yield return new Cell(
                    design,
                    Names[i],
                    made[i],
                    (double)held[i] / made[i],
                    width[i] / made[i],
                    (double)below[i] / made[i]
                );
            }
        }
    }

    internal static string Words(Cell cell) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{cell.Coefficient, -18} n {cell.Design.Items, 3} prevalence {cell.Design.Prevalence:F2} readers {cell.Design.Readers} classes {cell.Design.Classes} right {cell.Design.Right:F2}: {cell.Coverage:F3} (too low {cell.Below:F3}) of {cell.Studies}, width {cell.Width:F3}"
        );

    private static double Truth(ReaderStudyModel model, string name, CategoryWeights quadratic) =>
        name switch
        {
            "weighted-kappa" => model.Truth("cohen-kappa", quadratic),
            "alpha-interval" => model.Truth("fleiss-kappa", quadratic),
            "gwet-ac2" => model.Truth("gwet-ac1", quadratic),
            _ => model.Truth(name, null),
        };

    private static Coefficient Found(Ratings ratings, string name, CategoryWeights quadratic)
    {
        AgreementOptions weighted = new() { Weights = quadratic };
        return name switch
        {
            "percent" => PercentAgreement.Of(ratings),
            "cohen-kappa" => ratings.ReaderCount == 2 ? CohenKappa.Of(ratings, 0, 1) : LightKappa.Of(ratings),
            "weighted-kappa" => ratings.ReaderCount == 2
                ? CohenKappa.Of(ratings, 0, 1, weighted)
                : LightKappa.Of(ratings, weighted),
            "fleiss-kappa" => FleissKappa.Of(ratings),
            "conger-kappa" => CongerKappa.Of(ratings),
            "krippendorff-alpha" => KrippendorffAlpha.Of(ratings),
            "alpha-interval" => KrippendorffAlpha.Of(ratings, AlphaMetric.Interval),
            "gwet-ac1" => GwetAc1.Of(ratings),
            "gwet-ac2" => GwetAc1.Of(ratings, weighted),
            "brennan-prediger" => BrennanPrediger.Of(ratings),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such coefficient"),
        };
    }
}
