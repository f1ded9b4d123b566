using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Overread.Quality.Tests.Cli;

/// <summary>marks, drift and near-duplicates as they are typed.</summary>
public sealed class MarksAndDriftCommands : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void Boxes_are_matched_by_category_and_a_reader_who_marked_nothing_counts()
    {
        string file = _tool.Write(
            "boxes.csv",
            """
            item,reader,category,x,y,width,height
            a,ann,nodule,10,10,20,20
            a,bob,nodule,12,10,20,20
            a,bob,cyst,60,60,10,10
            b,ann,nodule,5,5,8,8
            b,bob,,,,,
            c,ann,cyst,0,0,10,10
            c,bob,nodule,0,0,10,10

            """
        );
        // One pair; marks: a 1 + 2, b 1 + 0, c 1 + 1. With any category c is a pair too.
        Assert.Equal(2.0 / 6, Value(_tool.Run("marks", file, "--json"), "matched-f1"), 12);
        Assert.Equal(4.0 / 6, Value(_tool.Run("marks", file, "--json", "--any-category"), "matched-f1"), 12);
        Assert.Equal(0, Value(_tool.Run("marks", file, "--json", "--iou", "0.95"), "matched-f1"), 12);
        (int code, string text, _) = _tool.Run("marks", file);
        Assert.Equal(0, code);
        Assert.Contains("matched-f1", text, StringComparison.Ordinal);
        Assert.StartsWith("of,coefficient,value", _tool.Run("marks", file, "--csv").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_get_alpha_and_gamma_and_equal_ones_agree_wholly()
    {
        StringBuilder text = new("document,reader,start,end,label\n");
        for (int d = 0; d < 6; d++)
        {
            foreach (string reader in (string[])["ann", "bob", "cy"])
            {
                text.Append(CultureInfo.InvariantCulture, $"d{d},{reader},{10 + d},{20 + d},name\n");
                text.Append(CultureInfo.InvariantCulture, $"d{d},{reader},{40 + d},{44 + d},date\n");
            }
        }

        string file = _tool.Write("spans.csv", text.ToString());
        string lengths = _tool.Write(
            "lengths.csv",
            "item,length\n" + string.Concat(Enumerable.Range(0, 6).Select(d => $"d{d},100\n"))
        );
        (int, string, string) run = _tool.Run("marks", file, "--json", "--lengths", lengths);
        foreach (string name in (string[])["matched-f1", "gamma", "unitizing-alpha", "unitizing-alpha-binary"])
        {
            Assert.Equal(1, Value(run, name), 9);
        }

        string overlapping = _tool.Write("o.csv", text + "d0,ann,12,15,name\n");
        Assert.DoesNotContain("unitizing", _tool.Run("marks", overlapping, "--json").Output, StringComparison.Ordinal);
        Assert.Contains("overlap", _tool.Run("marks", overlapping).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Points_pair_by_distance()
    {
        string file = _tool.Write("p.csv", "item,reader,x,y,z\na,1,0,0,0\na,2,3,4,0\nb,1,9,9,9\nb,2,9,9,20\n");
        Assert.Equal(0.5, Value(_tool.Run("marks", file, "--json", "--distance", "6"), "matched-f1"), 12);
        Assert.Equal(1, Value(_tool.Run("marks", file, "--json", "--distance", "12"), "matched-f1"), 12);
        Assert.Equal(2, _tool.Run("marks", file, "--distance", "0").Code);
    }

    [Theory]
    [InlineData("item,reader,x\na,1,2\n", "the columns item, reader and one of")]
    [InlineData("item,reader,start,end\na,1,5,\n", "line 2")]
    [InlineData("item,reader,start,end\na,1,1,2\na,1,9,4\n", "line 3")]
    [InlineData("item,reader,start,end\na,1,one,2\n", "'one' in the column 'start'")]
    public void Bad_marks_are_refused_with_their_line(string text, string words)
    {
        (int code, _, string error) = _tool.Run("marks", _tool.Write("bad.csv", text));
        Assert.Equal(2, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Drift_is_found_with_dates_as_with_numbers()
    {
        StringBuilder dates = new("item,reader,label,time\n");
        StringBuilder numbers = new("item,reader,label,time\n");
        Random random = new(4);
        DateTime start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (int item = 0; item < 90; item++)
        {
            int truth = random.Next(2);
            foreach (string reader in (string[])["falls", "b", "c", "d"])
            {
                bool right = random.NextDouble() < (reader == "falls" ? 0.98 - (item * 0.006) : 0.95);
                int label = right ? truth : 1 - truth;
                dates.Append(CultureInfo.InvariantCulture, $"i{item},{reader},{label},{start.AddHours(item):O}\n");
                numbers.Append(CultureInfo.InvariantCulture, $"i{item},{reader},{label},{item}\n");
            }
        }

        string byDate = _tool.Run("drift", _tool.Write("d.csv", dates.ToString()), "--csv").Output;
        Assert.Equal(byDate, _tool.Run("drift", _tool.Write("n.csv", numbers.ToString()), "--csv").Output);
        string[] row = byDate
            .Split('\n')
            .Single(line => line.StartsWith(",falls,", StringComparison.Ordinal))
            .Split(',');
        Assert.True(double.Parse(row[7], CultureInfo.InvariantCulture) < 0.01, byDate);
        string shown = _tool.Run("drift", _tool.At("n.csv")).Output;
        Assert.Contains("1 of 4 that can be judged change over time", shown, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(_tool.Run("drift", _tool.At("n.csv"), "--json").Output);
        Assert.Equal(4, json.RootElement.GetProperty("readers").GetArrayLength());
    }

    [Fact]
    public void Drift_without_times_or_with_bad_ones_says_so()
    {
        Assert.Contains(
            "no column 'time'",
            _tool.Run("drift", _tool.Write("a.csv", "item,reader,label\na,1,x\n")).Error,
            StringComparison.Ordinal
        );
        (int code, _, string error) = _tool.Run(
            "drift",
            _tool.Write("b.csv", "item,reader,label,time\na,1,x,1\nb,1,x,later\n")
        );
        Assert.Equal(2, code);
        Assert.Contains("line 3", error, StringComparison.Ordinal);
        Assert.Contains("'later' is no time", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Near_duplicates_with_different_labels_are_shown()
    {
        string features = _tool.Write("f.csv", "item,u,v\na,0,0\nb,0.1,0\nc,5,5\nd,5,5.1\ne,9,9\n");
        string labels = _tool.Write("l.csv", "item,label\na,yes\nb,no\nc,yes\nd,yes\ne,no\n");
        Assert.Equal(2, Pairs("near-duplicates", features, "--within", "0.2", "--json"));
        Assert.Equal(1, Pairs("near-duplicates", features, "--labels", labels, "--within", "0.2", "--json"));
        Assert.Equal(0, Pairs("near-duplicates", features, "--json"));
        Assert.Contains(
            "yes",
            _tool.Run("near-duplicates", features, "--labels", labels, "--within", "0.2").Output,
            StringComparison.Ordinal
        );
        string twice = _tool.Write("t.csv", "item,u\na,1\na,2\n");
        Assert.Contains("line 3", _tool.Run("near-duplicates", twice).Error, StringComparison.Ordinal);
        Assert.Contains(
            "'x' in the column 'u'",
            _tool.Run("near-duplicates", _tool.Write("w.csv", "item,u\na,x\n")).Error,
            StringComparison.Ordinal
        );
    }

    private int Pairs(params string[] arguments)
    {
        using JsonDocument json = JsonDocument.Parse(_tool.Run(arguments).Output);
        return json.RootElement.GetProperty("pairs").GetArrayLength();
    }

    private static double Value((int Code, string Output, string Error) run, string name)
    {
        Assert.True(run.Code == 0, run.Error);
        using JsonDocument json = JsonDocument.Parse(run.Output);
        return json
            .RootElement.GetProperty("coefficients")
            .EnumerateArray()
            .First(c => c.GetProperty("name").GetString() == name)
            .GetProperty("value")
            .GetDouble();
    }
}
