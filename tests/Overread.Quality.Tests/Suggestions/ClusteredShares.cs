using Overread.Quality.Numerics;
using Overread.Quality.Selection;
using Overread.Quality.Suggestions;

namespace Overread.Quality.Tests.Suggestions;

/// <summary>Shares over several readers: the ratio estimator of Cochran 1977, 6.3, written down again.</summary>
public sealed class ClusteredShares
{
    [Fact]
    public void The_wider_of_the_two_intervals_is_given()
    {
        bool readers = false;
        bool exactly = false;
        for (ulong seed = 1; seed <= 8; seed++)
        {
            SeededRandom random = new(seed);
            List<SuggestedRead> reads = [];
            int people = 2 + random.Next(5);
            for (int reader = 0; reader < people; reader++)
            {
                double follows = seed % 2 == 0 ? 0.5 : random.NextDouble();
                for (int i = 0; i < 4 + random.Next(20); i++)
                {
                    reads.Add(
                        new(
                            reader,
                            1,
                            random.Next(2),
                            random.NextDouble() < follows ? 1 : 0,
                            random.Next(3) - 1,
                            false,
                            null
                        )
                    );
                }
            }

            CountedShare found = SuggestionFigures.Of(reads).Accepted;
            double[] yes =
            [
                .. Enumerable.Range(0, people).Select(p => (double)reads.Count(r => r.Reader == p && r.Final == 1)),
            ];
            double[] all = [.. Enumerable.Range(0, people).Select(p => (double)reads.Count(r => r.Reader == p))];
            double share = yes.Sum() / all.Sum();
            double spread = Enumerable.Range(0, people).Sum(p => Math.Pow(yes[p] - (share * all[p]), 2));
            double half =
                SpecialFunctions.StudentQuantile(0.975, people - 1)
                * Math.Sqrt(people * spread / (people - 1))
                / all.Sum();
            (double low, double high) = (
                DefectRate.Interval((int)yes.Sum(), (int)all.Sum()).Low,
                DefectRate.Interval((int)yes.Sum(), (int)all.Sum()).High
            );
            Assert.Equal(Math.Max(0, Math.Min(low, share - half)), found.Interval!.Value.Low, 1e-12);
            Assert.Equal(Math.Min(1, Math.Max(high, share + half)), found.Interval!.Value.High, 1e-12);
            Assert.Equal(0.95, found.Interval!.Value.Level);
            Assert.Equal(2 * half > high - low, found.Interval!.Value.Method == "readers");
            (readers, exactly) = (readers || 2 * half > high - low, exactly || 2 * half <= high - low);
        }

        Assert.True(readers && exactly);
    }

    [Fact]
    public void A_truth_that_is_the_first_category_is_a_truth()
    {
        SuggestedRead[] reads =
        [
            new(0, 0, 1, 0, 0, false, null),
            new(0, 1, 0, 1, 0, false, null),
            new(0, -1, -1, 0, 0, false, null),
            new(0, -1, -1, 1, 0, false, null),
            new(0, -1, -1, 1, -1, false, null),
        ];
        SuggestionFigures found = SuggestionFigures.Of(reads);
        Assert.Equal((1, 2), (found.ToRight.Count, found.ToRight.Of));
        Assert.Equal((1, 2), (found.ToWrong.Count, found.ToWrong.Of));
        Assert.Equal((1, 1), (found.FollowsWrong.Count, found.FollowsWrong.Of));
        Assert.Equal((1, 1), (found.FollowsRight.Count, found.FollowsRight.Of));
        Assert.Equal((1, 2), (found.RightWith.Count, found.RightWith.Of));
        Assert.Equal((1, 2), (found.RightWithout.Count, found.RightWithout.Of));
        Assert.Equal(0.5, found.RightWithout.Value);
        Assert.Null(SuggestionFigures.Of([]).Accepted.Value);
        Assert.Equal(new CountedShare(0, 0, null), SuggestionFigures.Of([]).Accepted);
    }
}
