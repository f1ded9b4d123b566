using System.Text.Json;
using System.Xml.Linq;
using Overread.Cli.Quality;
using Overread.Cli.Quality.Files;

namespace Overread.Quality.Tests.Cli;

/// <summary>What every quality command can print, draw and say on the way.</summary>
public sealed class OutputTests
{
    private const string Reads =
        "item,reader,field,answer\n1,a,mass,yes\n1,b,mass,yes\n1,c,mass,no\n2,a,mass,no\n2,b,mass,no\n2,c,mass,no\n"
        + "3,a,mass,yes\n3,b,mass,no\n3,c,mass,yes\n1,a,size,3\n1,b,size,4\n2,a,size,3\n2,b,size,3\n";

    [Fact]
    public void Every_command_takes_the_same_options()
    {
        using Tool tool = new();
        string reads = tool.Write("r.csv", Reads);
        string votes = tool.Write("v.csv", "item,reader,label\n1,f,0\n1,g,0\n2,f,1\n2,g,1\n2,h,0\n1,h,0\n");
        string model = tool.Write("p.csv", "item,label,no,yes\na,no,0.9,0.1\nb,no,0.1,0.9\nc,yes,0.2,0.8\n");
        string[][] commands =
        [
            ["agreement", reads],
            ["consensus", reads],
            ["weak-labels", votes],
            ["label-issues", model],
            ["sample-size"],
            ["sample-size", "--good", "0.01", "--bad", "0.05"],
        ];
        foreach (string[] command in commands)
        {
            (int code, string csv, string error) = tool.Run([
                .. command,
                "--csv",
                "--seed",
                "3",
                "--threads",
                "2",
                "--parquet",
                tool.At("t.parquet"),
            ]);
            Assert.True(code == 0, command[0] + error);
            ParquetRows table = ParquetRows.Open(tool.At("t.parquet"));
            string[] lines = csv.TrimEnd('\n').Split('\n');
            Assert.Equal(lines[0], string.Join(',', table.Header));
            Assert.Equal(lines.Length - 1, table.Column(0).Length);
            for (int row = 0; row < table.Column(0).Length; row++)
            {
                Assert.Equal(
                    lines[row + 1].ToLowerInvariant(),
                    TextTable
                        .CsvLine(
                            Enumerable.Range(0, table.Header.Count).Select(i => table.Column(i)[row] ?? string.Empty)
                        )
                        .TrimEnd('\n')
                        .ToLowerInvariant()
                );
            }

            (code, string json, error) = tool.Run([.. command, "--json"]);
            Assert.True(code == 0, error);
            JsonDocument.Parse(json).Dispose();
            Assert.Equal(1, tool.Run([.. command, "--threads", "0"]).Code);
        }
    }

    [Fact]
    public void Plots_are_pictures_that_name_the_readers()
    {
        using Tool tool = new();
        string reads = tool.Write("r.csv", Reads.Replace(",a,", ",Dr <A> & B,", StringComparison.Ordinal));
        string truth = tool.Write("t.csv", "item,field,label\n1,mass,yes\n2,mass,no\n3,mass,yes\n");
        foreach (
            string[] command in (string[][])
                [
                    ["agreement", reads],
                    ["consensus", reads, "--truth", truth],
                ]
        )
        {
            Assert.Equal(0, tool.Run([.. command, "--plot", tool.At("p.svg")]).Code);
            XDocument svg = XDocument.Load(tool.At("p.svg"));
            Assert.Contains(svg.Descendants(), element => element.Value == "Dr <A> & B");
            Assert.Equal(0, tool.Run([.. command, "--plot", tool.At("p.png")]).Code);
            byte[] png = File.ReadAllBytes(tool.At("p.png"));
            Assert.Equal([0x89, 0x50, 0x4E, 0x47], png[..4]);
            using SkiaSharp.SKBitmap picture = SkiaSharp.SKBitmap.Decode(png);
            double width = double.Parse(
                svg.Root!.Attribute("width")!.Value,
                System.Globalization.CultureInfo.InvariantCulture
            );
            Assert.Equal((int)Math.Ceiling(2 * width), picture.Width);

            // The title is written: its row of pixels is not blank.
            Assert.Contains(
                Enumerable.Range(30, 200),
                x => Enumerable.Range(40, 36).Any(y => picture.GetPixel(x, y).Red < 128)
            );
            (int code, _, string error) = tool.Run([.. command, "--plot", tool.At("p.gif")]);
            Assert.Equal(2, code);
            Assert.Contains(".svg or .png", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_plot_is_the_same_file_every_time()
    {
        using Tool tool = new();
        string reads = tool.Write("r.csv", Reads);
        tool.Run("consensus", reads, "--plot", tool.At("a.svg"));
        tool.Run("consensus", reads, "--plot", tool.At("b.svg"), "--threads", "2");
        Assert.Equal(File.ReadAllText(tool.At("a.svg")), File.ReadAllText(tool.At("b.svg")));
    }

    [Fact]
    public void Progress_is_told_when_asked_for_and_short_runs_are_silent()
    {
        using Tool tool = new();
        string reads = tool.Write("r.csv", Reads);
        Assert.Empty(tool.Run("consensus", reads).Error);
        string told = tool.Run("consensus", reads, "--progress").Error;
        Assert.Matches(@"^1 of 2, \d+ s: mass\n2 of 2, \d+ s: size\n$", told);
    }

    [Fact]
    public void A_line_of_progress_waits_renews_and_goes()
    {
        StepClock clock = new();
        using StringWriter output = new();
        using (ProgressLine line = new(output, clock, TimeSpan.FromSeconds(1), lines: false))
        {
            line.Report(1, 3, "first");
            Assert.Empty(output.ToString());
            clock.Seconds = 2;
            line.Report(2, 3, "second");
            Assert.Equal("\r2 of 3, 2 s: second", output.ToString());
        }

        Assert.EndsWith("\r" + new string(' ', 19) + "\r", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_an_agreement_are_named()
    {
        using Tool tool = new();
        string reads = tool.Write(
            "r.csv",
            "item,reader,label\n1,a,x\n1,b,x\n1,c,y\n2,a,y\n2,b,y\n2,c,y\n3,a,x\n3,b,y\n3,c,x\n4,a,x\n4,b,x\n4,c,x\n1,a,y\n2,a,y\n"
        );
        string groups = tool.Write("g.csv", "item,group\n1,north\n2,north\n3,south\n4,south\n");
        (int code, string output, string error) = tool.Run(
            "agreement",
            reads,
            "--by",
            groups,
            "--pairs",
            "--leave-one-out",
            "--intra",
            "--json"
        );
        Assert.True(code == 0, error);
        using JsonDocument json = JsonDocument.Parse(output);
        Dictionary<string, double?> parts = json
            .RootElement.GetProperty("coefficients")
            .EnumerateArray()
            .Where(entry => entry.TryGetProperty("of", out _))
            .ToDictionary(
                entry => entry.GetProperty("of").GetString() + " " + entry.GetProperty("name").GetString(),
                entry =>
                    entry.GetProperty("value").ValueKind == JsonValueKind.Null
                        ? (double?)null
                        : entry.GetProperty("value").GetDouble()
            );
        Assert.Equal(2.0 / 3, parts["north percent"]!.Value, 1e-12);
        Assert.Equal(2.0 / 3, parts["south percent"]!.Value, 1e-12);

        // a and b agree on three of four; a gave x, y, x, x and b x, y, y, x.
        Assert.Equal((0.75 - 0.5) / 0.5, parts["a × b cohen-kappa"]!.Value, 1e-12);
        Assert.True(parts.ContainsKey("without c fleiss-kappa"));
        Assert.True(parts["a intra-reader-kappa"] < 1);
        Assert.Null(parts["b intra-reader-kappa"]);
    }

    [Fact]
    public void Sets_become_fields_and_lend_each_other_what_they_say_of_readers()
    {
        using Tool tool = new();
        string sets = tool.Write(
            "s.csv",
            "item,reader,label\n1,a,edema; effusion\n1,b,edema\n1,c,effusion;edema\n2,a,\n2,b,effusion\n2,c,\n3,a,edema\n3,b,\n3,c,edema\n"
        );
        (int code, string output, string error) = tool.Run(
            "consensus",
            sets,
            "--sets",
            ";",
            "--method",
            "majority",
            "--csv"
        );
        Assert.True(code == 0, error);
        Assert.Equal(
            [
                "item,field,label,probability,status",
                "1,edema,present,1,accepted",
                "2,edema,absent,1,accepted",
                "3,edema,present,0.6666666666666666,accepted",
                "1,effusion,present,0.6666666666666666,accepted",
                "2,effusion,absent,0.6666666666666666,accepted",
                "3,effusion,absent,1,accepted",
            ],
            output.TrimEnd('\n').Split('\n')
        );
        (code, output, error) = tool.Run("consensus", sets, "--sets", ";", "--method", "multi-label");
        Assert.True(code == 0, error);
        Assert.Contains("multi-label", output, StringComparison.Ordinal);
        Assert.Equal(2, tool.Run("consensus", tool.Write("r.csv", Reads), "--sets", ";").Code);
    }

    [Fact]
    public void Learnable_readers_vote_from_the_command_line()
    {
        using Tool tool = new();
        System.Text.StringBuilder labels = new("item,reader,label\n");
        System.Text.StringBuilder features = new("item,x\n");
        for (int item = 0; item < 40; item++)
        {
            features.Append(System.Globalization.CultureInfo.InvariantCulture, $"{item},{item * 7 % 40}\n");
            string truth = item * 7 % 40 < 20 ? "low" : "high";
            foreach (string reader in (string[])["a", "b", "c"])
            {
                labels.Append(System.Globalization.CultureInfo.InvariantCulture, $"{item},{reader},{truth}\n");
            }

            foreach (string reader in (string[])["u", "v", "w", "x"])
            {
                labels.Append(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{item},{reader},{(item % 2 == 0 ? "low" : "high")}\n"
                );
            }
        }

        string file = tool.Write("l.csv", labels.ToString());
        (int code, string output, string error) = tool.Run(
            "consensus",
            file,
            "--method",
            "top-majority",
            "--features",
            tool.Write("f.csv", features.ToString())
        );
        Assert.True(code == 0, error);
        Assert.Contains("3 of 7 readers are learnable", output, StringComparison.Ordinal);
        Assert.Equal(2, tool.Run("consensus", file, "--method", "top-majority").Code);
        Assert.Equal(0, tool.Run("consensus", file, "--method", "dawid-skene", "--start", "spectral").Code);
    }

    private sealed class StepClock : TimeProvider
    {
        internal double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(Seconds * 1000);
    }
}
