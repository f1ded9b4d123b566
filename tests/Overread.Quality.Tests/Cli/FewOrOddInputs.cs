using System.Text.Json;
using Overread.Cli.Quality.Files;

namespace Overread.Quality.Tests.Cli;

/// <summary>Tables with nothing in them, one reader, one item, letters written in two ways: named, and never more than the data allow.</summary>
public sealed class FewOrOddInputs : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("agreement", "item,reader,label")]
    [InlineData("consensus", "item,reader,label")]
    [InlineData("weak-labels", "item,reader,label")]
    [InlineData("drift", "item,reader,label,time")]
    [InlineData("marks", "item,reader,start,end")]
    [InlineData("label-issues", "item,label,a,b")]
    [InlineData("label-issues --kind tokens", "item,label,a,b")]
    [InlineData("label-issues --kind numbers", "item,label,prediction")]
    [InlineData("set-report", "item,label,a,b")]
    [InlineData("near-duplicates", "item,f")]
    [InlineData("reader-study", "item,reader,modality,rating,truth")]
    public void A_header_alone_is_refused(string command, string header)
    {
        string path = _tool.Write("h.csv", header + "\n");
        (int code, string output, string error) = _tool.Run([.. command.Split(' '), path]);
        Assert.Equal((2, string.Empty), (code, output));
        Assert.Contains($"{path}, line 1: there is no row under the header", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truth_without_rows_is_refused_by_its_own_name()
    {
        string truth = _tool.Write("t.csv", "item,label\n");
        (int code, _, string error) = _tool.Run("consensus", Reads(3), "--truth", truth);
        Assert.Equal(2, code);
        Assert.Contains($"{truth}, line 1: there is no row", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_to_items_whose_labels_are_all_missing_compare_with_nothing()
    {
        string reads = _tool.Write("m.csv", "item,reader,label\n1,a,\n1,b,\n");
        string truth = _tool.Write("t.csv", "item,label\n1,x\n");
        (int code, _, string error) = _tool.Run("redundancy", reads, "--truth", truth);
        Assert.Equal(2, code);
        Assert.Contains($"{truth}: no item that was read has a known answer", error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_reader_says_nothing_of_how_good_the_reader_is()
    {
        string path = Reads(1);
        foreach (string method in (string[])["auto", "majority", "dawid-skene", "wawa"])
        {
            (_, string text, _) = _tool.Run("consensus", path, "--method", method, "--json");
            JsonElement field = JsonDocument.Parse(text).RootElement.GetProperty("fields")[0];
            JsonElement reader = field.GetProperty("readers")[0];
            Assert.Equal(JsonValueKind.Null, reader.GetProperty("accuracy").ValueKind);
            Assert.Equal("unknown", field.GetProperty("accepted").GetProperty("calibration").GetString());
            // The model of one reader is sure of nothing; votes take the reader's word.
            Assert.Contains(
                method == "dawid-skene" ? "no label is accepted" : "on the word of one reader",
                field.GetProperty("accepted").GetProperty("words").GetString(),
                StringComparison.Ordinal
            );
        }

        // Gold is something to hold them against.
        string gold = _tool.Write("g.csv", "item,label\n0,a\n1,a\n2,b\n");
        (_, string known, _) = _tool.Run("consensus", path, "--gold", gold, "--json");
        JsonElement judged = JsonDocument.Parse(known).RootElement.GetProperty("fields")[0].GetProperty("readers")[0];
        Assert.Equal(JsonValueKind.Number, judged.GetProperty("accuracy").ValueKind);
    }

    [Fact]
    public void One_item_of_five_readers_promises_nothing()
    {
        string path = _tool.Write("i.csv", "item,reader,label\n1,a,x\n1,b,x\n1,c,x\n1,d,y\n1,e,y\n");
        (_, string output, _) = _tool.Run("consensus", path);
        Assert.Contains("11 numbers are learnt of 5 labels", output, StringComparison.Ordinal);
        Assert.Contains("claim an error rate below 0.001: uncalibrated", output, StringComparison.Ordinal);
        (_, string json, _) = _tool.Run("agreement", path, "--json");
        foreach (JsonElement one in JsonDocument.Parse(json).RootElement.GetProperty("coefficients").EnumerateArray())
        {
            Assert.True(one.GetProperty("high").GetDouble() <= 1, one.GetProperty("name").GetString());
        }
    }

    [Fact]
    public void Answers_that_are_all_equal_are_explained()
    {
        string path = _tool.Write(
            "e.csv",
            "item,reader,label\n" + string.Concat(Enumerable.Range(0, 8).Select(i => $"{i},a,x\n{i},b,x\n"))
        );
        (_, string output, _) = _tool.Run("agreement", path);
        Assert.Contains("every answer is the same", output, StringComparison.Ordinal);
        (_, string alone, _) = _tool.Run("agreement", Reads(1));
        Assert.Single(
            alone.Split('\n'),
            line => line.Contains("one reader alone gave labels", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void An_accent_apart_from_its_letter_is_the_same_letter()
    {
        string path = _tool.Write(
            "u.csv",
            "item,reader,label\n1,a,caf\u00E9\n1,b,cafe\u0301\n2,a,no\n2,b,no\ne\u0301,a,no\n\u00E9,b,no\n"
        );
        (_, string json, string error) = _tool.Run("agreement", path, "--json");
        JsonElement percent = JsonDocument.Parse(json).RootElement.GetProperty("coefficients")[0];
        Assert.Equal((1.0, 3), (percent.GetProperty("value").GetDouble(), percent.GetProperty("items").GetInt32()));
        Assert.Contains("first on line 3; they are read composed", error, StringComparison.Ordinal);

        // A truth in the other form is joined all the same.
        string truth = _tool.Write("t.csv", "item,label\ne\u0301,no\n");
        (_, string found, _) = _tool.Run("consensus", path, "--truth", truth);
        Assert.Contains("over 1 items with a truth", found, StringComparison.Ordinal);
    }

    // Each right answer as the Unicode Character Database has it (NormalizationTest.txt, or composed by hand from its pairs).
    [Theory]
    [InlineData("E\u0302\u0301x", "\u1EBEx")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("\u304B\u3099", "\u304C")]
    [InlineData("\u0438\u0306", "\u0439")]
    [InlineData("q\u0301", "q\u0301")]
    [InlineData("\u0301a", "\u0301a")]
    [InlineData("plain", "plain")]
    public void Text_is_composed(string written, string composed) =>
        Assert.Equal(composed, ComposedText.Of(written).ToString());

    [Fact]
    public void Errors_name_the_file_where_a_number_or_a_length_does_not_fit()
    {
        string spans = _tool.Write("s.csv", "item,reader,start,end\ni,a,0,10\ni,b,0,10\n");
        string lengths = _tool.Write("l.csv", "item,length\ni,5\n");
        Assert.Contains(
            $"{lengths}: the document i is 5 long, and a span of it ends at 10",
            _tool.Run("marks", spans, "--lengths", lengths).Error,
            StringComparison.Ordinal
        );
        string before = _tool.Write("n.csv", "item,reader,start,end\ni,a,-3,10\n");
        Assert.Contains(
            $"{before}, line 2: a span begins at -3",
            _tool.Run("marks", before).Error,
            StringComparison.Ordinal
        );
        string far = _tool.Write("f.csv", "item,label,prediction\ni,1e308,-1e308\n");
        Assert.Contains(
            $"{far}, line 2: label and prediction lie too far apart",
            _tool.Run("label-issues", far, "--kind", "numbers").Error,
            StringComparison.Ordinal
        );
        foreach (
            (string option, string value) in (ReadOnlySpan<(string, string)>)
                [("--kappa", "1"), ("--prevalence", "0"), ("--width", "0"), ("--readers", "1"), ("--kappa", "NaN")]
        )
        {
            Assert.StartsWith($"{option}: ", _tool.Run("sample-size", option, value).Error, StringComparison.Ordinal);
        }

        Assert.Contains(
            "--good 0.1 must be below --bad 0.05",
            _tool.Run("sample-size", "--good", "0.1", "--bad", "0.05").Error,
            StringComparison.Ordinal
        );
    }

    private string Reads(int readers) =>
        _tool.Write(
            $"r{readers}.csv",
            "item,reader,label\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 12)
                        .SelectMany(item =>
                            Enumerable
                                .Range(0, readers)
                                .Select(reader => $"{item},r{reader},{(item % 3 == 2 ? "b" : "a")}\n")
                        )
                )
        );
}
