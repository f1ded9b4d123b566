using Overread.Quality.Consensus;

namespace Overread.Quality.Tests.Consensus;

/// <summary>What is known beforehand enters every method: gold items, and readers' earlier records.</summary>
public sealed class KnownReadersTests
{
    public static TheoryData<string> Learning() =>
        [.. ConsensusMethod.All.Select(method => method.Name).Where(name => name != "majority")];

    [Theory]
    [MemberData(nameof(Learning))]
    public void An_earlier_record_settles_a_dispute_of_two(string name)
    {
        // Two readers who differ on half of the items: nothing in the labels says who is right.
        int[] table =
        [
            .. Enumerable.Range(0, 40).SelectMany(item => new[] { item % 2, item % 4 < 2 ? item % 2 : 1 - (item % 2) }),
        ];
        Ratings ratings = Ratings.FromTable(table, 2, 2);
        double[,] good =
        {
            { 95, 5 },
            { 5, 95 },
        };
        double[,] poor =
        {
            { 60, 40 },
            { 40, 60 },
        };
        int[] Followed(double[,] first, double[,] second)
        {
            ConsensusResult found = ConsensusMethod
                .Named(name)
                .Infer(ratings, new ConsensusOptions { ReaderPriors = [first, second] });
            return
            [
                .. Enumerable
                    .Range(0, 2)
                    .Select(reader =>
                        Enumerable
                            .Range(0, 40)
                            .Count(item => item % 4 >= 2 && found.Labels[item] == table[(item * 2) + reader])
                    ),
            ];
        }

        Assert.Equal([20, 0], Followed(good, poor));
        Assert.Equal([0, 20], Followed(poor, good));
    }

    [Theory]
    [MemberData(nameof(Learning))]
    public void Gold_items_teach_who_is_right(string name)
    {
        // Readers 0 and 1 agree with gold where it is known, readers 2 and 3 with one another only.
        int[] table =
        [
            .. Enumerable
                .Range(0, 80)
                .SelectMany(item =>
                {
                    int truth = item % 2;
                    int other = item / 2 % 2;
                    return new[] { truth, truth, other, other };
                }),
        ];
        Ratings ratings = Ratings.FromTable(table, 4, 2);
        int[] gold = [.. Enumerable.Range(0, 80).Select(item => item < 40 ? item % 2 : -1)];
        ConsensusResult found = ConsensusMethod.Named(name).Infer(ratings, new ConsensusOptions { Gold = gold });
        int right = Enumerable.Range(40, 40).Count(item => found.Labels[item] == item % 2);
        Assert.Equal(40, right);
        Assert.All(Enumerable.Range(0, 40), item => Assert.Equal(ItemStatus.Gold, found.Statuses[item]));
    }
}
