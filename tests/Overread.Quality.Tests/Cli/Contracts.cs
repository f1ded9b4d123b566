using System.Text.Json;

namespace Overread.Quality.Tests.Cli;

/// <summary>What scripts outside this repository rely on.</summary>
public sealed class Contracts
{
    private const string Labels =
        "item,reader,label\nb,r2,yes\na,r1,no\na,r2,no\nb,r1,yes\nc,r1,yes\nc,r2,no\nd,r1,#N/A\nd,r2,#N/A\n";

    [Fact]
    public void Agreement_json_has_names_and_full_digits()
    {
        using Tool tool = new();
        (int code, string output, _) = tool.Run("agreement", tool.Write("l.csv", Labels), "--json");
        Assert.Equal(0, code);
        using JsonDocument json = JsonDocument.Parse(output);
        Dictionary<string, JsonElement> byName = json
            .RootElement.GetProperty("coefficients")
            .EnumerateArray()
            .ToDictionary(entry => entry.GetProperty("name").GetString()!);
        Assert.Equal(0.75, byName["percent"].GetProperty("value").GetDouble());

        // Table: (no, no) 1, (yes, yes) 1, (yes, no) 1, (#N/A, #N/A) 1; chance (1·2 + 2·1 + 1·1)/16.
        Assert.Equal(
            (0.75 - (5 / 16.0)) / (1 - (5 / 16.0)),
            byName["cohen-kappa"].GetProperty("value").GetDouble(),
            1e-15
        );
        foreach (string name in (string[])["fleiss-kappa", "krippendorff-alpha", "gwet-ac1"])
        {
            Assert.Equal(4, byName[name].GetProperty("items").GetInt32());
            Assert.Equal(2, byName[name].GetProperty("readers").GetInt32());
            Assert.True(byName[name].GetProperty("low").GetDouble() <= byName[name].GetProperty("value").GetDouble());
            Assert.Equal(JsonValueKind.Null, byName[name].GetProperty("field").ValueKind);
        }
    }

    [Fact]
    public void Consensus_writes_item_label_probability_status()
    {
        using Tool tool = new();
        string file = tool.Write("l.csv", Labels);
        (int code, _, string error) = tool.Run("consensus", file, "--method", "majority", "--out", tool.At("out.csv"));
        Assert.True(code == 0, error);
        Assert.Equal(
            "item,label,probability,status\na,no,1,accepted\nb,yes,1,accepted\nc,,0.5,tie\nd,#N/A,1,accepted\n",
            File.ReadAllText(tool.At("out.csv"))
        );
    }

    [Fact]
    public void Consensus_of_several_fields_names_them()
    {
        using Tool tool = new();
        string file = tool.Write(
            "l.csv",
            "item,reader,field,answer\n1,a,mass,present\n1,b,mass,present\n1,a,size,3\n1,b,size,4\n"
        );
        (int code, _, string error) = tool.Run("consensus", file, "--method", "majority", "--out", tool.At("out.csv"));
        Assert.True(code == 0, error);
        Assert.Equal(
            "item,field,label,probability,status\n1,mass,present,1,accepted\n1,size,,0.5,tie\n",
            File.ReadAllText(tool.At("out.csv"))
        );
    }

    [Fact]
    public void Truth_adds_accuracy_and_macro_f1()
    {
        using Tool tool = new();
        string file = tool.Write("l.csv", "task,worker,label\n1,a,0\n1,b,0\n2,a,1\n2,b,1\n3,a,0\n3,b,1\n");
        string gold = tool.Write("g.csv", "task,label\n1,0\n2,0\n3,1\n");
        (int code, string output, _) = tool.Run("consensus", file, "--method", "majority", "--truth", gold, "--json");
        Assert.Equal(0, code);
        using JsonDocument json = JsonDocument.Parse(output);

        // Right: item 1, and half of the tie. Category 0: one of 1.5 given and 2 real; category 1: a half of 1.5 and 1.
        Assert.Equal(1.5 / 3, json.RootElement.GetProperty("accuracy").GetDouble(), 1e-15);
        Assert.Equal(((2 / 3.5) + (1 / 2.5)) / 2, json.RootElement.GetProperty("macroF1").GetDouble(), 1e-15);
    }

    [Fact]
    public void Any_row_order_gives_the_same_file()
    {
        using Tool tool = new();
        string[] rows = Labels.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string shuffled = string.Join('\n', rows.Take(1).Concat(rows.Skip(1).Reverse())) + "\n";
        foreach (string method in (string[])["dawid-skene", "auto"])
        {
            tool.Run("consensus", tool.Write("a.csv", Labels), "--method", method, "--out", tool.At("a.out"));
            tool.Run("consensus", tool.Write("b.csv", shuffled), "--method", method, "--out", tool.At("b.out"));
            Assert.Equal(File.ReadAllText(tool.At("a.out")), File.ReadAllText(tool.At("b.out")));
        }
    }

    [Fact]
    public void Parquet_comes_back()
    {
        using Tool tool = new();
        string file = tool.Write("l.csv", "item,reader,field,answer\n1,a,mass,present\n1,b,mass,present\n");
        Assert.Equal(0, tool.Run("consensus", file, "--out", tool.At("c.parquet")).Code);
        (int code, _, string error) = tool.Run("agreement", tool.At("c.parquet"));
        Assert.Equal(2, code);
        Assert.Contains("no column 'reader'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1: the file is empty")]
    [InlineData("item,reader\n1,a\n", "line 1: no column 'label'")]
    [InlineData("item,reader,label\n1,a,x\n2,a\n", "line 3: 2 fields")]
    [InlineData("item,reader,label\n1,a,\"x\n", "line 2: a quote that is never closed")]
    [InlineData("item,reader,label\n1,a,x\"y\n", "line 2: a quote inside")]
    [InlineData("item,reader,label\n1,,x\n", "line 2: the column 'reader' is empty")]
    [InlineData("item,reader,label\n\"1\n2\",a,x\n3,a\n", "line 4: 2 fields")]
    public void What_is_wrong_is_named_with_its_line(string text, string expected)
    {
        using Tool tool = new();
        (int code, _, string error) = tool.Run("agreement", tool.Write("bad.csv", text));
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }
}
