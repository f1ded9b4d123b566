using Overread.Quality.Numerics;
using Overread.Quality.ReaderStudies;

namespace Overread.Quality.Tests.ReaderStudies;

/// <summary>Variances over readers and cases against their definition: every two comparisons, multiplied out one by one.</summary>
public sealed class OneShotByDefinition
{
    /// <summary>A comparison: who made it under what, of which cases (−1 for none), and what came of it.</summary>
    private readonly record struct Comparison(int Modality, int Reader, int Ill, int Well, double Value);

    /// <summary>Which ratings there are.</summary>
    public enum Ratings
    {
        All,
        FourFifths,
        CasesWithinModalities,
        ReadersWithinModalities,
    }

    [Theory]
    [InlineData(1, Ratings.All, StudyOutcome.EmpiricalArea)]
    [InlineData(2, Ratings.FourFifths, StudyOutcome.EmpiricalArea)]
    [InlineData(3, Ratings.All, StudyOutcome.Sensitivity)]
    [InlineData(4, Ratings.FourFifths, StudyOutcome.Specificity)]
    [InlineData(5, Ratings.All, StudyOutcome.Specificity)]
    [InlineData(6, Ratings.FourFifths, StudyOutcome.Sensitivity)]
    [InlineData(7, Ratings.CasesWithinModalities, StudyOutcome.EmpiricalArea)]
    [InlineData(8, Ratings.ReadersWithinModalities, StudyOutcome.EmpiricalArea)]
    [InlineData(9, Ratings.CasesWithinModalities, StudyOutcome.Sensitivity)]
    [InlineData(10, Ratings.ReadersWithinModalities, StudyOutcome.Specificity)]
    public void Variances_and_degrees_are_those_of_all_products(ulong seed, Ratings there, StudyOutcome outcome)
    {
        const int Readers = 4;
        const int Cases = 14;
        SeededRandom random = new(seed);
        bool[] ill = [.. Enumerable.Range(0, Cases).Select(i => i % 2 == 0)];
        double?[,,] ratings = new double?[2, Readers, Cases];
        for (int m = 0; m < 2; m++)
        {
            for (int r = 0; r < Readers; r++)
            {
                for (int c = 0; c < Cases; c++)
                {
                    bool missing = there switch
                    {
                        Ratings.FourFifths => random.NextDouble() < 0.2,
                        Ratings.CasesWithinModalities => c / 7 != m,
                        Ratings.ReadersWithinModalities => r / 2 != m,
                        _ => false,
                    };
                    ratings[m, r, c] = missing ? null : random.Next(5) + (ill[c] ? random.Next(2 + m) : 0);
                }
            }
        }

        ReaderStudy study = Study(ratings, ill);
        double? threshold = outcome == StudyOutcome.EmpiricalArea ? null : 3;
        List<Comparison> all = Comparisons(ratings, ill, outcome);
        foreach (bool fixedReaders in (bool[])[false, true])
        {
            OneShotAnalysis found = OneShot.Analyze(study, outcome, threshold, fixedReaders);
            Assert.Equal(StudyState.Computed, found.State);
            double[] figures = new double[2];
            double[][] degrees = new double[2][];
            (double Covariance, double[] Parts)[,] moments = new (double, double[])[2, 2];
            for (int a = 0; a < 2; a++)
            {
                Comparison[] own = [.. all.Where(k => k.Modality == a)];
                figures[a] = own.Average(k => k.Value);
                degrees[a] =
                [
                    outcome == StudyOutcome.EmpiricalArea ? Degrees(own, k => k.Well) : 0,
                    Degrees(own, k => k.Ill),
                    Degrees(own, k => k.Reader),
                ];
                for (int b = 0; b < 2; b++)
                {
                    moments[a, b] = Moments(own, [.. all.Where(k => k.Modality == b)], fixedReaders);
                }
            }

            for (int a = 0; a < 2; a++)
            {
                Assert.Equal(figures[a], found.Modalities[a].Value, 1e-12);
                Check(moments[a, a].Covariance, found.Modalities[a].StandardError);
                double wanted = fixedReaders
                    ? double.PositiveInfinity
                    : Satterthwaite(moments[a, a].Covariance, moments[a, a].Parts, degrees[a]);
                Assert.Equal(wanted, found.Modalities[a].Degrees, 1e-9 * (1 + Math.Min(wanted, 1e6)));
            }

            double variance = moments[0, 0].Covariance + moments[1, 1].Covariance - (2 * moments[0, 1].Covariance);
            double[] parts =
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(i => moments[0, 0].Parts[i] + moments[1, 1].Parts[i] - (2 * moments[0, 1].Parts[i])),
            ];
            ModalityDifference difference = Assert.Single(found.Differences);
            Assert.Equal(figures[1] - figures[0], difference.Value, 1e-12);
            Check(variance, difference.StandardError);
            double least = fixedReaders
                ? double.PositiveInfinity
                : Satterthwaite(variance, parts, [.. degrees[0].Zip(degrees[1], Math.Min)]);
            Assert.Equal(least, difference.Degrees, 1e-9 * (1 + Math.Min(least, 1e6)));
        }
    }

    [Fact]
    public void What_cannot_be_estimated_says_why()
    {
        bool[] truth = [true, true, false, false];
        double?[,,] two = new double?[1, 2, 4];
        double?[,,] one = new double?[1, 1, 4];
        for (int c = 0; c < 4; c++)
        {
            (two[0, 0, c], two[0, 1, c], one[0, 0, c]) = (c, c % 3, c);
        }

        Assert.Equal(StudyState.OneReader, OneShot.Analyze(Study(one, truth)).State);
        Assert.Equal(StudyState.Computed, OneShot.Analyze(Study(one, truth), fixedReaders: true).State);
        Assert.Equal(StudyState.OneTruth, OneShot.Analyze(Study(two, [true, true, true, true])).State);
        Assert.Equal(StudyState.OneTruth, OneShot.Analyze(Study(two, new bool[4])).State);
        // One diseased case leaves no two comparisons that have no case in common.
        Assert.Equal(StudyState.TooFewCases, OneShot.Analyze(Study(two, [true, false, false, false])).State);
        Assert.Throws<ArgumentException>(() => OneShot.Analyze(Study(two, truth), StudyOutcome.BinormalArea));
        Assert.Throws<ArgumentException>(() => OneShot.Analyze(Study(two, truth), StudyOutcome.Sensitivity));
        Assert.Throws<ArgumentException>(() => OneShot.Analyze(Study(two, truth), threshold: 1));
        foreach (double level in (double[])[0, 1, -1, 2, double.NaN])
        {
            Assert.Throws<ArgumentException>(() => OneShot.Analyze(Study(two, truth), level: level));
        }
    }

    private static ReaderStudy Study(double?[,,] ratings, bool[] ill)
    {
        List<(int, int, int, double)> rows = [];
        for (int m = 0; m < ratings.GetLength(0); m++)
        {
            for (int r = 0; r < ratings.GetLength(1); r++)
            {
                for (int c = 0; c < ratings.GetLength(2); c++)
                {
                    if (ratings[m, r, c] is { } rating)
                    {
                        rows.Add((m, r, c, rating));
                    }
                }
            }
        }

        return ReaderStudy.Of(
            [.. rows.Select(row => row.Item1)],
            [.. rows.Select(row => row.Item2)],
            [.. rows.Select(row => row.Item3)],
            [.. rows.Select(row => row.Item4)],
            ill,
            ratings.GetLength(0),
            ratings.GetLength(1)
        );
    }

    private static List<Comparison> Comparisons(double?[,,] ratings, bool[] ill, StudyOutcome outcome)
    {
        List<Comparison> all = [];
        for (int m = 0; m < ratings.GetLength(0); m++)
        {
            for (int r = 0; r < ratings.GetLength(1); r++)
            {
                for (int i = 0; i < ill.Length; i++)
                {
                    if (ratings[m, r, i] is not { } rating)
                    {
                        continue;
                    }

                    if (outcome != StudyOutcome.EmpiricalArea)
                    {
                        if (ill[i] == (outcome == StudyOutcome.Sensitivity))
                        {
                            all.Add(new(m, r, i, -1, (rating >= 3) == ill[i] ? 1 : 0));
                        }

                        continue;
                    }

                    for (int j = 0; ill[i] && j < ill.Length; j++)
                    {
                        if (!ill[j] && ratings[m, r, j] is { } other)
                        {
                            all.Add(
                                new(
                                    m,
                                    r,
                                    i,
                                    j,
                                    rating > other ? 1
                                        : rating == other ? 0.5
                                        : 0
                                )
                            );
                        }
                    }
                }
            }
        }

        return all;
    }

    private static (double Covariance, double[] Parts) Moments(
        Comparison[] first,
        Comparison[] second,
        bool fixedReaders
    )
    {
        (Comparison A, Comparison B)[] pairs = [.. first.SelectMany(a => second.Select(b => (a, b)))];
        static double Mean(IEnumerable<(Comparison A, Comparison B)> of) => of.Average(p => p.A.Value * p.B.Value);
        static bool Apart((Comparison A, Comparison B) p) =>
            p.A.Ill != p.B.Ill && (p.A.Well < 0 || p.A.Well != p.B.Well);
        double product = Mean(pairs);
        double covariance = 0;
        if (fixedReaders)
        {
            foreach (var two in pairs.GroupBy(p => (p.A.Reader, p.B.Reader)))
            {
                covariance += two.Count() * (Mean(two) - Mean(two.Where(Apart))) / pairs.Length;
            }
        }
        else
        {
            covariance = product - Mean(pairs.Where(p => p.A.Reader != p.B.Reader && Apart(p)));
        }

        double Part(Func<(Comparison A, Comparison B), bool> common) =>
            pairs.Any(common) ? Mean(pairs.Where(common)) - product : 0;
        return (
            covariance,
            [
                Part(p => p.A.Well >= 0 && p.A.Well == p.B.Well),
                Part(p => p.A.Ill == p.B.Ill),
                Part(p => p.A.Reader == p.B.Reader),
            ]
        );
    }

    /// <summary>Effective number less one of what comparisons are grouped by.</summary>
    private static double Degrees(Comparison[] of, Func<Comparison, int> by) =>
        (1 / of.GroupBy(by).Sum(g => Math.Pow((double)g.Count() / of.Length, 2))) - 1;

    private static double Satterthwaite(double variance, double[] parts, double[] degrees)
    {
        int[] there = [.. Enumerable.Range(0, 3).Where(i => degrees[i] > 0)];
        double spread = there.Sum(i => Math.Pow(parts[i], 2) / Math.Pow(degrees[i], 3));
        double fewest = there.Min(i => degrees[i]);
        return spread > 0 ? Math.Max(variance * variance / spread, fewest) : fewest;
    }

    private static void Check(double variance, double? error)
    {
        if (variance > 1e-9)
        {
            Assert.Equal(Math.Sqrt(variance), error!.Value, 1e-9);
        }
        else
        {
            Assert.Null(error);
        }
    }
}
