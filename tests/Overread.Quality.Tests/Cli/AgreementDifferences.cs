using System.Globalization;
using System.Text;
using System.Text.Json;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Cli;

/// <summary>agreement --against, --against-readers and --by --differences as they are typed.</summary>
public sealed class AgreementDifferences : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void Another_file_of_the_same_items_is_paired_and_of_others_not()
    {
        string before = _tool.Write("before.csv", Labels("i", 0.75, 1));
        string after = _tool.Write("after.csv", Labels("i", 0.98, 2));
        string elsewhere = _tool.Write("elsewhere.csv", Labels("k", 0.98, 3));
        JsonElement paired = Difference(_tool.Run("agreement", before, "--against", after, "--json"), "fleiss-kappa");
        Assert.True(paired.GetProperty("paired").GetBoolean());
        Assert.True(paired.GetProperty("low").GetDouble() > 0);
        Assert.Contains(
            "after.csv agrees better than before.csv",
            paired.GetProperty("sentence").GetString(),
            StringComparison.Ordinal
        );
        double apart = paired.GetProperty("secondValue").GetDouble() - paired.GetProperty("firstValue").GetDouble();
        Assert.Equal(apart, paired.GetProperty("value").GetDouble(), 12);
        JsonElement unpaired = Difference(_tool.Run("agreement", before, "--against", elsewhere, "--json"), "gwet-ac1");
        Assert.False(unpaired.GetProperty("paired").GetBoolean());
        Assert.Equal(0, unpaired.GetProperty("correlation").GetDouble());
        Assert.Contains(
            "after.csv - before.csv",
            _tool.Run("agreement", before, "--against", after).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Readers_and_groups()
    {
        string file = _tool.Write("l.csv", Labels("i", 0.75, 1) + Labels("i", 0.97, 4, "s").Split('\n', 2)[1]);
        JsonElement readers = Difference(
            _tool.Run(
                "agreement",
                file,
                "--readers",
                "r0",
                "r1",
                "r2",
                "--against-readers",
                "s0",
                "s1",
                "s2",
                "--json"
            ),
            "fleiss-kappa"
        );
        Assert.True(readers.GetProperty("low").GetDouble() > 0);
        Assert.Equal("s0+s1+s2", readers.GetProperty("second").GetString());
        string sites = _tool.Write(
            "s.csv",
            "item,site\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"i{i},{(i < 40 ? "north" : "south")}\n"))
        );
        JsonElement groups = Difference(
            _tool.Run("agreement", file, "--readers", "r0", "r1", "r2", "--by", sites, "--differences", "--json"),
            "fleiss-kappa"
        );
        Assert.Equal("north", groups.GetProperty("first").GetString());
        Assert.False(groups.GetProperty("paired").GetBoolean());
        Assert.Contains("--by FILE", _tool.Run("agreement", file, "--differences").Error, StringComparison.Ordinal);
        Assert.Contains(
            "name one",
            _tool.Run("agreement", file, "--against", file, "--against-readers", "r0").Error,
            StringComparison.Ordinal
        );
    }

    private static string Labels(string item, double accuracy, ulong seed, string reader = "r")
    {
        SeededRandom random = new(seed);
        StringBuilder text = new("item,reader,label\n");
        for (int i = 0; i < 80; i++)
        {
            for (int r = 0; r < 3; r++)
            {
                bool right = random.NextDouble() < accuracy;
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{item}{i},{reader}{r},{((i % 2 == 0) == right ? "yes" : "no")}\n"
                );
            }
        }

        return text.ToString();
    }

    private static JsonElement Difference((int Code, string Output, string Error) run, string name)
    {
        Assert.True(run.Code == 0, run.Error);
        return JsonDocument
            .Parse(run.Output)
            .RootElement.GetProperty("differences")
            .EnumerateArray()
            .First(found => found.GetProperty("name").GetString() == name);
    }
}
