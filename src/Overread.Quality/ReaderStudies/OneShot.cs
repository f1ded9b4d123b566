namespace Overread.Quality.ReaderStudies;

/// <summary>
/// Gallas' one-shot estimate: variances of areas and shares over readers and cases without bias, for any design, cells that
/// are missing included (Gallas 2006, Acad. Radiol. 13:353; Gallas and Brown 2008, Neural Networks 21:387; Gallas, Bandos, Samuelson
/// and Wagner 2009, Commun. Stat. Theory 38:2586; for shares Gallas, Pennello and Myers 2007, J. Opt. Soc. Am. A 24:B70). A modality's figure is that of all
/// comparisons that its readers made. Degrees of freedom after Obuchowski, Gallas and Hillis 2012, Acad. Radiol. 19:1508, not rounded,
/// and not below the fewest of readers and cases of a kind less one.
/// </summary>
public static class OneShot
{
    /// <summary>Analyses ratings.</summary>
    /// <param name="study">The ratings.</param>
    /// <param name="outcome">The empirical area, sensitivity or specificity.</param>
    /// <param name="threshold">For sensitivity and specificity.</param>
    /// <param name="fixedReaders">Whether readers are these very ones; cases are always a sample.</param>
    /// <param name="level">Coverage of intervals, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentException">A binormal area was asked for, a threshold is absent or not needed, or the level is outside.</exception>
    public static OneShotAnalysis Analyze(
        ReaderStudy study,
        StudyOutcome outcome = StudyOutcome.EmpiricalArea,
        double? threshold = null,
        bool fixedReaders = false,
        double level = 0.95
    )
    {
        bool share = outcome is StudyOutcome.Sensitivity or StudyOutcome.Specificity;
        if (outcome == StudyOutcome.BinormalArea)
        {
            throw new ArgumentException("A binormal area is no U-statistic.");
        }

        if (share != threshold.HasValue)
        {
            throw new ArgumentException(
                share ? "Sensitivity and specificity need a threshold." : "An area has no threshold."
            );
        }

        if (!(level > 0 && level < 1))
        {
            throw new ArgumentException($"The level {level} must lie strictly between 0 and 1.");
        }

        int diseased = study.DiseasedCases;
        if (diseased == 0 || diseased == study.Cases)
        {
            return None(study, StudyState.OneTruth, fixedReaders);
        }

        List<(int Reader, Kernels Kernel)>[] kernels =
        [
            .. Enumerable
                .Range(0, study.Modalities)
                .Select(m =>
                    Enumerable
                        .Range(0, study.Readers)
                        .Select(r => (r, Kernels.Of(study, m, r, outcome, threshold)))
                        .Where(cell => cell.Item2.Count > 0)
                        .ToList()
                ),
        ];
        if (kernels.Any(cells => cells.Count == 0))
        {
            return None(study, StudyState.MissingCells, fixedReaders);
        }

        if (!fixedReaders && kernels.Any(cells => cells.Count < 2))
        {
            return None(study, StudyState.OneReader, fixedReaders);
        }

        OneShotMoments[,] moments = new OneShotMoments[study.Modalities, study.Modalities];
        for (int a = 0; a < study.Modalities; a++)
        {
            for (int b = a; b < study.Modalities; b++)
            {
                moments[a, b] = OneShotMoments.Of(kernels[a], kernels[b], fixedReaders);
                if (moments[a, b].Covariance is null)
                {
                    return None(study, StudyState.TooFewCases, fixedReaders);
                }
            }
        }

        double[][] degrees = [.. kernels.Select(cells => OneShotMoments.Degrees(cells, study.Cases))];
        return new OneShotAnalysis(
            StudyState.Computed,
            study.Design,
            fixedReaders,
            [
                .. Enumerable
                    .Range(0, study.Modalities)
                    .Select(m =>
                    {
                        double variance = moments[m, m].Covariance!.Value;
                        return ModalityEstimate.Of(
                            m,
                            null,
                            OneShotMoments.Figure(kernels[m]),
                            variance,
                            Satterthwaite(variance, moments[m, m].Components, degrees[m], fixedReaders),
                            level
                        );
                    }),
            ],
            [
                .. ObuchowskiRockette
                    .Pairs(study.Modalities)
                    .Select(pair =>
                    {
                        OneShotMoments first = moments[pair.First, pair.First];
                        OneShotMoments second = moments[pair.Second, pair.Second];
                        OneShotMoments across = moments[pair.First, pair.Second];
                        double variance =
                            first.Covariance!.Value + second.Covariance!.Value - (2 * across.Covariance!.Value);
                        double[] components =
                        [
                            .. first.Components.Select(
                                (part, i) => part + second.Components[i] - (2 * across.Components[i])
                            ),
                        ];
                        double[] fewest = [.. degrees[pair.First].Zip(degrees[pair.Second], Math.Min)];
                        return ModalityDifference.Of(
                            pair.First,
                            pair.Second,
                            null,
                            OneShotMoments.Figure(kernels[pair.Second]) - OneShotMoments.Figure(kernels[pair.First]),
                            variance,
                            Satterthwaite(variance, components, fewest, fixedReaders),
                            level
                        );
                    }),
            ]
        );
    }

    private static OneShotAnalysis None(ReaderStudy study, StudyState state, bool fixedReaders) =>
        new(state, study.Design, fixedReaders, [], []);

    private static double Satterthwaite(double variance, double[] components, double[] degrees, bool fixedReaders)
    {
        if (fixedReaders)
        {
            return double.PositiveInfinity;
        }

        double spread = 0;
        double fewest = double.PositiveInfinity;
        for (int i = 0; i < components.Length; i++)
        {
            if (degrees[i] > 0)
            {
                spread += components[i] * components[i] / (degrees[i] * degrees[i] * degrees[i]);
                fewest = Math.Min(fewest, degrees[i]);
            }
        }

        return spread > 0 ? Math.Max(variance * variance / spread, fewest) : fewest;
    }
}
