using Overread.Quality.Numerics;
using Overread.Quality.ReaderStudies;

namespace Overread.Quality.Tests.ReaderStudies;

/// <summary>Studies simulated by the model of Roe and Metz 1997 (Acad. Radiol. 4:298), modalities alike.</summary>
internal static class RoeMetz
{
    /// <summary>Shares of studies whose test says that modalities differ at .05, by analysis of variance and by U-statistics.</summary>
    internal static (double Anova, double OneShot) Rejections(
        int runs,
        int readers,
        int ill,
        int well,
        double reader,
        double item,
        double modalityItem,
        double readerItem,
        double shift,
        ulong seed
    )
    {
        int anova = 0;
        int oneShot = 0;
        for (int run = 0; run < runs; run++)
        {
            SeededRandom random = SeededRandom.ForPart(seed, (ulong)run);
            ReaderStudy study = Study(ref random, readers, ill, well, reader, item, modalityItem, readerItem, shift);
            anova += ObuchowskiRockette.Analyze(study, StudyOutcome.EmpiricalArea).Differences[0].PValue < 0.05 ? 1 : 0;
            oneShot += OneShot.Analyze(study).Differences[0].PValue < 0.05 ? 1 : 0;
        }

        return ((double)anova / runs, (double)oneShot / runs);
    }

    private static ReaderStudy Study(
        ref SeededRandom random,
        int readers,
        int ill,
        int well,
        double reader,
        double item,
        double modalityItem,
        double readerItem,
        double shift
    )
    {
        int cases = ill + well;
        double error = 1 - item - modalityItem - readerItem;
        double[,] ofReader = Draw(ref random, 2, readers, reader);
        double[,] ofModalityReader = Draw(ref random, 4, readers, reader);
        double[,] ofItem = Draw(ref random, 1, cases, item);
        double[,] ofModalityItem = Draw(ref random, 2, cases, modalityItem);
        double[,] ofReaderItem = Draw(ref random, readers, cases, readerItem);
        int[] modality = new int[2 * readers * cases];
        int[] who = new int[modality.Length];
        int[] which = new int[modality.Length];
        double[] rating = new double[modality.Length];
        for (int i = 0; i < modality.Length; i++)
        {
            (int m, int r, int c) = (i / (readers * cases), i / cases % readers, i % cases);
            int truth = c < ill ? 1 : 0;
            (modality[i], who[i], which[i]) = (m, r, c);
            rating[i] =
                (truth * shift)
                + ofReader[truth, r]
                + ofModalityReader[(2 * m) + truth, r]
                + ofItem[0, c]
                + ofModalityItem[m, c]
                + ofReaderItem[r, c]
                + (Math.Sqrt(error) * random.NextNormal());
        }

        return ReaderStudy.Of(
            modality,
            who,
            which,
            rating,
            [.. Enumerable.Range(0, cases).Select(c => c < ill)],
            2,
            readers
        );
    }

    private static double[,] Draw(ref SeededRandom random, int rows, int columns, double variance)
    {
        double[,] drawn = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                drawn[i, j] = Math.Sqrt(variance) * random.NextNormal();
            }
        }

        return drawn;
    }
}
