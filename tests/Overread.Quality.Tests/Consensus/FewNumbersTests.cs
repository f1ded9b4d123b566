using Overread.Quality.Consensus;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Consensus;

/// <summary>Models with few numbers per reader, and how the chooser comes to them.</summary>
public sealed class FewNumbersTests
{
    /// <summary>Graders whose errors fall near the truth; a share of them answers without looking.</summary>
    internal static (Ratings Ratings, int[] Truth) Graders(ulong seed, int items, int readers, double spammers)
    {
        SeededRandom random = new(seed);
        int[] truth = new int[items];
        bool[] spam = new bool[readers];
        double[] shift = new double[readers];
        double[] width = new double[readers];
        for (int reader = 0; reader < readers; reader++)
        {
            spam[reader] = random.NextDouble() < spammers;
            shift[reader] = 0.5 * random.NextNormal();
            width[reader] = 1.2 * Math.Exp(0.3 * random.NextNormal());
        }

        List<int> item = [];
        List<int> by = [];
        List<int> label = [];
        for (int i = 0; i < items; i++)
        {
            truth[i] = Simulate.Draw(ref random, [0.15, 0.25, 0.3, 0.2, 0.1], 5);
            for (int n = 0; n < 5; n++)
            {
                int reader = random.Next(readers);
                double[] shares = new double[5];
                for (int k = 0; k < 5; k++)
                {
                    shares[k] = spam[reader]
                        ? 0.2
                        : Math.Exp(-Math.Pow(k - truth[i] - shift[reader], 2) / width[reader]);
                }

                double total = shares.Sum();
                item.Add(i);
                by.Add(reader);
                label.Add(Simulate.Draw(ref random, [.. shares.Select(share => share / total)], 5));
            }
        }

        return (Ratings.FromTriples([.. item], [.. by], [.. label], items, readers, 5), truth);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    public void Grades_are_found_better_by_the_ordinal_model_and_the_chooser_takes_it(double spammers)
    {
        (Ratings ratings, int[] truth) = Graders(3, 1500, 120, spammers);
        double tables = Simulate.Accuracy(DawidSkene.Infer(ratings), truth);
        double votes = Simulate.Accuracy(MajorityVote.Infer(ratings), truth);
        ConsensusResult ordinal = OrdinalDawidSkene.Infer(ratings);
        double found = Simulate.Accuracy(ordinal, truth);
        Assert.True(found > tables + 0.05 && found > votes + 0.05, $"{found} {tables} {votes}");
        Assert.True(ordinal.Trace.Converged);
        ConsensusChoice choice = ConsensusChooser.Infer(ratings);
        Assert.StartsWith(
            "stacked: labels that were held out are foretold best by ordinal",
            choice.Reason,
            StringComparison.Ordinal
        );
        Assert.Equal(found, Simulate.Accuracy(choice.Result, truth), 0.01);
    }

    [Fact]
    public void Readers_who_do_not_look_are_found_by_their_habits()
    {
        SeededRandom random = new(12);
        double[] accuracies =
        [
            .. Enumerable.Range(0, 150).Select(i => i % 3 == 0 ? 0.25 : 0.6 + (0.3 * random.NextDouble())),
        ];
        (Ratings ratings, int[] truth) = Simulate.Readers(12, 900, accuracies, 4, 6.0 / 150);
        double habits = Simulate.Accuracy(ReaderHabits.Infer(ratings), truth);
        double tables = Simulate.Accuracy(DawidSkene.Infer(ratings), truth);
        Assert.True(habits > tables, $"{habits} {tables}");
        ConsensusChoice choice = ConsensusChooser.Infer(ratings);
        Assert.True(Simulate.Accuracy(choice.Result, truth) > tables);
        Assert.Contains("habits", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Confusions_between_particular_categories_keep_their_tables()
    {
        // Every reader confuses 0 with 2 and 1 with 3: no order, no habit.
        SeededRandom random = new(4);
        int[] table = new int[800 * 8];
        int[] truth = [.. Enumerable.Range(0, 800).Select(_ => random.Next(4))];
        for (int cell = 0; cell < table.Length; cell++)
        {
            double u = random.NextDouble();
            int right = truth[cell / 8];
            table[cell] =
                u < 0.55 ? right
                : u < 0.95 ? (right + 2) % 4
                : random.Next(4);
        }

        (string[] names, double[] weights) = StackedModels.Weigh(Ratings.FromTable(table, 8, 4), new());
        Assert.Equal(["hierarchical", "habits", "ordinal", "item-effects"], names);
        Assert.True(weights[1] + weights[2] < 0.2, string.Join(" ", weights));
    }

    [Fact]
    public void With_two_categories_order_means_nothing()
    {
        (Ratings ratings, _) = Simulate.Readers(5, 200, [0.9, 0.8, 0.7, 0.6], 2);
        Assert.Equal(ReaderHabits.Infer(ratings).Posteriors, OrdinalDawidSkene.Infer(ratings).Posteriors);
    }

    [Fact]
    public void Habits_recover_the_tables_of_readers_with_many_labels()
    {
        double[] accuracies = [0.9, 0.75, 0.6];
        (Ratings ratings, _) = Simulate.Readers(8, 6000, [.. accuracies, .. accuracies], 3);
        ConsensusResult found = ReaderHabits.Infer(ratings);
        for (int reader = 0; reader < 6; reader++)
        {
            for (int truth = 0; truth < 3; truth++)
            {
                double total = 0;
                for (int given = 0; given < 3; given++)
                {
                    double expected = truth == given ? accuracies[reader % 3] : (1 - accuracies[reader % 3]) / 2;
                    Assert.Equal(expected, found.Readers[reader].Confusion![truth, given], 0.03);
                    total += found.Readers[reader].Confusion![truth, given];
                }

                Assert.Equal(1, total, 1e-12);
            }
        }
    }

    [Fact]
    public void Results_do_not_depend_on_threads_or_on_the_order_of_rows()
    {
        (Ratings ratings, _) = Graders(5, 400, 30, 0.1);
        foreach (
            Func<Ratings, ConsensusOptions, ConsensusResult> infer in (Func<
                Ratings,
                ConsensusOptions,
                ConsensusResult
            >[])
                [OrdinalDawidSkene.Infer, ReaderHabits.Infer, (r, o) => ConsensusChooser.Infer(r, o).Result]
        )
        {
            ConsensusResult one = infer(ratings, new ConsensusOptions());
            Assert.Equal(one.Posteriors, infer(ratings, new ConsensusOptions { Threads = 2 }).Posteriors);
            Assert.Equal(one.Posteriors, infer(Simulate.Shuffle(ratings, 3), new ConsensusOptions()).Posteriors);
        }
    }

    [Fact]
    public void Equations_are_solved()
    {
        double[] matrix = [4, 2, 0.6, 2, 5, 1, 0.6, 1, 3];
        double[] right = [1, -2, 0.5];
        double[] answer = [.. right];
        Cholesky.Solve([.. matrix], answer);
        for (int row = 0; row < 3; row++)
        {
            double sum = 0;
            for (int column = 0; column < 3; column++)
            {
                sum += matrix[(row * 3) + column] * answer[column];
            }

            Assert.Equal(right[row], sum, 1e-12);
        }
    }
}
