using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Agreement;

/// <summary>How often the 95 % interval of κ holds the true value where pairs of readers correlate by κ.</summary>
public sealed class KappaCoverage
{
    [Fact]
    public void Covers_the_true_kappa_of_simulated_studies()
    {
        bool all = Environment.GetEnvironmentVariable("OVERREAD_TEST_ALL") == "1";
        int studies = all ? 2000 : 400;
        SeededRandom random = new(2026);
        int covered = 0;
        int defined = 0;
        SortedDictionary<string, (int Covered, int Defined, int Without)> table = new(StringComparer.Ordinal);
        for (int study = 0; study < studies; study++)
        {
            int items = (int)Math.Round(20 * Math.Pow(25, random.NextDouble()));
            int readers = 2 + random.Next(7);
            double prevalence = 0.02 * Math.Pow(25, random.NextDouble());
            double kappa = 0.2 + (0.65 * random.NextDouble());
            Ratings ratings = MeasurementTests.Correlated((ulong)study + 1, items, readers, prevalence, kappa);
            Coefficient found = FleissKappa.Of(ratings);
            string cell =
                $"{(items < 50 ? "020-049" : items < 150 ? "050-149" : "150-500")} items, prevalence "
                + (
                    prevalence < 0.05 ? ".02-.05"
                    : prevalence < 0.15 ? ".05-.15"
                    : ".15-.50"
                );
            table.TryGetValue(cell, out (int Covered, int Defined, int Without) row);
            if (found.Interval is not { } interval)
            {
                Assert.Equal(AgreementState.SingleCategory, found.State);
                table[cell] = row with { Without = row.Without + 1 };
                continue;
            }

            bool inside = interval.Contains(kappa);
            defined++;
            covered += inside ? 1 : 0;
            table[cell] = (row.Covered + (inside ? 1 : 0), row.Defined + 1, row.Without);
        }

        foreach ((string cell, (int inCell, int definedInCell, int without)) in table)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{cell}: {(double)inCell / Math.Max(1, definedInCell):F3} of {definedInCell}, {without} without any positive label"
            );
        }

        double coverage = (double)covered / defined;
        TestContext.Current.TestOutputHelper?.WriteLine($"all: {coverage:F4} of {defined}");
        Assert.True(coverage >= (all ? 0.93 : 0.92), $"coverage {coverage:F4} of {defined} studies");
    }

    [Fact]
    public void Covers_where_readers_differ_in_skill()
    {
        // Sensitivity and specificity of three fixed readers; κ of the population by exact sums.
        double[] sensitivity = [0.9, 0.8, 0.7];
        double[] specificity = [0.98, 0.95, 0.9];
        const double Prevalence = 0.15;
        double agreement = 0;
        double[] positive = new double[3];
        for (int r = 0; r < 3; r++)
        {
            positive[r] = (Prevalence * sensitivity[r]) + ((1 - Prevalence) * (1 - specificity[r]));
            for (int s = 0; s < r; s++)
            {
                double sick = (sensitivity[r] * sensitivity[s]) + ((1 - sensitivity[r]) * (1 - sensitivity[s]));
                double well = (specificity[r] * specificity[s]) + ((1 - specificity[r]) * (1 - specificity[s]));
                agreement += ((Prevalence * sick) + ((1 - Prevalence) * well)) / 3;
            }
        }

        double share = positive.Average();
        double chance = (share * share) + ((1 - share) * (1 - share));
        double kappa = (agreement - chance) / (1 - chance);
        int covered = 0;
        const int Studies = 300;
        for (int study = 0; study < Studies; study++)
        {
            SeededRandom random = new((ulong)study + 77);
            int[] table = new int[80 * 3];
            for (int cell = 0; cell < table.Length; cell += 3)
            {
                bool sick = random.NextDouble() < Prevalence;
                for (int r = 0; r < 3; r++)
                {
                    table[cell + r] = random.NextDouble() < (sick ? sensitivity[r] : 1 - specificity[r]) ? 1 : 0;
                }
            }

            covered += FleissKappa.Of(Ratings.FromTable(table, 3, 2)).Interval!.Value.Contains(kappa) ? 1 : 0;
        }

        Assert.True(covered >= 0.93 * Studies, $"{covered} of {Studies}");
    }
}
