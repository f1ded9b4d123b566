namespace Overread.Quality.ReaderStudies;

/// <summary>Figures of readers under modalities, with their covariances over cases.</summary>
public static class StudyFigures
{
    /// <summary>Computes the table that <see cref="ObuchowskiRockette"/> takes.</summary>
    /// <param name="study">The ratings.</param>
    /// <param name="outcome">The figure.</param>
    /// <param name="method">How covariances are estimated; with missing ratings any but DeLong's.</param>
    /// <param name="threshold">For sensitivity and specificity: from which rating a case is called diseased.</param>
    /// <returns>The table, or null with the state that says why there is none.</returns>
    /// <exception cref="ArgumentException">The method does not fit outcome or design, or a needed threshold is absent.</exception>
    public static (FigureTable? Table, StudyState State) Of(
        ReaderStudy study,
        StudyOutcome outcome,
        CovarianceMethod method = CovarianceMethod.Jackknife,
        double? threshold = null
    )
    {
        bool share = outcome is StudyOutcome.Sensitivity or StudyOutcome.Specificity;
        if (share != threshold.HasValue)
        {
            throw new ArgumentException(
                share ? "Sensitivity and specificity need a threshold." : "An area has no threshold."
            );
        }

        if (method == CovarianceMethod.DeLong && (share || outcome == StudyOutcome.BinormalArea))
        {
            throw new ArgumentException("DeLong's covariances are those of empirical areas.");
        }

        if (method == CovarianceMethod.Unbiased && outcome == StudyOutcome.BinormalArea)
        {
            throw new ArgumentException("A binormal area is no U-statistic: use the jackknife.");
        }

        StudyDesign design = study.Design;
        if (method == CovarianceMethod.DeLong && design != StudyDesign.Crossed)
        {
            throw new ArgumentException(
                "DeLong's covariances need every rating: use the jackknife or the unbiased method."
            );
        }

        int diseased = study.DiseasedCases;
        StudyState state =
            diseased == 0 || diseased == study.Cases ? StudyState.OneTruth
            : design == StudyDesign.MissingCells ? StudyState.MissingCells
            : Enough(study) ? StudyState.Computed
            : StudyState.TooFewCases;
        if (state != StudyState.Computed)
        {
            return (null, state);
        }

        return method switch
        {
            CovarianceMethod.Unbiased => Finish(study, outcome, Kernels.Covariances(study, outcome, threshold)),
            CovarianceMethod.DeLong => Finish(study, outcome, DeLong(study)),
            _ => Jackknifed(study, outcome, threshold),
        };
    }

    /// <summary>The stable name of an outcome, such as <c>empirical-auc</c>.</summary>
    public static string Name(StudyOutcome outcome) =>
        outcome switch
        {
            StudyOutcome.EmpiricalArea => "empirical-auc",
            StudyOutcome.BinormalArea => "binormal-auc",
            StudyOutcome.Sensitivity => "sensitivity",
            _ => "specificity",
        };

    /// <summary>Two cases of each kind in every cell.</summary>
    private static bool Enough(ReaderStudy study)
    {
        for (int m = 0; m < study.Modalities; m++)
        {
            for (int r = 0; r < study.Readers; r++)
            {
                if (study.Part(m, r, true).Length < 2 || study.Part(m, r, false).Length < 2)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static (FigureTable? Table, StudyState State) Finish(
        ReaderStudy study,
        StudyOutcome outcome,
        (double[] Figures, double[] Covariances) found
    ) =>
        (
            new FigureTable(
                Name(outcome),
                study.Modalities,
                study.Readers,
                found.Figures,
                found.Covariances,
                study.Cases
            ),
            StudyState.Computed
        );

    private static (double[] Figures, double[] Covariances) DeLong(ReaderStudy study)
    {
        int cells = study.Modalities * study.Readers;
        double[] figures = new double[cells];
        double[][] ill = new double[cells][];
        double[][] well = new double[cells][];
        for (int cell = 0; cell < cells; cell++)
        {
            (ill[cell], well[cell]) = RocArea.Placements(
                study.Part(cell / study.Readers, cell % study.Readers, true),
                study.Part(cell / study.Readers, cell % study.Readers, false)
            );
            figures[cell] = ill[cell].Average();
        }

        double[] covariances = new double[cells * cells];
        for (int i = 0; i < cells; i++)
        {
            for (int j = 0; j < cells; j++)
            {
                covariances[(i * cells) + j] =
                    (Products(ill[i], ill[j], figures[i], figures[j]) / ill[i].Length / (ill[i].Length - 1))
                    + (Products(well[i], well[j], figures[i], figures[j]) / well[i].Length / (well[i].Length - 1));
            }
        }

        return (figures, covariances);
    }

    private static double Products(double[] first, double[] second, double mean1, double mean2)
    {
        double sum = 0;
        for (int i = 0; i < first.Length; i++)
        {
            sum += (first[i] - mean1) * (second[i] - mean2);
        }

        return sum;
    }

    private static (FigureTable? Table, StudyState State) Jackknifed(
        ReaderStudy study,
        StudyOutcome outcome,
        double? threshold
    )
    {
        int cells = study.Modalities * study.Readers;
        double[] figures = new double[cells];
        double[][] left = new double[cells][];
        for (int cell = 0; cell < cells; cell++)
        {
            (int m, int r) = (cell / study.Readers, cell % study.Readers);
            (double? all, double[]? without) = outcome switch
            {
                StudyOutcome.EmpiricalArea => Areas(study, m, r),
                StudyOutcome.BinormalArea => Curves(study, m, r),
                _ => Shares(study, m, r, outcome == StudyOutcome.Sensitivity, threshold!.Value),
            };
            if (all is not { } figure || without is null)
            {
                return (null, StudyState.NoCurve);
            }

            figures[cell] = figure;
            left[cell] = without;
        }

        bool[] counts =
        [
            .. study.Diseased.Select(diseased =>
                outcome switch
                {
                    StudyOutcome.Sensitivity => diseased,
                    StudyOutcome.Specificity => !diseased,
                    _ => true,
                }
            ),
        ];
        return Finish(study, outcome, (figures, JackknifeCovariance.Of(left, counts)));
    }

    private static (double? All, double[]? Without) Areas(ReaderStudy study, int m, int r)
    {
        double[] ill = study.Part(m, r, true);
        double[] well = study.Part(m, r, false);
        (double[] ofIll, double[] ofWell) = RocArea.Placements(ill, well);
        double area = ofIll.Average();
        return (area, Left(study, m, r, area, ofIll, ofWell));
    }

    /// <summary>A mean over cases of each kind, without one case after the other.</summary>
    private static double[] Left(ReaderStudy study, int m, int r, double all, double[] ofIll, double[] ofWell)
    {
        ReadOnlySpan<double> cell = study.Cell(m, r);
        double[] left = new double[study.Cases];
        int ill = 0;
        int well = 0;
        for (int item = 0; item < left.Length; item++)
        {
            left[item] =
                double.IsNaN(cell[item]) ? all
                : study.Diseased[item] ? ((all * ofIll.Length) - ofIll[ill++]) / (ofIll.Length - 1)
                : ((all * ofWell.Length) - ofWell[well++]) / (ofWell.Length - 1);
        }

        return left;
    }

    private static (double? All, double[]? Without) Shares(
        ReaderStudy study,
        int m,
        int r,
        bool sensitivity,
        double threshold
    )
    {
        double[] right =
        [
            .. study.Part(m, r, sensitivity).Select(rating => (rating >= threshold) == sensitivity ? 1.0 : 0),
        ];
        double all = right.Average();
        double[] constant = [.. study.Part(m, r, !sensitivity).Select(_ => all)];
        return (all, Left(study, m, r, all, sensitivity ? right : constant, sensitivity ? constant : right));
    }

    private static (double? All, double[]? Without) Curves(ReaderStudy study, int m, int r)
    {
        double? all = BinormalRoc.Fit(study.Part(m, r, true), study.Part(m, r, false))?.Area;
        if (all is not { } area)
        {
            return (null, null);
        }

        // Many cases bear the same rating: their curves are one.
        Dictionary<(double Rating, bool Diseased), double?> known = [];
        double[] left = new double[study.Cases];
        for (int item = 0; item < left.Length; item++)
        {
            double rating = study.Cell(m, r)[item];
            if (double.IsNaN(rating))
            {
                left[item] = area;
                continue;
            }

            (double, bool) key = (rating, study.Diseased[item]);
            if (!known.TryGetValue(key, out double? without))
            {
                without = BinormalRoc.Fit(study.Part(m, r, true, item), study.Part(m, r, false, item))?.Area;
                known[key] = without;
            }

            if (without is not { } value)
            {
                return (all, null);
            }

            left[item] = value;
        }

        return (all, left);
    }
}
