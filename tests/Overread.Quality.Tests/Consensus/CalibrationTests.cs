using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

/// <summary>Probabilities corrected by gold: what they claim afterwards against what is so, on public sets and simulated crowds.</summary>
public sealed class CalibrationTests
{
    public static TheoryData<string, string> Sets =>
        new()
        {
            { "bluebirds", "majority" },
            { "bluebirds", "dawid-skene" },
            { "rte", "dawid-skene" },
            { "rte", "majority" },
            { "dog", "dawid-skene" },
            { "dog", "majority" },
            { "chexpert:Cardiomegaly", "dawid-skene" },
            { "chexpert:Edema", "dawid-skene" },
            { "chexpert:Consolidation", "dawid-skene" },
            { "chexpert:Atelectasis", "dawid-skene" },
            { "chexpert:Pleural Effusion", "dawid-skene" },
        };

    [Theory]
    [MemberData(nameof(Sets))]
    public void With_a_tenth_of_gold_accepted_labels_claim_what_is_so(string set, string method)
    {
        (Ratings ratings, int[] truth) = set.StartsWith("chexpert:", StringComparison.Ordinal)
            ? Chexpert(set["chexpert:".Length..])
            : SharedData.Crowd(set);
        double claimed = 0;
        double actual = 0;
        double raw = 0;
        int runs = 0;
        for (ulong seed = 1; seed <= 12; seed++)
        {
            SeededRandom random = new(seed);
            int[] gold = [.. truth.Select(label => label >= 0 && random.NextDouble() < 0.1 ? label : -1)];
            int[] rest = [.. truth.Select((label, item) => gold[item] >= 0 ? -1 : label)];
            CalibratedConsensus? found = PosteriorCalibration.CrossFit(
                ratings,
                (r, o) => ConsensusMethod.Named(method).Infer(r, o),
                new ConsensusOptions { Gold = gold, Seed = seed }
            );
            if (found is null)
            {
                Assert.True(gold.Count(label => label >= 0) < PosteriorCalibration.Fewest);
                continue;
            }

            AcceptedError errors = AcceptedError.Of(found.Result, rest);
            if (errors.Checked > 0)
            {
                runs++;
                claimed += errors.Expected!.Value;
                actual += errors.Actual!.Value;
                raw += AcceptedError.Of(found.Raw, rest).Expected!.Value;
            }
        }

        Assert.True(runs >= 4, $"{runs} runs");
        Assert.True(
            (actual - claimed) / runs <= 0.03,
            $"{set} {method}: claimed {claimed / runs:F3}, actual {actual / runs:F3}"
        );
        if (method == "dawid-skene")
        {
            Assert.True((actual - raw) / runs > (actual - claimed) / runs, "the correction corrects nothing");
        }
    }

    [Fact]
    public void An_accept_rule_keeps_its_error_rate()
    {
        int given = 0;
        int broken = 0;
        const double Target = 0.1;
        for (ulong seed = 1; seed <= 200; seed++)
        {
            (Ratings ratings, int[] truth) = Crowd(seed, 6000);
            SeededRandom random = new(seed + 1000);
            int[] gold = [.. truth.Select(label => random.NextDouble() < 0.025 ? label : -1)];
            CalibratedConsensus found = PosteriorCalibration.CrossFit(
                ratings,
                DawidSkene.Infer,
                new ConsensusOptions { Gold = gold, Seed = seed },
                Target
            )!;
            if (found.Rule!.Threshold is null)
            {
                Assert.Equal(0, found.Result.Statuses.Count(ItemStatus.Accepted));
                continue;
            }

            given++;
            AcceptedError errors = AcceptedError.Of(
                found.Result,
                [.. truth.Select((label, item) => gold[item] >= 0 ? -1 : label)]
            );

            // Some 5,850 labels without gold: their error rate is all but the true one.
            broken += errors.Actual > Target ? 1 : 0;
        }

        Assert.True(given > 50, $"{given} rules");

        // At most one in twenty; with 200 studies up to three standard errors more.
        Assert.True(broken <= 0.095 * given, $"{broken} of {given}");
    }

    [Fact]
    public void Few_gold_answers_no_gold_and_bad_arguments()
    {
        (Ratings ratings, int[] truth) = Crowd(1, 100);
        Assert.Null(PosteriorCalibration.CrossFit(ratings, DawidSkene.Infer, ConsensusOptions.Default));
        int[] nine = [.. truth.Select((label, item) => item < 9 ? label : -1)];
        Assert.Null(PosteriorCalibration.CrossFit(ratings, DawidSkene.Infer, new ConsensusOptions { Gold = nine }));
        ConsensusOptions all = new() { Gold = truth };
        Assert.Throws<ArgumentException>(() => PosteriorCalibration.CrossFit(ratings, DawidSkene.Infer, all, 0));
        Assert.Throws<ArgumentException>(() => PosteriorCalibration.CrossFit(ratings, DawidSkene.Infer, all, folds: 1));
        CalibratedConsensus found = PosteriorCalibration.CrossFit(ratings, DawidSkene.Infer, all, 0.01)!;
        Assert.Null(found.Rule!.Threshold);
        Assert.Equal(299, found.Rule.Needed);
        Assert.All(found.Result.Statuses.ToArray(), status => Assert.Equal(ItemStatus.Gold, status));
    }

    [Fact]
    public void Probabilities_stay_probabilities_labels_stay_and_the_seed_decides()
    {
        (Ratings ratings, int[] truth) = Crowd(5, 300);
        int[] gold = [.. truth.Select((label, item) => item % 5 == 0 ? label : -1)];
        ConsensusOptions options = new() { Gold = gold, Seed = 3 };
        CalibratedConsensus found = PosteriorCalibration.CrossFit(ratings, DawidSkene.Infer, options)!;
        CalibratedConsensus again = PosteriorCalibration.CrossFit(ratings, DawidSkene.Infer, options)!;
        Assert.True(found.Result.Posteriors.SequenceEqual(again.Result.Posteriors));
        for (int item = 0; item < ratings.ItemCount; item++)
        {
            Assert.Equal(1, found.Result.PosteriorOf(item).ToArray().Sum(), 9);
            Assert.Equal(found.Raw.Labels[item], found.Result.Labels[item]);
        }

        Assert.True(found.Slope < 1, "readers who err together claim too much");
        Assert.Equal(60, found.Gold);
        Assert.Equal(1, found.Curve[^1].Coverage);
        Assert.Equal(found.Curve.OrderByDescending(point => point.Threshold), found.Curve);
    }

    /// <summary>Readers who err together on hard items, so that Dawid and Skene's model claims too much.</summary>
    private static (Ratings Ratings, int[] Truth) Crowd(ulong seed, int items)
    {
        SeededRandom random = new(seed);
        int[] truth = new int[items];
        int[] table = new int[items * 5];
        for (int item = 0; item < items; item++)
        {
            truth[item] = random.Next(3);
            bool hard = random.NextDouble() < 0.25;
            int lure = (truth[item] + 1) % 3;
            for (int r = 0; r < 5; r++)
            {
                double u = random.NextDouble();
                table[(item * 5) + r] =
                    hard ? (u < 0.5 ? lure : truth[item])
                    : u < 0.85 ? truth[item]
                    : random.Next(3);
            }
        }

        return (Ratings.FromTable(table, 5, 3), truth);
    }

    /// <summary>Three radiologists against the majority of five others.</summary>
    private static (Ratings Ratings, int[] Truth) Chexpert(string field)
    {
        List<string[]> rows =
        [
            .. SharedData
                .Rows("chexpert", "reads.csv")
                .Where(row => row[2] == field && row[1] is "bc4" or "bc6" or "bc8"),
        ];
        rows.RemoveAll(row => row[2] != field);
        Dictionary<string, int> items = Codes(rows.Select(row => row[0]));
        Dictionary<string, int> readers = Codes(rows.Select(row => row[1]));
        int[] truth = new int[items.Count];
        Array.Fill(truth, -1);
        foreach (string[] row in SharedData.Rows("chexpert", "truth.csv").Where(row => row[1] == field))
        {
            if (items.TryGetValue(row[0], out int at))
            {
                truth[at] = row[2] == "present" ? 1 : 0;
            }
        }

        return (
            Ratings.FromTriples(
                [.. rows.Select(row => items[row[0]])],
                [.. rows.Select(row => readers[row[1]])],
                [.. rows.Select(row => row[3] == "present" ? 1 : 0)],
                items.Count,
                readers.Count,
                2
            ),
            truth
        );
    }

    private static Dictionary<string, int> Codes(IEnumerable<string> names) =>
        names
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select((name, i) => (name, i))
            .ToDictionary(pair => pair.name, pair => pair.i);
}
