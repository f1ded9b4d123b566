using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Overread.Quality.Tests.Cli;

public sealed class SuggestionCommands
{
    [Fact]
    public void A_report_says_who_follows_wrong_suggestions()
    {
        using Tool tool = new();
        string file = tool.Write("reads.csv", Reads());
        (int code, string json, string error) = tool.Run("suggestions", "report", file, "--json");
        Assert.True(code == 0, error);
        JsonElement root = JsonDocument.Parse(json).RootElement;
        JsonElement[] readers = [.. root.GetProperty("readers").EnumerateArray()];
        Assert.Equal(
            ["careful not shown 0 10", "new unknown 0 0", "trusting over-trusts 8 10"],
            readers
                .Select(r =>
                    $"{r.GetProperty("reader")} {r.GetProperty("overTrust").GetProperty("verdict")} {r.GetProperty("overTrust").GetProperty("followed")} {r.GetProperty("overTrust").GetProperty("of")}"
                )
                .Order(StringComparer.Ordinal)
        );
        JsonElement all = root.GetProperty("all");
        Assert.Equal(162, all.GetProperty("reads").GetInt32());
        Assert.Equal(
            (8, 20),
            (
                all.GetProperty("followsWrong").GetProperty("count").GetInt32(),
                all.GetProperty("followsWrong").GetProperty("of").GetInt32()
            )
        );
        Assert.Equal(0.5, all.GetProperty("seconds").GetProperty("ratio").GetDouble(), 1e-9);
        (_, string text, _) = tool.Run("suggestions", "report", file);
        Assert.Contains("1 of 3 readers follow wrong suggestions", text, StringComparison.Ordinal);
        Assert.Contains("ratio 0.50", text, StringComparison.Ordinal);
        (_, string csv, _) = tool.Run("suggestions", "report", file, "--csv");
        Assert.Equal(1 + (4 * 8), csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("item,reader,final\na,r,1\n", "line 1: there is no column 'suggestion'")]
    [InlineData("item,reader,suggestion,final\na,r,1,\n", "line 2: item, reader and final must not be empty")]
    [InlineData("item,reader,suggestion,final\na,r,1,1\na,r,1,0\n", "line 3: a second read of a by r")]
    [InlineData("item,reader,suggestion,final,seconds\na,r,1,1,-3\n", "line 2: '-3' is no positive number of seconds")]
    [InlineData(
        "item,reader,suggestion,final,truth,planted\na,r,1,1,1,yes\n",
        "line 2: a planted suggestion must be wrong"
    )]
    [InlineData("item,reader,suggestion,final,planted\na,r,1,1,perhaps\n", "line 2: 'perhaps' in the column planted")]
    [InlineData("item,reader,suggestion,final\na,r,,1\n", "no read has a suggestion")]
    [InlineData("item,reader,suggestion,final\n", "line 1: there is no row under the header")]
    public void A_table_that_cannot_be_used_is_refused_with_its_line(string text, string says)
    {
        using Tool tool = new();
        (int code, _, string error) = tool.Run("suggestions", "report", tool.Write("r.csv", text));
        Assert.Equal(2, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    private static string Reads()
    {
        StringBuilder text = new("item,reader,suggestion,first,final,truth,planted,seconds\n");
        foreach ((string reader, int follows) in (ReadOnlySpan<(string, int)>)[("careful", 0), ("trusting", 8)])
        {
            for (int i = 0; i < 80; i++)
            {
                bool shown = i < 60;
                bool planted = i < 10;
                string suggestion =
                    !shown ? ""
                    : planted ? "no"
                    : "yes";
                string final = planted && i < follows ? "no" : "yes";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"i{i},{reader},{suggestion},{(shown ? "yes" : "")},{final},yes,{(planted ? "yes" : "")},{(shown ? 10 : 20)}\n"
                );
            }
        }

        text.Append("i0,new,yes,yes,yes,yes,,10\ni1,new,,,yes,yes,,20\n");
        return text.ToString();
    }
}
