using Overread.Quality.Readers;

namespace Overread.Quality.Tests.Readers;

/// <summary>Small statements of pay, worked out by hand.</summary>
public sealed class PayByHand
{
    [Fact]
    public void Pieces_acceptances_and_times_add_up_by_person_and_group()
    {
        RateCard card = new(
            new(0.25m, RateBasis.AcceptedRead),
            new Dictionary<string, Rate> { ["hours"] = new(36m, RateBasis.Hour) }
        );
        PaidWork[] work =
        [
            new("bo", "reads", 0, true),
            new("bo", "reads", 400, false),
            new("bo", "reads", 1600, true),
            new("bo", "hours", 2000, false),
            new("al", "hours", 1000, false),
            new("al", "hours", 500, true),
        ];
        PayStatement found = PayStatement.Of(work, card);
        // 36 an hour is a cent a second. Cents: 1.5, 2, 50; seconds: 1.5, 2, 2. The half goes up, and to the largest remainder.
        Assert.Equal(
            [
                new PayLine("al", "hours", new(36m, RateBasis.Hour), 2, 1, 2, 2),
                new PayLine("bo", "hours", new(36m, RateBasis.Hour), 1, 0, 2, 2),
                new PayLine("bo", "reads", new(0.25m, RateBasis.AcceptedRead), 3, 2, 2, 50),
            ],
            found.Lines
        );
        Assert.Equal((6, 54), (found.Seconds, found.Cents));
    }

    [Fact]
    public void Of_unlike_remainders_the_largest_are_rounded_up()
    {
        // A cent a second: 1.2, 1.9 and 1.7 cents are 4.8, hence 5: one more for each of the two largest remainders.
        PaidWork[] work = [new("a", "g", 1200, true), new("b", "g", 1900, true), new("c", "g", 1700, true)];
        PayStatement found = PayStatement.Of(work, new(new(36m, RateBasis.Hour)));
        Assert.Equal([1L, 2, 2], found.Lines.Select(line => line.Cents));
        Assert.Equal([1L, 2, 2], found.Lines.Select(line => line.Seconds));
    }

    [Fact]
    public void Rates_of_nothing_and_of_a_hundred_million_are_rates()
    {
        PaidWork hour = new("a", "g", 3_600_000, true);
        Assert.Equal(0, PayStatement.Of([hour], new(new(0, RateBasis.Hour))).Cents);
        Assert.Equal(10_000_000_000, PayStatement.Of([hour], new(new(100_000_000, RateBasis.Hour))).Cents);
        Assert.Throws<ArgumentException>(() => PayStatement.Of([hour], new(new(100_000_000.0001m, RateBasis.Hour))));
    }
}
