using System.Globalization;
using System.Text;
using System.Text.Json;
using Overread.Quality.LabelErrors;
using Overread.Quality.Numerics;
using Overread.Quality.Tests.Cli;

namespace Overread.Quality.Tests.LabelErrors;

/// <summary>Noise rates, sets of labels, tokens and numbers: planted errors are found, rates hold the truth.</summary>
public sealed class OtherLabelIssues
{
    [Fact]
    public void The_noise_rate_is_that_of_the_joint_and_its_interval_holds_the_planted_one()
    {
        int inside = 0;
        const double Planted = 0.1;
        for (ulong seed = 1; seed <= 60; seed++)
        {
            (int[] labels, double[] probabilities) = Noisy(seed, 600, Planted);
            LabelNoise found = LabelNoise.Of(labels, probabilities, 3)!;
            Assert.Equal(Planted, found.Rate, 0.06);
            inside += found.Interval!.Value.Contains(Planted) ? 1 : 0;
        }

        Assert.True(inside >= 53, $"{inside} of 60");

        // By hand: bars are .9 and .8; of the three labels 0 one is confidently 1, of the two labels 1 both are right.
        LabelNoise small = LabelNoise.Of(
            new[] { 0, 0, 0, 1, 1 },
            new[] { 1.0, 0, 1, 0, 0.1, 0.9, 0.2, 0.8, 0.2, 0.8 },
            2
        )!;
        Assert.Equal(0.2, small.Rate, 12);
        Assert.Null(small.Interval);
    }

    [Fact]
    public void Sets_of_labels()
    {
        SeededRandom random = new(3);
        const int Items = 300;
        bool[] given = new bool[Items * 3];
        double[] probabilities = new double[Items * 3];
        HashSet<(int, int)> planted = [];
        for (int item = 0; item < Items; item++)
        {
            for (int k = 0; k < 3; k++)
            {
                bool truth = random.NextDouble() < 0.3;
                probabilities[(item * 3) + k] = Math.Clamp((truth ? 0.9 : 0.1) + (0.05 * random.NextNormal()), 0, 1);
                bool wrong = random.NextDouble() < 0.04;
                given[(item * 3) + k] = truth != wrong;
                if (wrong)
                {
                    planted.Add((item, k));
                }
            }
        }

        MultiLabelIssues found = MultiLabelIssues.Find(given, probabilities, 3);
        Assert.True(found.Suspects.Count(one => planted.Contains((one.Item, one.Category))) >= 0.75 * planted.Count);
        Assert.True(found.Suspects.Count <= 1.25 * planted.Count);
        Assert.Equal(
            found.Suspects.OrderBy(one => one.Quality).Select(one => one.Quality),
            found.Suspects.Select(one => one.Quality)
        );

        // .9, .8, .1 from the best: .2 · (.2 · .9 + .8 · .8) + .8 · .1.
        MultiLabelIssues one = MultiLabelIssues.Find([true, false, true], [0.9, 0.2, 0.1], 3);
        Assert.Equal((0.2 * ((0.2 * 0.9) + (0.8 * 0.8))) + (0.8 * 0.1), one.Quality[0], 12);
        Assert.Throws<ArgumentException>(() => MultiLabelIssues.Find([true], [1.5], 1));
        Assert.Throws<ArgumentException>(() => MultiLabelIssues.Find([true, false], [0.5, 0.5], 3));
    }

    [Fact]
    public void Documents_have_the_quality_of_their_worst_token()
    {
        Assert.Equal([(double)0.2f, 1, (double)0.9f], DocumentQuality.OfTokens([0.8f, 0.2f, 0.9f], [0, 0, 2], 3));
        Assert.Throws<ArgumentException>(() => DocumentQuality.OfTokens([0.5f], [3], 1));
        Assert.Throws<ArgumentException>(() => DocumentQuality.OfTokens([0.5f], [0, 0], 1));
    }

    [Fact]
    public void Numbers_far_from_the_model_are_found_and_clean_ones_seldom()
    {
        int alarms = 0;
        for (ulong seed = 1; seed <= 100; seed++)
        {
            SeededRandom random = new(seed);
            double[] predictions = [.. Normals(ref random, 200, 50, 10)];
            double[] noise = [.. Normals(ref random, 200, 1, 2)];
            double[] labels = [.. predictions.Zip(noise, (p, n) => p + n)];
            alarms += NumberIssues.Find(labels, predictions).Suspect.Contains(true) ? 1 : 0;
            labels[7] += 20;
            labels[99] -= 25;
            NumberIssues found = NumberIssues.Find(labels, predictions);
            Assert.True(found.Suspect[7] && found.Suspect[99]);
            Assert.Equal(1, found.Centre, 0.8);
            Assert.Equal(2, found.Scale, 0.6);
        }

        Assert.InRange(alarms, 0, 14);
        NumberIssues alike = NumberIssues.Find([1, 1, 1, 1, 9], [1, 1, 1, 1, 1]);
        Assert.Equal([false, false, false, false, true], alike.Suspect);
        Assert.Throws<ArgumentException>(() => NumberIssues.Find([1, 2], [1, 2]));
        Assert.Throws<ArgumentException>(() => NumberIssues.Find([1, 2, double.NaN], [1, 2, 3]));
    }

    [Fact]
    public void As_they_are_typed()
    {
        using Tool tool = new();
        StringBuilder sets = new("item,label,edema,effusion\n");
        StringBuilder tokens = new("item,label,O,DRUG\n");
        StringBuilder numbers = new("item,label,prediction\n");
        for (int i = 0; i < 40; i++)
        {
            bool both = i % 2 == 0;
            sets.Append(
                CultureInfo.InvariantCulture,
                $"i{i},{(i == 4 ? "effusion" : both ? "edema; effusion" : "")},{(both ? 0.9 : 0.1)},{(both ? 0.95 : 0.05)}\n"
            );
            tokens.Append(
                CultureInfo.InvariantCulture,
                $"d{i / 10},{(i == 23 ? "O" : both ? "O" : "DRUG")},{(both ? 0.9 : 0.1)},{(both ? 0.1 : 0.9)}\n"
            );
            numbers.Append(CultureInfo.InvariantCulture, $"i{i},{i + (i % 3) + (i == 11 ? 90 : 0)},{i}\n");
        }

        Assert.Equal(
            ["i4", "not edema", "edema"],
            First(tool.Run("label-issues", tool.Write("s.csv", sets.ToString()), "--kind", "multi-label", "--json"))
        );
        Assert.Equal(
            ["d2 token 4", "O", "DRUG"],
            First(tool.Run("label-issues", tool.Write("t.csv", tokens.ToString()), "--kind", "tokens", "--json"))
        );
        Assert.Equal(
            ["i11", "103", "11"],
            First(tool.Run("label-issues", tool.Write("n.csv", numbers.ToString()), "--kind", "numbers", "--json"))
        );
        Assert.Contains(
            "1 numbers are suspect, of 40 numbers",
            tool.Run("label-issues", tool.At("n.csv"), "--kind", "numbers").Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "of the labels are wrong",
            tool.Run("label-issues", tool.At("t.csv")).Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "line 2: the label 'x' has no column",
            tool.Run("label-issues", tool.Write("b.csv", "item,label,a\n1,x,0.5\n"), "--kind", "multi-label").Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "line 2: 'x' in the column 'label' is no number",
            tool.Run(
                "label-issues",
                tool.Write("c.csv", "item,label,prediction\n1,x,0.5\n"),
                "--kind",
                "numbers"
            ).Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "--out is not taken",
            tool.Run("label-issues", tool.At("n.csv"), "--kind", "numbers", "--out", "x").Error,
            StringComparison.Ordinal
        );
    }

    private static string[] First((int Code, string Output, string Error) run)
    {
        Assert.True(run.Code == 0, run.Error);
        JsonElement issue = Assert.Single(
            JsonDocument.Parse(run.Output).RootElement.GetProperty("issues").EnumerateArray()
        );
        return [.. ((string[])["item", "label", "suggested"]).Select(name => issue.GetProperty(name).GetString()!)];
    }

    private static double[] Normals(ref SeededRandom random, int count, double mean, double deviation)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = mean + (deviation * random.NextNormal());
        }

        return values;
    }

    /// <summary>Three categories; the model is right and nearly sure, some given labels are another category.</summary>
    private static (int[] Labels, double[] Probabilities) Noisy(ulong seed, int items, double planted)
    {
        SeededRandom random = new(seed);
        int[] labels = new int[items];
        double[] probabilities = new double[items * 3];
        for (int item = 0; item < items; item++)
        {
            int truth = random.Next(3);
            double sure = 0.75 + (0.2 * random.NextDouble());
            for (int k = 0; k < 3; k++)
            {
                probabilities[(item * 3) + k] = k == truth ? sure : (1 - sure) / 2;
            }

            labels[item] = random.NextDouble() < planted ? (truth + 1 + random.Next(2)) % 3 : truth;
        }

        return (labels, probabilities);
    }
}
