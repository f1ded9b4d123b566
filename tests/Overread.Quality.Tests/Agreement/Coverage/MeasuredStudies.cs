using System.Globalization;
using Overread.Quality.Agreement;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Agreement.Coverage;

/// <summary>Studies of measurements with normal errors, and how often intervals of intraclass correlation hold the true one.</summary>
internal static class MeasuredStudies
{
    internal sealed record Cell(string Name, int Items, int Readers, double Truth, double Coverage, double Width);

    internal static IEnumerable<Cell> All(int studies)
    {
        foreach (IccModel model in Enum.GetValues<IccModel>())
        {
            foreach (int items in (int[])[20, 100])
            {
                foreach (int readers in (int[])[2, 5])
                {
                    foreach (double truth in (double[])[0.2, 0.8])
                    {
                        yield return Measure(model, items, readers, truth, studies);
                    }
                }
            }
        }
    }

    internal static string Words(Cell cell) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{cell.Name}, {cell.Items} items, {cell.Readers} readers, true {cell.Truth:F2}: {cell.Coverage:F3}"
        );

    private static Cell Measure(IccModel model, int items, int readers, double truth, int studies)
    {
        // Half of what is no agreement is the readers' own level, where the form counts it.
        double rest = 1 - truth;
        double level = model == IccModel.Absolute ? Math.Sqrt(rest / 2) : 0;
        double noise = Math.Sqrt(rest - (level * level));
        (int held, double width, string name) = (0, 0, string.Empty);
        for (int study = 0; study < studies; study++)
        {
            SeededRandom random = SeededRandom.ForPart(77, (ulong)study);
            double[] own = new double[readers];
            for (int r = 0; r < readers; r++)
            {
                own[r] = level * random.NextNormal();
            }

            double[] table = new double[items * readers];
            for (int item = 0; item < items; item++)
            {
                double value = Math.Sqrt(truth) * random.NextNormal();
                for (int r = 0; r < readers; r++)
                {
                    table[(item * readers) + r] = value + own[r] + (noise * random.NextNormal());
                }
            }

            Coefficient found = IntraclassCorrelation.Of(table, readers, model);
            held += found.Interval!.Value.Contains(truth) ? 1 : 0;
            width += found.Interval.Value.Width / studies;
            name = found.Name;
        }

        return new Cell(name, items, readers, truth, (double)held / studies, width);
    }
}
