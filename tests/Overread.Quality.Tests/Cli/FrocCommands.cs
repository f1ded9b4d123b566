using System.Text.Json;

namespace Overread.Quality.Tests.Cli;

/// <summary>froc as it is typed.</summary>
public sealed class FrocCommands : IDisposable
{
    private const string Lesions =
        "item,lesion,weight,x,y\na,1,1,10,10\nb,1,3,20,20\nb,2,1,40,40\nc,,,,\nd,,,,\ne,,,,\n";
    private const string Marks =
        "item,reader,rating,lesion,x,y\n"
        + "a,r1,5,1,11,10\nb,r1,4,1,20,22\nc,r1,2,,5,5\n"
        + "a,r2,3,1,10,12\nb,r2,5,2,41,41\nb,r2,4,1,19,20\nd,r2,4,,9,9\ne,r2,,,,\n";
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void Marks_that_name_lesions_and_marks_with_places_give_the_same()
    {
        string lesions = _tool.Write("l.csv", Lesions);
        string marks = _tool.Write("m.csv", Marks);
        using JsonDocument named = Run("froc", marks, "--lesions", lesions, "--each-reader", "--json");
        using JsonDocument placed = Run(
            "froc",
            marks,
            "--lesions",
            lesions,
            "--distance",
            "3",
            "--each-reader",
            "--json"
        );
        JsonElement[] cells = [.. named.RootElement.GetProperty("modalities").EnumerateArray()];

        // Reader 1: false marks 2, −∞, −∞; lesions 5 (1), 4 (.75), −∞ (.25): (1 + .75 + .25 · (.5 + .5) / 3) / 2.
        Assert.Equal((1 + 0.75 + (0.25 / 3)) / 2, cells[1].GetProperty("value").GetDouble(), 12);

        // Reader 2: false marks 4, −∞, −∞; lesions 3, 4 (.75), 5 (.25).
        Assert.Equal(((2 / 3.0) + (0.75 * 2.5 / 3) + 0.25) / 2, cells[2].GetProperty("value").GetDouble(), 12);
        Assert.Equal(
            cells[0].GetProperty("value").GetDouble(),
            placed.RootElement.GetProperty("modalities")[0].GetProperty("value").GetDouble(),
            12
        );
        using JsonDocument far = Run(
            "froc",
            marks,
            "--lesions",
            lesions,
            "--distance",
            "1.2",
            "--figure",
            "lesion-sensitivity",
            "--threshold",
            "0",
            "--json"
        );
        Assert.Equal(
            (1 / 3.0 + 1 / 3.0) / 2,
            far.RootElement.GetProperty("modalities")[0].GetProperty("value").GetDouble(),
            12
        );
        string picture = _tool.At("froc.svg");
        Assert.Equal(0, _tool.Run("froc", marks, "--lesions", lesions, "--plot", picture).Code);
        Assert.Contains("all: FROC", File.ReadAllText(picture), StringComparison.Ordinal);
        Assert.Contains("Examples:", _tool.Run("froc", "--help").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("item,reader,rating,lesion\nz,r,1,\n", "line 2: the item z stands not in")]
    [InlineData("item,reader,rating,lesion\na,r,1,9\n", "line 2: a has no lesion '9'")]
    [InlineData("item,reader,rating,lesion\na,r,sure,1\n", "line 2: 'sure' is no rating")]
    [InlineData("item,reader,rating\na,r,1\n", "the columns item, reader, rating and lesion are needed")]
    public void Bad_marks_are_refused_with_their_line(string text, string words)
    {
        (int code, _, string error) = _tool.Run(
            "froc",
            _tool.Write("m.csv", text),
            "--lesions",
            _tool.Write("l.csv", Lesions)
        );
        Assert.Equal(2, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("item,lesion\na,1\na,\n", "line 3: a has lesions and a row that says it has none")]
    [InlineData("item,lesion\na,1\na,1\n", "line 3: a second lesion 1 of a")]
    [InlineData("item,lesion,weight\na,1,-2\n", "line 2: '-2' is no weight above 0")]
    public void Bad_lesions_are_refused_with_their_line(string text, string words)
    {
        (int code, _, string error) = _tool.Run(
            "froc",
            _tool.Write("m.csv", Marks),
            "--lesions",
            _tool.Write("l.csv", text)
        );
        Assert.Equal(2, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        Assert.Contains("needs --threshold", Error("--figure", "case-sensitivity"), StringComparison.Ordinal);
        Assert.Contains("needs --false-marks", Error("--figure", "sensitivity-at"), StringComparison.Ordinal);
        Assert.Contains("belongs to", Error("--threshold", "1"), StringComparison.Ordinal);
        Assert.Contains(
            "not false-marks",
            Error("--figure", "false-marks", "--threshold", "1", "--margin", "0.1"),
            StringComparison.Ordinal
        );
        Assert.Contains("0, or at least 100", Error("--replicates", "5"), StringComparison.Ordinal);
    }

    private string Error(params string[] more)
    {
        (int code, _, string error) = _tool.Run([
            "froc",
            _tool.Write("m.csv", Marks),
            "--lesions",
            _tool.Write("l.csv", Lesions),
            .. more,
        ]);
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
