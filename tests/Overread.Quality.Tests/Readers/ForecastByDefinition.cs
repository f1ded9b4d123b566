using Overread.Quality.Agreement;
using Overread.Quality.Numerics;
using Overread.Quality.Readers;

namespace Overread.Quality.Tests.Readers;

/// <summary>The forecast written down a second time, in plain words, over the same draws.</summary>
public sealed class ForecastByDefinition
{
    private static readonly DateOnly s_monday = new(2026, 3, 2);

    [Theory]
    [InlineData(3, 40, 0.9, 1)]
    [InlineData(5, 200, 0.5, 2)]
    [InlineData(9, 77, 0.95, 3)]
    [InlineData(13, 500, 0.8, 4)]
    [InlineData(30, 1000, 0.9, 5)]
    // One day of a weekend alone; two and two; weekends on which ten times as much is read, and reads enough to see it.
    [InlineData(6, 90, 0.9, 6)]
    [InlineData(4, 60, 0.9, 7, 4)]
    [InlineData(9, 400, 0.9, 8, 0, 60)]
    [InlineData(6, 300, 0.8, 9, 0, 60)]
    [InlineData(4, 300, 0.8, 10, 4, 60)]
    public void The_days_are_those_of_a_second_computation(
        int known,
        long left,
        double level,
        ulong seed,
        int from = 0,
        int atWeekends = 3
    )
    {
        SeededRandom made = new(seed);
        DayOfReads[] history =
        [
            .. Enumerable
                .Range(0, known)
                .Select(i =>
                {
                    DateOnly day = s_monday.AddDays(from + i);
                    bool off = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
                    return new DayOfReads(
                        day,
                        [off ? made.Next(atWeekends) : 3 + made.Next(9), off ? 0 : 1 + made.Next(5)]
                    );
                }),
        ];
        CampaignForecast found = CampaignForecast.Of(history, left, level, seed);
        long[] reads = [.. history.Select(d => (long)d.Reads[0] + d.Reads[1])];
        bool[] off = [.. history.Select(d => d.Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)];
        bool apart = off.Count(o => o) >= 2 && off.Count(o => !o) >= 2;
        double[] ends = new double[1000];
        for (int future = 0; future < ends.Length; future++)
        {
            SeededRandom random = SeededRandom.ForPart(seed, (ulong)future);
            List<double> weights = [];
            for (int i = 0; i < known; i++)
            {
                double alike = apart ? off.Count(o => o == off[i]) : known;
                weights.Add(GammaDraw.Next(ref random, Math.Max(0.25, (alike - 3) / alike)));
            }

            long still = left;
            int day = 0;
            while (still > 0)
            {
                day++;
                bool weekend = history[^1].Day.AddDays(day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
                int[] alike = [.. Enumerable.Range(0, known).Where(i => !apart || off[i] == weekend)];
                double at = random.NextDouble() * alike.Sum(i => weights[i]);
                double passed = 0;
                int drawn = alike.First(i => (passed += weights[i]) > at || i == alike[^1]);
                still -= reads[drawn];
            }

            ends[future] = day;
        }

        Array.Sort(ends);
        DateOnly last = history[^1].Day;
        Assert.Equal(last.AddDays((int)Math.Ceiling(Bootstrap.Quantile(ends, 0.5))), found.Median);
        Assert.Equal(last.AddDays((int)Math.Floor(Bootstrap.Quantile(ends, (1 - level) / 2))), found.Early);
        Assert.Equal(last.AddDays((int)Math.Ceiling(Bootstrap.Quantile(ends, (1 + level) / 2))), found.Late);
        Assert.Equal((level, seed), (found.Level, found.Seed));
        Assert.Equal(reads.Sum() / (double)known, found.PerDay, 1e-12);
    }

    [Fact]
    public void What_gives_no_pace_is_refused_by_its_reason()
    {
        DayOfReads[] whole = [.. Enumerable.Range(0, 4).Select(i => new DayOfReads(s_monday.AddDays(i), [2, 3]))];
        string Why(Func<CampaignForecast> act) => Assert.Throws<ArgumentException>(() => act()).Message;
        Assert.Contains(
            "2 days and 5 reads left",
            Why(() => CampaignForecast.Of(whole[..2], 5)),
            StringComparison.Ordinal
        );
        Assert.Contains("0 reads left", Why(() => CampaignForecast.Of(whole, 0)), StringComparison.Ordinal);
        foreach (double level in (double[])[0, 1, -1, 2, double.NaN])
        {
            Assert.Contains("level", Why(() => CampaignForecast.Of(whole, 5, level)), StringComparison.Ordinal);
        }

        DayOfReads[] gap = [.. whole];
        gap[2] = gap[2] with { Day = gap[2].Day.AddDays(5) };
        Assert.Contains(
            "2026-03-09 does not follow 2026-03-03",
            Why(() => CampaignForecast.Of(gap, 5)),
            StringComparison.Ordinal
        );
        DayOfReads[] fewer = [.. whole];
        fewer[1] = fewer[1] with { Reads = [2] };
        Assert.Contains(
            "2026-03-03 has reads of 1 persons",
            Why(() => CampaignForecast.Of(fewer, 5)),
            StringComparison.Ordinal
        );
        DayOfReads[] negative = [.. whole];
        negative[3] = negative[3] with { Reads = [2, -1] };
        Assert.Contains("2026-03-05", Why(() => CampaignForecast.Of(negative, 5)), StringComparison.Ordinal);
        DayOfReads[] idle = [.. whole.Select(d => d with { Reads = [0, 0] })];
        Assert.Contains("Nothing was read", Why(() => CampaignForecast.Of(idle, 5)), StringComparison.Ordinal);
        // Exactly enough is enough.
        Assert.Equal(whole[2].Day.AddDays(1), CampaignForecast.Of(whole[..3], 1).Late);
    }
}
