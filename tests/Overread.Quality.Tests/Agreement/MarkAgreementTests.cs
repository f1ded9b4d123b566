using Overread.Quality.Agreement;
using Overread.Quality.Geometry;

namespace Overread.Quality.Tests.Agreement;

/// <summary>Matched F1 over items and readers, with an interval by items.</summary>
public sealed class MarkAgreementTests
{
    [Fact]
    public void Pairs_count_twice_over_all_marks_and_items_with_one_reader_do_not_count()
    {
        // 2 · (1 + 2) / ((2 + 1) + (2 + 3)) over two items; the third has one reader.
        Coefficient found = MarkAgreement.MatchedF1(
            [
                [Matched(1, 2, 1)],
                [Matched(2, 2, 3)],
                [],
            ],
            2
        );
        Assert.Equal(6.0 / 8, found.Value!.Value, 12);
        Assert.Equal(2, found.Items);
        Assert.Null(found.Reading);
    }

    [Fact]
    public void States_are_named()
    {
        Assert.Equal(
            AgreementState.SingleReader,
            MarkAgreement
                .MatchedF1(
                    [
                        [],
                        [],
                    ],
                    1
                )
                .State
        );
        Assert.Equal(
            AgreementState.NoLabels,
            MarkAgreement
                .MatchedF1(
                    [
                        [Matched(0, 0, 0)],
                    ],
                    2
                )
                .State
        );
        Assert.Equal(
            0,
            MarkAgreement
                .MatchedF1(
                    [
                        [Matched(0, 3, 0)],
                        [Matched(0, 1, 2)],
                    ],
                    2
                )
                .Value!.Value
        );
    }

    [Fact]
    public void The_interval_holds_the_true_value_in_about_95_of_100_studies()
    {
        int held = 0;
        for (int study = 0; study < 400; study++)
        {
            Random random = new(study);
            List<List<MarkMatching>> items = [];
            for (int item = 0; item < 80; item++)
            {
                int both = 0;
                int first = 0;
                int second = 0;
                for (int lesion = random.Next(4); lesion > 0; lesion--)
                {
                    bool one = random.NextDouble() < 0.8;
                    bool other = random.NextDouble() < 0.8;
                    (both, first, second) = (
                        both + (one && other ? 1 : 0),
                        first + (one ? 1 : 0),
                        second + (other ? 1 : 0)
                    );
                }

                items.Add([Matched(both, first, second)]);
            }

            ConfidenceInterval interval = MarkAgreement.MatchedF1(items, 2).Interval!.Value;
            // Of marks that either makes with .8, both make .64: F1 is .64 / .8.
            held += interval.Low <= 0.8 && 0.8 <= interval.High ? 1 : 0;
        }

        Assert.InRange(held / 400.0, 0.92, 0.98);
    }

    private static MarkMatching Matched(int pairs, int first, int second) =>
        new([.. Enumerable.Range(0, pairs).Select(i => (i, i, 1.0))], first, second);
}
