using System.Text.Json;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Cli;

/// <summary><c>overread redundancy</c>.</summary>
public class RedundancyCommands
{
    [Fact]
    public void Reads_that_agree_are_not_asked_for_again()
    {
        using Tool tool = new();
        SeededRandom random = new(4);
        List<string> reads = ["item,reader,field,answer"];
        List<string> truth = ["item,field,answer"];
        for (int item = 0; item < 200; item++)
        {
            truth.Add($"i{item},easy,{item % 2}");
            truth.Add($"i{item},hard,{item % 2}");
            for (int reader = 0; reader < 7; reader++)
            {
                reads.Add($"i{item},r{reader},easy,{item % 2}");
                reads.Add($"i{item},r{reader},hard,{(random.NextDouble() < 0.75 ? item % 2 : 1 - (item % 2))}");
            }
        }

        string file = tool.Write("reads.csv", string.Join('\n', reads) + "\n");
        string gold = tool.Write("gold.csv", string.Join('\n', truth) + "\n");
        (int code, string output, string error) = tool.Run(
            "redundancy",
            file,
            "--truth",
            gold,
            "--orders",
            "3",
            "--json"
        );
        Assert.True(code == 0, error);
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement[] fields = [.. json.RootElement.GetProperty("fields").EnumerateArray()];
        JsonElement easy = fields.Single(field => field.GetProperty("field").GetString() == "easy");
        JsonElement hard = fields.Single(field => field.GetProperty("field").GetString() == "hard");
        // Two reads of each item do where nobody differs: 400 of 1,000.
        Assert.Equal((400, 1000, 1), (Figure(easy, "reads"), Figure(easy, "fixedReads"), Figure(easy, "accuracy")));
        Assert.Equal(0.6, Figure(easy, "saved"), 1e-12);
        Assert.InRange(Figure(hard, "reads"), 600, 700);
        Assert.InRange(Figure(hard, "accuracy"), Figure(hard, "fixedMajority") - 0.05, 1);
        Assert.Contains(
            "fixed 5",
            tool.Run("redundancy", file, "--truth", gold, "--orders", "2").Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_truth_that_meets_nothing_is_said()
    {
        using Tool tool = new();
        string file = tool.Write("reads.csv", "item,reader,label\na,x,1\na,y,1\n");
        string gold = tool.Write("gold.csv", "item,label\nb,1\n");
        (int code, _, string error) = tool.Run("redundancy", file, "--truth", gold);
        Assert.Equal(2, code);
        Assert.Contains("nothing can be compared", error, StringComparison.Ordinal);
    }

    private static double Figure(JsonElement field, string name) => field.GetProperty(name).GetDouble();
}
