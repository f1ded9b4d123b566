using System.Numerics;
using Overread.Quality.Numerics;
using Overread.Quality.Readers;

namespace Overread.Quality.Tests.Readers;

/// <summary>When a campaign ends and what it costs.</summary>
public class CampaignFigureTests
{
    private static readonly DateOnly s_start = new(2026, 3, 2);

    [Fact]
    public void The_interval_of_the_end_holds_the_end_of_two_hundred_campaigns()
    {
        int held = 0;
        double width = 0;
        for (ulong campaign = 0; campaign < 200; campaign++)
        {
            SeededRandom random = SeededRandom.ForPart(31, campaign);
            int persons = 3 + random.Next(6);
            double[] pace = [.. Enumerable.Range(0, persons).Select(_ => 10 + (40 * random.NextDouble()))];
            int known = 14 + random.Next(15);
            List<DayOfReads> days = [];
            long all = 0;
            long goal = (long)(pace.Sum() * 0.65 * (known + 20 + random.Next(40)));
            while (all < goal)
            {
                days.Add(Day(ref random, days.Count, pace));
                all += days[^1].Reads.Sum();
            }

            DayOfReads[] history = [.. days.Take(known)];
            long left = goal - history.Sum(day => day.Reads.Sum(n => (long)n));
            CampaignForecast forecast = CampaignForecast.Of(history, left, seed: campaign);
            held += days[^1].Day >= forecast.Early && days[^1].Day <= forecast.Late ? 1 : 0;
            width += forecast.Late.DayNumber - forecast.Early.DayNumber;
        }

        // 85 % is the goal; an interval that always holds says nothing.
        Assert.InRange(held, 170, 198);
        Assert.InRange(width / 200, 3, 25);
    }

    [Fact]
    public void An_even_pace_ends_on_the_day_that_division_says()
    {
        DayOfReads[] history = [.. Enumerable.Range(0, 7).Select(i => new DayOfReads(s_start.AddDays(i), [6, 4]))];
        CampaignForecast forecast = CampaignForecast.Of(history, 95);
        DateOnly end = history[^1].Day.AddDays(10);
        Assert.Equal((end, end, end, 10.0), (forecast.Early, forecast.Median, forecast.Late, forecast.PerDay));
    }

    [Fact]
    public void Nobody_works_at_weekends_where_nobody_did()
    {
        DayOfReads[] history =
        [
            .. Enumerable
                .Range(0, 12)
                .Select(i => s_start.AddDays(i))
                .Select(day => new DayOfReads(day, [day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 10])),
        ];
        // Monday the 2nd to Friday the 13th; the twelve days have one weekend, of two days.
        CampaignForecast forecast = CampaignForecast.Of(history, 60);
        Assert.Equal(new DateOnly(2026, 3, 23), forecast.Median);
        Assert.Equal(forecast.Early, forecast.Late);
    }

    [Fact]
    public void A_history_that_cannot_be_used_is_refused()
    {
        DayOfReads Of(int day, params int[] reads) => new(s_start.AddDays(day), reads);
        foreach (
            DayOfReads[] history in (DayOfReads[][])
                [
                    [Of(0, 1), Of(1, 1)],
                    [Of(0, 1), Of(1, 1), Of(3, 1)],
                    [Of(0, 1), Of(1, 1, 1), Of(2, 1)],
                    [Of(0, 0), Of(1, 0), Of(2, 0)],
                    [Of(0, 1), Of(1, -1), Of(2, 1)],
                ]
        )
        {
            Assert.Throws<ArgumentException>(() => CampaignForecast.Of(history, 10));
        }

        Assert.Throws<ArgumentException>(() => CampaignForecast.Of([Of(0, 1), Of(1, 1), Of(2, 1)], 0));
    }

    [Fact]
    public void A_million_pieces_of_work_add_up_to_the_cent_and_the_second()
    {
        RateCard card = new(
            new(0.1234m, RateBasis.AcceptedRead),
            new Dictionary<string, Rate> { ["clinic"] = new(87.35m, RateBasis.Hour) },
            new Dictionary<string, Rate> { ["person-07"] = new(41.0001m, RateBasis.Hour) }
        );
        SeededRandom random = new(21);
        PaidWork[] work = new PaidWork[1_000_000];
        (BigInteger milliseconds, BigInteger pay) = (0, 0);
        for (int i = 0; i < work.Length; i++)
        {
            int person = random.Next(60);
            string group = person % 3 == 0 ? "clinic" : "vendor";
            work[i] = new($"person-{person:00}", group, random.Next(200_000), random.NextDouble() < 0.9);
            milliseconds += work[i].Milliseconds;
            // In ten-thousandths of the unit, times the milliseconds of an hour.
            pay +=
                person == 7 ? new BigInteger(410_001) * work[i].Milliseconds
                : group == "clinic" ? new BigInteger(873_500) * work[i].Milliseconds
                : work[i].Accepted ? new BigInteger(1234) * 3_600_000
                : 0;
        }

        PayStatement statement = PayStatement.Of(work, card);
        Assert.Equal(60, statement.Lines.Count);
        Assert.Equal(Rounded(pay, 360_000_000), statement.Cents);
        Assert.Equal(Rounded(milliseconds, 1000), statement.Seconds);
        Assert.Equal(statement.Cents, statement.Lines.Sum(line => line.Cents));
        Assert.Equal(statement.Seconds, statement.Lines.Sum(line => line.Seconds));
        Assert.Equal(1_000_000, statement.Lines.Sum(line => line.Pieces));
        foreach (PayLine line in statement.Lines)
        {
            PaidWork[] own = [.. work.Where(piece => piece.Person == line.Person)];
            decimal exact =
                line.Rate.Basis == RateBasis.Hour
                    ? line.Rate.Amount * own.Sum(piece => (decimal)piece.Milliseconds) / 36_000m
                    : line.Rate.Amount * own.Count(piece => piece.Accepted) * 100m;
            Assert.InRange(line.Cents - exact, -1, 1);
        }
    }

    [Fact]
    public void The_largest_remainders_get_what_rounding_leaves()
    {
        // 20 minutes each at 10.00 an hour: 3.33⅓ three times is 10.00, not 9.99.
        PaidWork[] work = [.. "cab".Select(who => new PaidWork(who.ToString(), "g", 1_200_000, true))];
        PayStatement statement = PayStatement.Of(work, new(new(10, RateBasis.Hour)));
        Assert.Equal(1000, statement.Cents);
        Assert.Equal(
            [("a", 334L), ("b", 333L), ("c", 333L)],
            statement.Lines.Select(line => (line.Person, line.Cents))
        );
        Assert.Equal(3600, statement.Seconds);
    }

    [Fact]
    public void A_rate_or_a_time_that_is_none_is_refused()
    {
        PaidWork piece = new("ann", "g", 1000, true);
        Assert.Throws<ArgumentException>(() => PayStatement.Of([piece], new(new(-1, RateBasis.Hour))));
        Assert.Throws<ArgumentException>(() => PayStatement.Of([piece], new(new(0.00001m, RateBasis.Hour))));
        Assert.Contains(
            "ann",
            Assert
                .Throws<ArgumentException>(() =>
                    PayStatement.Of([piece with { Milliseconds = -1 }], new(new(1, RateBasis.Hour)))
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Empty(PayStatement.Of([], new(new(1, RateBasis.Hour))).Lines);
    }

    private static long Rounded(BigInteger exact, long unit) => (long)((exact + (unit / 2)) / unit);

    // Bad days of the whole team, days off of one, fewer reads at weekends.
    private static DayOfReads Day(ref SeededRandom random, int number, double[] pace)
    {
        DateOnly day = s_start.AddDays(number);
        double team = Math.Exp(0.2 * random.NextNormal());
        bool weekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        int[] reads = new int[pace.Length];
        for (int i = 0; i < pace.Length; i++)
        {
            bool off = random.NextDouble() < (weekend ? 0.8 : 0.15);
            reads[i] = off ? 0 : (int)random.NextBinomial((long)(2 * pace[i]), Math.Min(1, 0.5 * team));
        }

        return new(day, reads);
    }
}
