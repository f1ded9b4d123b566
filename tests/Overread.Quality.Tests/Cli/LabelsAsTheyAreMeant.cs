using System.Text.Json;

namespace Overread.Quality.Tests.Cli;

/// <summary>Orders, numbers, missing labels and dates are declared or known, never guessed; what is in doubt is said.</summary>
public sealed class LabelsAsTheyAreMeant
{
    // Reader a: low, low, mid, mid, top, top; reader b: low, mid, mid, mid, top, low.
    private const string Grades =
        "item,reader,label\n1,a,low\n1,b,low\n2,a,low\n2,b,mid\n3,a,mid\n3,b,mid\n4,a,mid\n4,b,mid\n5,a,top\n5,b,top\n6,a,top\n6,b,low\n";

    private static Dictionary<string, double?> Figures(Tool tool, string file, params string[] more)
    {
        (int code, string output, string error) = tool.Run(["agreement", file, "--json", .. more]);
        Assert.True(code == 0, error);
        using JsonDocument json = JsonDocument.Parse(output);
        return json
            .RootElement.GetProperty("coefficients")
            .EnumerateArray()
            .ToDictionary(
                c => c.GetProperty("name").GetString()!,
                c =>
                    c.GetProperty("value").ValueKind == JsonValueKind.Null
                        ? (double?)null
                        : c.GetProperty("value").GetDouble()
            );
    }

    [Theory]
    [InlineData("--weights", "linear")]
    [InlineData("--weights", "quadratic")]
    [InlineData("--metric", "ordinal")]
    public void The_alphabet_is_no_order(string option, string value)
    {
        using Tool tool = new();
        string file = tool.Write("g.csv", Grades);
        (int code, _, string error) = tool.Run("agreement", file, option, value);
        Assert.Equal(2, code);
        Assert.Contains("--order", error, StringComparison.Ordinal);
        Assert.Contains("low, mid, top", error, StringComparison.Ordinal);
        Assert.Equal(0, tool.Run("agreement", file, option, value, "--order", "low", "mid", "top").Code);

        // Two categories have one order but for its direction, which no coefficient sees.
        string two = tool.Write("t.csv", "item,reader,label\n1,a,no\n1,b,no\n2,a,yes\n2,b,no\n");
        Assert.Equal(0, tool.Run("agreement", two, option, value).Code);
    }

    [Fact]
    public void A_declared_order_is_that_of_the_weights()
    {
        using Tool tool = new();
        string file = tool.Write("g.csv", Grades);

        // Quadratic, steps 0, 1/4, 1: observed disagreement (1/4 + 1)/6. Shares of a: 2 2 2, of b: 2 3 1, each of 6;
        // expected [a low × (3 mid/4 + 1 top) + a mid × (2 + 1)/4 + a top × (2 + 3/4)] / 36.
        double observed = 1.25 / 6;
        double expected = 2 * ((0.75 + 1) + 0.75 + 2.75) / 36;
        Assert.Equal(
            1 - (observed / expected),
            Figures(tool, file, "--weights", "quadratic", "--order", "low", "mid", "top")["cohen-kappa"]!.Value,
            1e-12
        );
    }

    [Fact]
    public void An_order_names_every_category_once()
    {
        using Tool tool = new();
        string file = tool.Write("g.csv", Grades);
        (int code, _, string error) = tool.Run("agreement", file, "--order", "low", "mid");
        Assert.Equal(2, code);
        Assert.Contains("line 10", error, StringComparison.Ordinal);
        Assert.Contains("'top'", error, StringComparison.Ordinal);
        Assert.Contains(
            "twice",
            tool.Run("agreement", file, "--order", "low", "mid", "top", "mid").Error,
            StringComparison.Ordinal
        );
        Assert.Equal(2, tool.Run("consensus", file, "--order", "mid", "top").Code);
    }

    [Fact]
    public void Declared_categories_count_though_nobody_gave_them()
    {
        using Tool tool = new();
        string file = tool.Write(
            "b.csv",
            "item,reader,label\n1,a,x\n1,b,x\n2,a,y\n2,b,y\n3,a,x\n3,b,y\n4,a,x\n4,b,x\n"
        );
        Dictionary<string, double?> four = Figures(tool, file, "--order", "x", "y", "z", "w");
        Assert.Equal((0.75 - 0.25) / 0.75, four["brennan-prediger"]!.Value, 1e-12);

        // AC1: shares 5/8 and 3/8 over four categories.
        double chance = 2 * (5.0 / 8) * (3.0 / 8) / 3;
        Assert.Equal((0.75 - chance) / (1 - chance), four["gwet-ac1"]!.Value, 1e-12);
        Assert.Equal(Figures(tool, file)["cohen-kappa"], four["cohen-kappa"]);
        Assert.Equal(0, tool.Run("consensus", file, "--order", "x", "y", "z").Code);
    }

    [Fact]
    public void Order_fits_each_field_or_is_said_not_to()
    {
        using Tool tool = new();
        string file = tool.Write(
            "f.csv",
            "item,reader,field,answer\n1,a,mass,yes\n1,b,mass,no\n1,a,grade,low\n1,b,grade,mid\n2,a,grade,top\n2,b,grade,top\n"
        );
        (int code, _, string error) = tool.Run(
            "agreement",
            file,
            "--order",
            "low",
            "mid",
            "top",
            "--weights",
            "linear"
        );
        Assert.True(code == 0, error);
        Assert.Contains("field mass: --order names none", error, StringComparison.Ordinal);
        Assert.Contains(
            "field grade: --order low mid leaves out 'top'",
            tool.Run("agreement", file, "--order", "low", "mid").Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("interval")]
    [InlineData("ratio")]
    public void Words_are_no_numbers(string metric)
    {
        using Tool tool = new();
        string file = tool.Write("g.csv", Grades);
        (int code, _, string error) = tool.Run("agreement", file, "--metric", metric);
        Assert.Equal(2, code);
        Assert.Contains("'low' is no number", error, StringComparison.Ordinal);
        Assert.Contains("line 2", error, StringComparison.Ordinal);
        Assert.Equal(2, tool.Run("agreement", file, "--metric", metric, "--order", "low", "mid", "top").Code);
    }

    [Fact]
    public void A_ratio_has_no_number_below_zero()
    {
        using Tool tool = new();
        string file = tool.Write("r.csv", "item,reader,label\n1,a,1\n1,b,-1\n2,a,2\n2,b,2\n");
        Assert.Contains("line 3", tool.Run("agreement", file, "--metric", "ratio").Error, StringComparison.Ordinal);
        Assert.Equal(0, tool.Run("agreement", file, "--metric", "interval").Code);
    }

    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("1", "1.00")]
    [InlineData("10", "1e1")]
    [InlineData("2", "+2")]
    [InlineData("0.5", "0.50")]
    public void One_number_is_one_category(string one, string other)
    {
        using Tool tool = new();
        string file = tool.Write("n.csv", $"item,reader,label\n1,a,{one}\n1,b,{other}\n2,a,7\n2,b,7\n");
        Assert.Equal(1, Figures(tool, file)["percent"]);
        Assert.Contains("are the same number", tool.Run("agreement", file).Error, StringComparison.Ordinal);
        Assert.Equal(1, Figures(tool, file, "--order", "7", one)["percent"]);
    }

    [Fact]
    public void Decimal_commas_are_numbers_where_semicolons_part_columns()
    {
        using Tool tool = new();
        string file = tool.Write("c.csv", "item;reader;label\n1;a;1,5\n1;b;1,5\n2;a;2,5\n2;b;3\n");
        string point = tool.Write("p.csv", "item,reader,label\n1,a,1.5\n1,b,1.5\n2,a,2.5\n2,b,3\n");
        Assert.Equal(
            Figures(tool, point, "--metric", "interval")["krippendorff-alpha-interval"],
            Figures(tool, file, "--metric", "interval")["krippendorff-alpha-interval"]
        );
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("NA")]
    [InlineData("N/A")]
    [InlineData("null")]
    [InlineData("None")]
    [InlineData(".")]
    [InlineData("-99")]
    public void What_looks_missing_is_a_category_and_said_or_missing_when_told(string spelling)
    {
        using Tool tool = new();
        string file = tool.Write(
            "m.csv",
            $"item,reader,label\n1,a,x\n1,b,x\n2,a,{spelling}\n2,b,{spelling}\n3,a,y\n3,b,x\n4,a,y\n4,b,{spelling}\n"
        );
        Assert.Equal(0.5, Figures(tool, file)["percent"]);
        Assert.Contains($"'{spelling}' (first on line 4)", tool.Run("agreement", file).Error, StringComparison.Ordinal);
        Assert.Equal(0.5, Figures(tool, file, "--missing", spelling)["percent"]);
        (_, string output, string error) = tool.Run("agreement", file, "--missing", spelling, "--csv");
        Assert.Contains("3 labels are missing", error, StringComparison.Ordinal);
        Assert.Contains(",2,2,", output.Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Blanks_around_a_label_are_no_part_of_it_and_said()
    {
        using Tool tool = new();
        string file = tool.Write("b.csv", "item,reader,label\n1,a,x \n1 ,b, x\n2,a,y\n2,b,\" \"\n");
        (_, _, string error) = tool.Run("agreement", file);
        Assert.Contains("2 labels had blanks around them, first on line 2", error, StringComparison.Ordinal);
        Assert.Contains("1 labels are missing (empty), first on line 5", error, StringComparison.Ordinal);
        Assert.Equal(1, Figures(tool, file)["percent"]);
    }

    [Fact]
    public void Labels_that_differ_by_case_alone_are_said()
    {
        using Tool tool = new();
        string file = tool.Write("b.csv", "item,reader,label\n1,a,Yes\n1,b,yes\n2,a,no\n2,b,no\n");
        Assert.Contains(
            "'Yes' (line 2) and 'yes' (line 3) differ by case",
            tool.Run("agreement", file).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0.5, Figures(tool, file)["percent"]);
    }

    [Fact]
    public void Notes_stand_in_the_json_too()
    {
        using Tool tool = new();
        string file = tool.Write("b.csv", "item,reader,label\n1,a,NA\n1,b,x\n");
        using JsonDocument json = JsonDocument.Parse(tool.Run("agreement", file, "--json").Output);
        Assert.Contains("--missing NA", json.RootElement.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_are_iso_or_declared()
    {
        using Tool tool = new();
        string Dated(Func<int, string> day)
        {
            System.Text.StringBuilder text = new("item,reader,label,time\n");
            for (int i = 0; i < 300; i++)
            {
                // Reader c answers the other way ever more often.
                int truth = i % 2;
                int turned = i % 10 < i / 30 ? 1 - truth : truth;
                text.Append(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{i},a,{truth},{day(i)}\n{i},b,{truth},{day(i)}\n{i},c,{turned},{day(i)}\n"
                );
            }

            return tool.Write("d.csv", text.ToString());
        }

        DateTime start = new(2026, 1, 1);
        string German(int i) =>
            start.AddDays(i).ToString("dd.MM.yyyy", System.Globalization.CultureInfo.InvariantCulture);
        (int code, _, string error) = tool.Run("drift", Dated(German));
        Assert.Equal(2, code);
        Assert.Contains("line 2: '01.01.2026' is no time", error, StringComparison.Ordinal);
        string declared = tool.Run("drift", Dated(German), "--dates", "dd.MM.yyyy", "--csv").Output;
        string iso = tool.Run(
            "drift",
            Dated(i => start.AddDays(i).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)),
            "--csv"
        ).Output;
        Assert.Equal(iso, declared);
        Assert.InRange(
            double.Parse(iso.Split('\n')[3].Split(',')[5], System.Globalization.CultureInfo.InvariantCulture),
            -1,
            -0.4
        );
        Assert.Equal(2, tool.Run("drift", Dated(i => i == 5 ? "17" : "2026-01-01")).Code);
    }

    [Theory]
    [InlineData("agreement", "--replicates", "0")]
    [InlineData("agreement", "--replicates", "-5")]
    [InlineData("agreement", "--level", "1")]
    [InlineData("agreement", "--level", "0")]
    [InlineData("consensus", "--accept", "1.5")]
    [InlineData("consensus", "--accept", "-0.1")]
    [InlineData("consensus", "--smoothing", "-1")]
    [InlineData("sample-size", "--level", "2")]
    [InlineData("sample-size", "--bad", "0.05")]
    [InlineData("sample-size", "--good", "0.05")]
    [InlineData("fuse-masks", "--share", "1.5")]
    [InlineData("near-duplicates", "--within", "-1")]
    [InlineData("label-issues", "--top", "-1")]
    public void Numbers_out_of_their_range_are_refused_by_name(string command, string option, string value)
    {
        using Tool tool = new();
        string[] file = command == "sample-size" ? [] : [tool.Write("f.csv", Grades)];
        (int code, _, string error) = tool.Run([command, .. file, option, value]);
        Assert.NotEqual(0, code);
        Assert.Contains(option, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truth_that_matches_nothing_is_said()
    {
        using Tool tool = new();
        string file = tool.Write("g.csv", Grades);
        Assert.Contains(
            "no row matches",
            tool.Run("consensus", file, "--truth", tool.Write("t.csv", "item,label\n001,low\n")).Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "1 of 2 rows match no item",
            tool.Run("consensus", file, "--truth", tool.Write("u.csv", "item,label\n1,low\n77,low\n")).Error,
            StringComparison.Ordinal
        );
    }
}
