namespace Overread.Quality.Tests.Cli;

public sealed class MoreCommands
{
    [Fact]
    public void Label_issues_names_the_suspect_labels()
    {
        using Tool tool = new();
        string file = tool.Write(
            "p.csv",
            "item,label,no,yes\na,no,0.9,0.1\nb,no,0.1,0.9\nc,yes,0.2,0.8\nd,yes,0.3,0.7\n"
        );
        (int code, string output, string error) = tool.Run("label-issues", file, "--out", tool.At("o.csv"));
        Assert.True(code == 0, error);
        Assert.StartsWith("1 of 4 labels are suspect", output, StringComparison.Ordinal);
        Assert.Contains("b,no,yes,0.1,true", File.ReadAllText(tool.At("o.csv")), StringComparison.Ordinal);
        (code, _, error) = tool.Run("label-issues", tool.Write("q.csv", "item,label,no,yes\na,no,0.9,0.3\n"));
        Assert.Equal(2, code);
        Assert.Contains("line 2: the probabilities sum to 1.200", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Sample_size_plans_studies_and_checks()
    {
        using Tool tool = new();
        Assert.Contains(
            "59 labels; accept with at most 0",
            tool.Run("sample-size", "--good", "0", "--bad", "0.05").Output,
            StringComparison.Ordinal
        );
        Assert.Matches(
            @"^\d+ items, each read by 3 readers",
            tool.Run("sample-size", "--kappa", "0.5", "--readers", "3").Output
        );
        Assert.NotEqual(0, tool.Run("sample-size", "--kappa", "1.5").Code);
    }

    [Fact]
    public void Weak_labels_combines_functions()
    {
        using Tool tool = new();
        (Ratings votes, int[] truth) = Simulate.Readers(5, 300, [0.9, 0.8, 0.8, 0.7], 2, 0.8);
        System.Text.StringBuilder text = new("item,reader,label\n");
        System.Text.StringBuilder gold = new("item,label\n");
        for (int item = 0; item < 300; item++)
        {
            gold.Append(System.Globalization.CultureInfo.InvariantCulture, $"{item},{truth[item]}\n");
            for (int i = 0; i < votes.ReadersOf(item).Length; i++)
            {
                text.Append(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{item},f{votes.ReadersOf(item)[i]},{votes.CategoriesOf(item)[i]}\n"
                );
            }

            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{item},silent,\n");
        }

        string file = tool.Write("w.csv", text.ToString());
        foreach (string method in (string[])["triplets", "generative"])
        {
            (int code, string output, string error) = tool.Run(
                "weak-labels",
                file,
                "--method",
                method,
                "--truth",
                tool.Write("g.csv", gold.ToString()),
                "--out",
                tool.At("o.csv")
            );
            Assert.True(code == 0, error);
            Assert.Contains("silent", output, StringComparison.Ordinal);
            Assert.Matches(@"accuracy 0\.[89]", output);
            Assert.Equal(301, File.ReadAllLines(tool.At("o.csv")).Length);
        }
    }

    [Fact]
    public void Comparison_lists_the_items_on_which_methods_differ()
    {
        using Tool tool = new();
        string file = tool.Write("l.csv", "item,reader,label\na,1,x\na,2,y\na,3,y\nb,1,x\nb,2,x\nb,3,x\n");
        (int code, string output, string error) = tool.Run("consensus", file, "--compare");
        Assert.True(code == 0, error);
        Assert.Contains("items on which methods differ", output, StringComparison.Ordinal);
        Assert.Contains("dawid-skene", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Clusters_and_weights_reach_the_coefficients()
    {
        using Tool tool = new();
        (Ratings ratings, _) = Simulate.Readers(9, 60, [0.8, 0.8], 3);
        System.Text.StringBuilder text = new("item,reader,label\n");
        System.Text.StringBuilder clusters = new("item,patient\n");
        for (int item = 0; item < 60; item++)
        {
            clusters.Append(System.Globalization.CultureInfo.InvariantCulture, $"{item},p{item / 3}\n");
            for (int r = 0; r < 2; r++)
            {
                text.Append(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{item},{r},{ratings.CategoriesOf(item)[r]}\n"
                );
            }
        }

        string file = tool.Write("l.csv", text.ToString());
        string plain = tool.Run("agreement", file, "--csv").Output;
        string weighted = tool.Run("agreement", file, "--csv", "--weights", "quadratic", "--metric", "interval").Output;
        (int code, string clustered, string error) = tool.Run(
            "agreement",
            file,
            "--csv",
            "--clusters",
            tool.Write("c.csv", clusters.ToString())
        );
        Assert.True(code == 0, error);
        Assert.NotEqual(plain, weighted);
        Assert.NotEqual(plain, clustered);
        Assert.Contains("krippendorff-alpha-interval", weighted, StringComparison.Ordinal);
        Assert.Equal(2, tool.Run("agreement", file, "--clusters", tool.Write("d.csv", "item,patient\n1,p\n")).Code);
    }

    [Fact]
    public void What_accepted_claims_is_said_and_held_against_the_truth()
    {
        using Tool tool = new();
        System.Text.StringBuilder text = new("item,reader,label\n");
        System.Text.StringBuilder gold = new("item,label\n");
        for (int item = 0; item < 60; item++)
        {
            // Three readers who err together on every fourth item.
            string said = item % 2 == 0 ? "yes" : "no";
            gold.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{item},{(item % 4 == 1 ? "yes" : said)}\n"
            );
            foreach (string reader in (string[])["a", "b", "c"])
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{item},{reader},{said}\n");
            }
        }

        string file = tool.Write("l.csv", text.ToString());
        string alone = tool.Run("consensus", file, "--method", "hierarchical").Output;
        Assert.Contains("60 accepted labels claim an error rate ", alone, StringComparison.Ordinal);
        Assert.Contains("uncalibrated, no truth was given", alone, StringComparison.Ordinal);
        string truth = tool.Write("g.csv", gold.ToString());
        string held = tool.Run("consensus", file, "--truth", truth).Output;
        Assert.Contains("15 of 60 checked are wrong (0.250, at most 0.35", held, StringComparison.Ordinal);
        Assert.Contains("uncalibrated, the claim is too good", held, StringComparison.Ordinal);
        Assert.Contains(
            "\"calibration\": \"over-claims\"",
            tool.Run("consensus", file, "--truth", truth, "--json").Output,
            StringComparison.Ordinal
        );
    }
}
