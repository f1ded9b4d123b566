using System.Globalization;
using System.Text.Json;
using Overread.Cli.Server.Campaigns;
using Overread.Quality.Readers;

namespace Overread.Quality.Tests.Cli;

/// <summary><c>overread watch-readers</c>.</summary>
public class WatchReadersCommands
{
    [Fact]
    public void A_campaign_in_files_gives_the_findings_of_the_campaign()
    {
        using Tool tool = new();
        TroubleScript script = TroubleScript.Draw(9, trouble: true);
        IReadOnlyList<WatchedRead> reads = TroublePlay.Play(script, 9);
        string file = tool.Write(
            "reads.csv",
            "item,reader,label,time,seconds\n"
                + string.Concat(
                    reads.Select(
                        (r, i) =>
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"i{r.Item},{script.Workers[r.Reader].Name},{r.Answer},{i},{r.Seconds}\n"
                            )
                    )
                )
        );
        int[] items = [.. Enumerable.Range(0, script.ItemCount)];
        string gold = tool.Write("gold.csv", Rows(items.Where(script.IsGold), script.Truth));
        string shown = tool.Write("shown.csv", Rows(items, script.Suggestion));
        (int code, string output, string error) = tool.Run([
            "watch-readers",
            file,
            "--gold",
            gold,
            "--suggestions",
            shown,
            "--reads-per-item",
            "5",
            "--json",
        ]);
        Assert.True(code == 0, error);
        using JsonDocument json = JsonDocument.Parse(output);
        string[] found =
        [
            .. json
                .RootElement.GetProperty("found")
                .EnumerateArray()
                .Select(row => $"{Word(row, "reader")} {Word(row, "kind")} {row.GetProperty("atRead").GetInt32()}")
                .Order(StringComparer.Ordinal),
        ];
        string[] expected =
        [
            .. TroubleRun
                .Watch(script, reads)
                .Select(f =>
                    $"{script.Workers[f.Reader].Name} {Overread.Quality.Readers.TroubleWords.Of(f.Kind)} {f.AtRead}"
                )
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(8, found.Length);
        Assert.Equal(expected, found);
        Assert.Contains(
            "Each line is a question to a person",
            tool.Run("watch-readers", file, "--gold", gold).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Nothing_found_is_not_all_well_and_wrong_cells_are_named()
    {
        using Tool tool = new();
        string file = tool.Write("reads.csv", "item,reader,label,time,seconds\na,x,1,1,20\na,y,0,2,30\nb,x,0,3,10\n");
        (int code, string output, _) = tool.Run("watch-readers", file);
        Assert.Equal(0, code);
        Assert.Contains("that does not show that all are well", output, StringComparison.Ordinal);
        string wrong = tool.Write("wrong.csv", "item,reader,label,time,seconds\na,x,1,1,20\na,y,0,2,soon\n");
        (code, _, string error) = tool.Run("watch-readers", wrong);
        Assert.Equal(2, code);
        Assert.Contains("line 3", error, StringComparison.Ordinal);
        Assert.Contains("'soon'", error, StringComparison.Ordinal);
    }

    private static string Word(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private static string Rows(IEnumerable<int> items, Func<int, int> label) =>
        "item,label\n"
        + string.Concat(items.Select(item => string.Create(CultureInfo.InvariantCulture, $"i{item},{label(item)}\n")));
}
