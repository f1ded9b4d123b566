using Overread.Quality.Agreement;

namespace Overread.Quality.Tests.Agreement;

/// <summary>ICC(1) over items with different numbers of measurements.</summary>
public sealed class UnbalancedIccTests
{
    // Values from the raw sums in exact fractions: C = (Σy)²/N, SSB = Σ yᵢ.²/nᵢ − C, SSW = Σy² − Σ yᵢ.²/nᵢ,
    // n0 = (N − Σnᵢ²/N)/(n − 1) = 2.9556 and 2.75.
    [Fact]
    public void Is_the_unbalanced_analysis_of_variance()
    {
        double[][] items =
        [
            [9, 2, 5],
            [6, 1],
            [8, 4, 6, 8],
            [7, 1, 2],
            [10, 5],
            [6, 2, 4, 7],
        ];
        Coefficient icc = IntraclassCorrelation.OneWay(items, 4);
        Assert.Equal(("icc-1-1", 6, 4), (icc.Name, icc.Items, icc.Readers));
        Assert.Equal(-0.049846646767259084, icc.Value!.Value, 1e-12);
        Assert.True(icc.Interval!.Value.Contains(icc.Value.Value));

        double[][] near =
        [
            [1, 2, 1.5],
            [3, 3.4],
            [5, 5.2, 4.6, 5.1],
            [7, 7.7],
            [2, 2.2, 2.9],
        ];
        Assert.Equal(0.966892205818445, IntraclassCorrelation.OneWay(near, 4).Value!.Value, 1e-12);
    }

    [Fact]
    public void Items_measured_once_say_nothing_of_it_and_all_others_count()
    {
        // Nine items on which two readers agree must not hide eight on which the third differs.
        double[][] items =
        [
            .. Enumerable
                .Range(0, 17)
                .Select(i => i < 8 ? (double[])[10 + i, 10 + i, ((60 - (7 * i)) % 50 + 50) % 50] : [10 + i, 10 + i]),
            [400],
        ];
        Coefficient icc = IntraclassCorrelation.OneWay(items, 3);
        Assert.Equal(17, icc.Items);
        Assert.Equal(0.002267017952331413, icc.Value!.Value, 1e-9);
    }

    [Fact]
    public void Is_icc_1_where_items_have_equally_many()
    {
        double[] table = PublishedTables.ShroutFleiss;
        Coefficient balanced = IntraclassCorrelation.Of(table, 4, IccModel.OneWay);
        Coefficient same = IntraclassCorrelation.OneWay([.. table.Chunk(4)], 4);
        Assert.Equal(balanced.Value!.Value, same.Value!.Value, 1e-12);
        Assert.Equal(balanced.Interval!.Value.Low, same.Interval!.Value.Low, 1e-9);
        Assert.Equal(balanced.Interval.Value.High, same.Interval.Value.High, 1e-9);
    }

    [Fact]
    public void Nothing_to_compare_has_a_name()
    {
        Assert.Equal(AgreementState.NoLabels, IntraclassCorrelation.OneWay([], 2).State);
        Assert.Equal(
            AgreementState.NoOverlap,
            IntraclassCorrelation
                .OneWay(
                    [
                        [1],
                        [2],
                    ],
                    2
                )
                .State
        );
        Assert.Equal(
            AgreementState.NoOverlap,
            IntraclassCorrelation
                .OneWay(
                    [
                        [1, 2],
                        [2],
                    ],
                    2
                )
                .State
        );
        Assert.Equal(
            AgreementState.NoVariance,
            IntraclassCorrelation
                .OneWay(
                    [
                        [2, 2],
                        [2, 2, 2],
                    ],
                    3
                )
                .State
        );
        Assert.Equal(
            AgreementState.MissingReads,
            IntraclassCorrelation
                .OneWay(
                    [
                        [2, double.NaN],
                        [2, 2],
                    ],
                    2
                )
                .State
        );
    }
}
