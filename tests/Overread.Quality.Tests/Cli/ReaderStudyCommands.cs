using System.Text.Json;
using Overread.Quality.ReaderStudies;
using Overread.Quality.Tests.ReaderStudies;

namespace Overread.Quality.Tests.Cli;

/// <summary>reader-study as it is typed.</summary>
public sealed class ReaderStudyCommands : IDisposable
{
    private readonly Tool _tool = new();
    private readonly string _ratings;
    private readonly string _truth;

    public ReaderStudyCommands()
    {
        (string ratings, string truth) = PublishedStudies.AsTables(PublishedStudies.VanDyke(), ["SE", "cine"]);
        _ratings = _tool.Write("reads.csv", ratings);
        _truth = _tool.Write("truth.csv", truth);
    }

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void Van_Dyke_from_files_with_margin_readers_and_plan()
    {
        using JsonDocument json = Run(
            "reader-study",
            _ratings,
            "--truth",
            _truth,
            "--margin",
            "0.05",
            "--each-reader",
            "--plan",
            "0.0438",
            "--json"
        );
        JsonElement difference = json.RootElement.GetProperty("differences")[0];
        Assert.Equal("cine", difference.GetProperty("modality").GetString());
        Assert.Equal(0.04380032, difference.GetProperty("value").GetDouble(), 8);
        Assert.Equal(0.05166569, difference.GetProperty("p").GetDouble(), 8);
        Assert.True(difference.GetProperty("nonInferiority").GetProperty("shown").GetBoolean());
        Assert.Equal(6, json.RootElement.GetProperty("differences").GetArrayLength());
        Assert.Equal(0.0008022883, json.RootElement.GetProperty("components").GetProperty("error").GetDouble(), 10);
        Assert.InRange(json.RootElement.GetProperty("plan")[5].GetProperty("cases").GetInt32(), 20, 40);
        using JsonDocument plain = Run("reader-study", _ratings, "--truth", _truth, "--plan", "0.0438", "--json");
        Assert.InRange(plain.RootElement.GetProperty("plan")[5].GetProperty("cases").GetInt32(), 160, 175);
        using JsonDocument small = Run("reader-study", _ratings, "--truth", _truth, "--plan", "0.005", "--json");
        Assert.Equal(JsonValueKind.Null, small.RootElement.GetProperty("plan")[0].GetProperty("cases").ValueKind);
        string text = _tool.Run("reader-study", _ratings, "--truth", _truth, "--margin", "0.05").Output;
        Assert.Contains(
            "No difference between SE and cine is shown for other readers and other cases",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("cine is no worse than SE by the margin of 0.05", text, StringComparison.Ordinal);
        Assert.StartsWith(
            "what,modality,against,reader,value",
            _tool.Run("reader-study", _ratings, "--truth", _truth, "--csv").Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_reference_turns_the_difference_round_and_factors_change_it()
    {
        using JsonDocument turned = Run("reader-study", _ratings, "--truth", _truth, "--reference", "cine", "--json");
        Assert.Equal(-0.04380032, turned.RootElement.GetProperty("differences")[0].GetProperty("value").GetDouble(), 8);
        using JsonDocument readers = Run("reader-study", _ratings, "--truth", _truth, "--readers", "fixed", "--json");
        Assert.Equal(0.01927984, readers.RootElement.GetProperty("differences")[0].GetProperty("p").GetDouble(), 8);
        Assert.Contains(
            "cine is better than SE for these readers and other cases",
            readers.RootElement.GetProperty("sentences")[0].GetString(),
            StringComparison.Ordinal
        );
        using JsonDocument shot = Run("reader-study", _ratings, "--truth", _truth, "--method", "one-shot", "--json");
        Assert.Equal(0.02067154, shot.RootElement.GetProperty("differences")[0].GetProperty("se").GetDouble(), 8);
        using JsonDocument share = Run(
            "reader-study",
            _ratings,
            "--truth",
            _truth,
            "--outcome",
            "sensitivity",
            "--threshold",
            "3",
            "--json"
        );
        Assert.Equal(0.02008822, share.RootElement.GetProperty("differences")[0].GetProperty("p").GetDouble(), 8);
    }

    [Fact]
    public void Curves_are_drawn_and_help_has_examples()
    {
        string picture = _tool.At("roc.svg");
        Assert.Equal(0, _tool.Run("reader-study", _ratings, "--truth", _truth, "--plot", picture).Code);
        Assert.Contains("cine: ROC", File.ReadAllText(picture), StringComparison.Ordinal);
        string help = _tool.Run("reader-study", "--help").Output;
        Assert.Contains("Examples:", help, StringComparison.Ordinal);
        Assert.Contains("overread reader-study reads.csv --truth truth.csv", help, StringComparison.Ordinal);
        Assert.Contains("--margin", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("item,reader,modality,rating\na,r,m,1\n", "no column 'truth', and no --truth FILE")]
    [InlineData("item,reader,modality,rating,truth\na,r,m,high,1\n", "line 2: 'high' is no rating")]
    [InlineData("item,reader,modality,rating,truth\na,r,m,1,maybe\n", "line 2: 'maybe' is neither diseased")]
    [InlineData("item,reader,modality,rating,truth\na,r,m,1,1\na,r,n,1,0\n", "line 3: a second, different truth for a")]
    [InlineData("item,reader,modality,rating,truth\na,r,m,1,1\na,r,m,2,1\n", "r rated a twice under one modality")]
    [InlineData("item,reader,modality,rating,truth\na,r,m,1,1\nb,r,m,2,1\n", "all cases are diseased, or none is")]
    [InlineData("item,reader,modality,rating,truth\na,r,m,,1\n", "there is no rating")]
    [InlineData("item,modality,rating,truth\na,m,1,1\n", "no column 'reader'")]
    public void What_is_wrong_with_a_file_is_said(string text, string words)
    {
        (int code, _, string error) = _tool.Run("reader-study", _tool.Write("bad.csv", text));
        Assert.Equal(2, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        Assert.Contains("needs --threshold", Error("--outcome", "sensitivity"), StringComparison.Ordinal);
        Assert.Contains("--threshold belongs", Error("--threshold", "2"), StringComparison.Ordinal);
        Assert.Contains("no binormal curve fits", Error("--outcome", "binormal"), StringComparison.Ordinal);
        Assert.Contains("no modality 'MR'", Error("--reference", "MR"), StringComparison.Ordinal);
        Assert.Contains(
            "leave nothing to be unsure of",
            Error("--readers", "fixed", "--cases", "fixed"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "--plan needs an analysis",
            Error("--method", "one-shot", "--plan", "0.1"),
            StringComparison.Ordinal
        );
        Assert.Contains("give --margin too", Error("--plan", "0"), StringComparison.Ordinal);
        Assert.Contains("--margin: between 0 and 1", Error("--margin", "2"), StringComparison.Ordinal);
        string gaps = _tool.Write(
            "gaps.csv",
            PublishedStudies
                .AsTables(
                    PublishedStudies.Without(PublishedStudies.VanDyke(), (m, r, _) => m == 1 && r == 4),
                    ["SE", "cine"]
                )
                .Ratings
        );
        Assert.Contains(
            "--method one-shot",
            _tool.Run("reader-study", gaps, "--truth", _truth).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0, _tool.Run("reader-study", gaps, "--truth", _truth, "--method", "one-shot").Code);
    }

    private string Error(params string[] more)
    {
        (int code, _, string error) = _tool.Run(["reader-study", _ratings, "--truth", _truth, .. more]);
        Assert.NotEqual(0, code);
        return error;
    }

    private JsonDocument Run(params string[] arguments)
    {
        (int code, string output, string error) = _tool.Run(arguments);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output);
    }
}
