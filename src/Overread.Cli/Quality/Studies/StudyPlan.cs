using Overread.Quality.ReaderStudies;

namespace Overread.Cli.Quality.Studies;

/// <summary>Cases that a planned study needs, by its number of readers; null where no number is enough.</summary>
internal sealed record StudyPlan(double Difference, double Power, IReadOnlyList<(int Readers, int? Cases)> Rows)
{
    private static readonly int[] s_readers = [3, 4, 5, 6, 8, 10, 12, 15, 20];

    internal static StudyPlan Of(
        VarianceComponents pilot,
        double difference,
        double power,
        StudyFactors factors,
        double alpha
    ) =>
        new(
            difference,
            power,
            [
                .. s_readers.Select(readers =>
                    (readers, StudySize.Cases(pilot, difference, readers, power, factors, alpha))
                ),
            ]
        );
}
