using Overread.Quality.Numerics;
using Overread.Quality.Readers;

namespace Overread.Quality.Tests.Readers;

/// <summary>How a person's test is drawn: shares of the strata by largest remainders, what was had before last.</summary>
public sealed class DrawnTests
{
    private static QualificationItem[] Bank(params int[] sizes) =>
        [
            .. sizes
                .SelectMany((size, stratum) => Enumerable.Range(0, size).Select(i => (stratum, i)))
                .Select((at, n) => new QualificationItem(100 + n, at.stratum / 2, at.stratum % 2)),
        ];

    private static int[] Counts(QualificationItem[] bank, int strata, int[] drawn) =>
        [
            .. Enumerable
                .Range(0, strata)
                .Select(s =>
                    drawn.Count(d => bank.Single(b => b.Item == d) is var b && (b.Answer * 2) + b.Difficulty == s)
                ),
        ];

    [Theory]
    // 10 of 100: 5, 3 and 2 exactly.
    [InlineData(10, new[] { 50, 30, 20 }, new[] { 5, 3, 2 })]
    // 10 of 60: 5.5, 2.83, 1.67: whole 5, 2, 1, and the two largest remainders get one more.
    [InlineData(10, new[] { 33, 17, 10 }, new[] { 5, 3, 2 })]
    // 7 of 30: 4.67, 1.87, .47: the last gets its one, the second its remainder, which is all.
    [InlineData(7, new[] { 20, 8, 2 }, new[] { 4, 2, 1 })]
    // Remainders alike: the larger stratum first.
    [InlineData(3, new[] { 6, 3, 3 }, new[] { 1, 1, 1 })]
    [InlineData(5, new[] { 4, 4, 2 }, new[] { 2, 2, 1 })]
    // The largest remainder is of a stratum that has no more items.
    [InlineData(6, new[] { 1, 3, 3 }, new[] { 1, 3, 2 })]
    // As many items as the bank has, and fewer than there are strata.
    [InlineData(6, new[] { 3, 2, 1 }, new[] { 3, 2, 1 })]
    [InlineData(2, new[] { 5, 4, 1 }, new[] { 1, 1, 0 })]
    [InlineData(4, new[] { 97, 1, 1, 1 }, new[] { 1, 1, 1, 1 })]
    public void Strata_are_met_in_proportion(int items, int[] sizes, int[] expected)
    {
        QualificationItem[] bank = Bank(sizes);
        for (int person = 0; person < 5; person++)
        {
            int[] drawn = new QualificationTest(items, 0.8).Draw(bank, 3, person);
            Assert.Equal(items, drawn.Distinct().Count());
            Assert.Equal(expected, Counts(bank, sizes.Length, drawn));
        }
    }

    [Fact]
    public void The_draw_hangs_on_seed_person_and_attempt_and_not_on_the_order_of_the_bank()
    {
        QualificationItem[] bank = Bank(30, 20, 10);
        QualificationTest test = new(12, 0.8, Attempts: 3);
        int[] one = test.Draw(bank, 7, 4);
        Assert.Equal(one, test.Draw([.. bank.Reverse()], 7, 4));
        Assert.NotEqual(one, test.Draw(bank, 8, 4));
        Assert.NotEqual(one, test.Draw(bank, 7, 5));
        int[] two = test.Draw(bank, 7, 4, 2);
        int[] three = test.Draw(bank, 7, 4, 3);
        // 60 items have room for three tests of 12 without one twice.
        Assert.Equal(36, one.Concat(two).Concat(three).Distinct().Count());
        // Where there is no room what was had comes again, and only as much as must.
        QualificationTest large = new(40, 0.8);
        int[] again = large.Draw(bank, 7, 4, 2);
        Assert.Equal(60, large.Draw(bank, 7, 4).Concat(again).Distinct().Count());
        // Whoever looks on cannot tell strata by the order.
        Assert.NotEqual(one.Order(), one);
        int early = Enumerable.Range(0, 200).Count(p => test.Draw(bank, 1, p)[..6].Count(d => d < 130) == 6);
        Assert.InRange(early, 0, 20);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_by_its_reason()
    {
        QualificationItem[] bank = Bank(3, 2);
        QualificationTest test = new(5, 0.8);
        Assert.Equal(5, test.Draw(bank, 1, 0, 2).Length);
        string Why(Action act) => Assert.ThrowsAny<ArgumentException>(act).Message;
        Assert.Contains("Attempt 3 of 2", Why(() => test.Draw(bank, 1, 0, 3)), StringComparison.Ordinal);
        Assert.Contains("Attempt 0 of 2", Why(() => test.Draw(bank, 1, 0, 0)), StringComparison.Ordinal);
        Assert.Contains(
            "needs as many in the bank; it has 4",
            Why(() => test.Draw(bank[..4], 1, 0)),
            StringComparison.Ordinal
        );
        Assert.Contains("twice", Why(() => test.Draw([.. bank, bank[0]], 1, 0)), StringComparison.Ordinal);
        Why(() => test.Draw(bank, 1, -1));
        Why(() => new QualificationTest(0, 0.8).Draw(bank, 1, 0));
        Assert.Contains("without a field", Why(() => test.Judge([])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_is_passed_by_the_lower_bound_of_wilson()
    {
        foreach (double confidence in (double[])[0.9, 0.95])
        {
            double z = SpecialFunctions.NormalQuantile(confidence);
            foreach ((int right, int count) in ((int, int)[])[(0, 3), (1, 1), (9, 14), (13, 14), (14, 14), (50, 60)])
            {
                double p = (double)right / count;
                double low =
                    (
                        p
                        + (z * z / (2 * count))
                        - (z * Math.Sqrt((p * (1 - p) / count) + (z * z / (4.0 * count * count))))
                    ) / (1 + (z * z / count));
                QualificationField field = Assert.Single(
                    new QualificationTest(20, 0.8, Confidence: confidence).Judge([(right, count)])
                );
                Assert.Equal(low, field.Low, 1e-12);
                Assert.Equal(low >= 0.8, field.Passed);
                Assert.Equal((right, count, 0.8, confidence), (field.Right, field.Count, field.Mark, field.Confidence));
            }
        }

        int needed = QualificationField.Needed(40, 0.8)!.Value;
        Assert.True(QualificationField.Of(needed, 40, 0.8).Passed);
        Assert.False(QualificationField.Of(needed - 1, 40, 0.8).Passed);
        Assert.Null(QualificationField.Needed(5, 0.8));
        Assert.Equal(11, QualificationField.Needed(11, 0.8));
        foreach (
            (int right, int count, double mark, double confidence) in ((int, int, double, double)[])
                [
                    (0, 0, 0.8, 0.95),
                    (-1, 3, 0.8, 0.95),
                    (4, 3, 0.8, 0.95),
                    (1, 3, 0, 0.95),
                    (1, 3, 1, 0.95),
                    (1, 3, 0.8, 0.5),
                    (1, 3, 0.8, 1),
                ]
        )
        {
            Assert.Contains(
                "cannot be held against",
                Assert.Throws<ArgumentException>(() => QualificationField.Of(right, count, mark, confidence)).Message,
                StringComparison.Ordinal
            );
        }
    }
}
