using Overread.Quality.Numerics;

namespace Overread.Quality.ReaderStudies;

/// <summary>
/// Figures of merit of readers who mark lesions, with their covariances over cases: by leaving out one case after the other, or by
/// drawing cases anew, diseased and others apart. <see cref="ObuchowskiRockette"/> takes the table.
/// </summary>
public static class MarkFigures
{
    /// <summary>Computes a table.</summary>
    /// <param name="study">The marks.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="limit">
    /// The threshold of the figures that have one; for <see cref="MarkFigure.SensitivityAtFalseMarks"/> the false marks per case, not
    /// negative. Null for areas.
    /// </param>
    /// <param name="replicates">Samples drawn for the covariances; 0 for the jackknife.</param>
    /// <param name="seed">Seed of the samples.</param>
    /// <returns>The table, or null with the state that says why there is none.</returns>
    /// <exception cref="ArgumentException">A needed limit is absent or outside, or there are fewer than two replicates but not none.</exception>
    public static (FigureTable? Table, StudyState State) Of(
        MarkStudy study,
        MarkFigure figure,
        double? limit = null,
        int replicates = 0,
        ulong seed = 1
    )
    {
        bool limited = figure >= MarkFigure.LesionSensitivity;
        if (limited != limit.HasValue || (limit is { } value && !double.IsFinite(value)))
        {
            throw new ArgumentException(
                limited ? "This figure needs a threshold or limit." : "An area has no threshold."
            );
        }

        if (figure == MarkFigure.SensitivityAtFalseMarks && limit < 0)
        {
            throw new ArgumentException("False marks per case are not negative.");
        }

        if (replicates is < 0 or 1)
        {
            throw new ArgumentException("Two samples are the fewest that vary.");
        }

        int others = study.Cases - study.DiseasedCases;
        bool needsIll = figure is not MarkFigure.CaseSpecificity and not MarkFigure.FalseMarksPerCase;
        bool needsWell =
            figure
            is MarkFigure.WeightedAfroc
                or MarkFigure.Afroc
                or MarkFigure.InferredRoc
                or MarkFigure.CaseSpecificity;
        if ((needsIll && study.DiseasedCases == 0) || (needsWell && others == 0))
        {
            return (null, StudyState.OneTruth);
        }

        if ((needsIll && study.DiseasedCases < 2) || (needsWell && others < 2) || study.Cases < 3)
        {
            return (null, StudyState.TooFewCases);
        }

        int cells = study.Modalities * study.Readers;
        int[] all = [.. Enumerable.Range(0, study.Cases)];
        double[] figures = [.. Enumerable.Range(0, cells).Select(cell => Value(study, cell, figure, limit, all))];
        bool[] counts =
        [
            .. all.Select(item =>
                figure switch
                {
                    MarkFigure.LesionSensitivity or MarkFigure.CaseSensitivity => study.IsDiseased(item),
                    MarkFigure.CaseSpecificity => !study.IsDiseased(item),
                    _ => true,
                }
            ),
        ];
        double[] covariances =
            replicates == 0
                ? JackknifeCovariance.Of(
                    [
                        .. Enumerable
                            .Range(0, cells)
                            .Select(cell =>
                                all.Select(item =>
                                        counts[item]
                                            ? Value(study, cell, figure, limit, [.. all.Where(other => other != item)])
                                            : figures[cell]
                                    )
                                    .ToArray()
                            ),
                    ],
                    counts
                )
                : Drawn(study, figure, limit, replicates, seed);
        return (
            new FigureTable(
                Name(figure),
                study.Modalities,
                study.Readers,
                figures,
                covariances,
                study.Cases,
                figure == MarkFigure.FalseMarksPerCase ? double.PositiveInfinity : 1
            ),
            StudyState.Computed
        );
    }

    /// <summary>The stable name of a figure, such as <c>wafroc</c>.</summary>
    public static string Name(MarkFigure figure) =>
        figure switch
        {
            MarkFigure.WeightedAfroc => "wafroc",
            MarkFigure.Afroc => "afroc",
            MarkFigure.WeightedAfroc1 => "wafroc1",
            MarkFigure.Afroc1 => "afroc1",
            MarkFigure.InferredRoc => "inferred-roc",
            MarkFigure.LesionSensitivity => "lesion-sensitivity",
            MarkFigure.CaseSensitivity => "case-sensitivity",
            MarkFigure.CaseSpecificity => "case-specificity",
            MarkFigure.FalseMarksPerCase => "false-marks",
            _ => "sensitivity-at",
        };

    private static double[] Drawn(MarkStudy study, MarkFigure figure, double? limit, int replicates, ulong seed)
    {
        int cells = study.Modalities * study.Readers;
        int[] ill = [.. Enumerable.Range(0, study.Cases).Where(study.IsDiseased)];
        int[] well = [.. Enumerable.Range(0, study.Cases).Where(item => !study.IsDiseased(item))];
        double[][] values = [.. Enumerable.Range(0, cells).Select(_ => new double[replicates])];
        for (int sample = 0; sample < replicates; sample++)
        {
            SeededRandom random = SeededRandom.ForPart(seed, (ulong)sample);
            int[] drawn = new int[study.Cases];
            for (int i = 0; i < drawn.Length; i++)
            {
                drawn[i] = i < ill.Length ? ill[random.Next(ill.Length)] : well[random.Next(well.Length)];
            }

            for (int cell = 0; cell < cells; cell++)
            {
                values[cell][sample] = Value(study, cell, figure, limit, drawn);
            }
        }

        double[] means = [.. values.Select(row => row.Average())];
        double[] covariances = new double[cells * cells];
        for (int i = 0; i < cells; i++)
        {
            for (int j = 0; j < cells; j++)
            {
                double sum = 0;
                for (int sample = 0; sample < replicates; sample++)
                {
                    sum += (values[i][sample] - means[i]) * (values[j][sample] - means[j]);
                }

                covariances[(i * cells) + j] = sum / (replicates - 1);
            }
        }

        return covariances;
    }

    /// <summary>The figure over some cases, of which one may come several times.</summary>
    private static double Value(MarkStudy study, int cell, MarkFigure figure, double? limit, int[] items) =>
        figure switch
        {
            MarkFigure.WeightedAfroc => Area(study, cell, items, weighted: true, allCases: false),
            MarkFigure.Afroc => Area(study, cell, items, weighted: false, allCases: false),
            MarkFigure.WeightedAfroc1 => Area(study, cell, items, weighted: true, allCases: true),
            MarkFigure.Afroc1 => Area(study, cell, items, weighted: false, allCases: true),
            MarkFigure.InferredRoc => RocArea.Value(
                [.. items.Where(study.IsDiseased).Select(item => Highest(study, cell, item))],
                [.. items.Where(item => !study.IsDiseased(item)).Select(item => Highest(study, cell, item))]
            ),
            MarkFigure.LesionSensitivity => LesionShare(study, cell, items, limit!.Value),
            MarkFigure.CaseSensitivity => items
                .Where(study.IsDiseased)
                .Average(item => study.LesionsOf(cell, item).Max() >= limit!.Value ? 1.0 : 0),
            MarkFigure.CaseSpecificity => items
                .Where(item => !study.IsDiseased(item))
                .Average(item => HighestFalse(study, cell, item) >= limit!.Value ? 0.0 : 1),
            MarkFigure.FalseMarksPerCase => items.Average(item =>
                (double)study.FalseMarksOf(cell, item).Count(rating => rating >= limit!.Value)
            ),
            _ => AtFalseMarks(study, cell, items, limit!.Value),
        };

    private static double Area(MarkStudy study, int cell, int[] items, bool weighted, bool allCases)
    {
        double[] highest =
        [
            .. items.Where(item => allCases || !study.IsDiseased(item)).Select(item => HighestFalse(study, cell, item)),
        ];
        Array.Sort(highest);
        double sum = 0;
        double total = 0;
        foreach (int item in items)
        {
            double[] ratings = study.LesionsOf(cell, item);
            for (int lesion = 0; lesion < ratings.Length; lesion++)
            {
                double weight = weighted ? study.WeightsOf(item)[lesion] : 1;
                (int below, int equal) = RocArea.Count(highest, ratings[lesion]);
                sum += weight * (below + (0.5 * equal));
                total += weight;
            }
        }

        return sum / (total * highest.Length);
    }

    private static double LesionShare(MarkStudy study, int cell, int[] items, double threshold)
    {
        double found = 0;
        double all = 0;
        foreach (int item in items)
        {
            found += study.LesionsOf(cell, item).Count(rating => rating >= threshold);
            all += study.LesionsOf(cell, item).Length;
        }

        return found / all;
    }

    private static double AtFalseMarks(MarkStudy study, int cell, int[] items, double limit)
    {
        double[] misses = [.. items.SelectMany(item => study.FalseMarksOf(cell, item)).OrderDescending()];
        int allowed = (int)Math.Floor((limit * items.Length) + 1e-9);

        // The threshold lies above the first false mark that would be one too many.
        double barred = allowed < misses.Length ? misses[allowed] : double.NegativeInfinity;
        double found = 0;
        double all = 0;
        foreach (int item in items)
        {
            found += study.LesionsOf(cell, item).Count(rating => rating > barred);
            all += study.LesionsOf(cell, item).Length;
        }

        return found / all;
    }

    private static double Highest(MarkStudy study, int cell, int item) =>
        Math.Max(
            HighestFalse(study, cell, item),
            study.LesionsOf(cell, item) is { Length: > 0 } lesions ? lesions.Max() : double.NegativeInfinity
        );

    private static double HighestFalse(MarkStudy study, int cell, int item) =>
        study.FalseMarksOf(cell, item) is { Length: > 0 } marks ? marks.Max() : double.NegativeInfinity;
}
