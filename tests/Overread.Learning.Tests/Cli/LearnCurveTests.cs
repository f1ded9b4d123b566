using System.Globalization;
using System.Text;
using System.Text.Json;
using Overread.Quality.Numerics;
using SkiaSharp;

namespace Overread.Learning.Tests.Cli;

public sealed class LearnCurveTests
{
    private static readonly string[] s_small = ["--seeds", "3", "--start", "6", "--batch", "6", "--budget", "18"];

    [Fact]
    public void A_table_gives_curves_differences_and_advice_the_same_for_any_number_of_threads()
    {
        using Tool tool = new();
        string table = tool.Write("t.csv", Table(60, "item,subject,label,a,b"));
        (int code, string json, string error) = tool.Run([
            "learn",
            "curve",
            table,
            .. s_small,
            "--json",
            "--strategies",
            "all",
        ]);
        Assert.True(code == 0, error);
        Assert.Equal(
            json,
            tool.Run(["learn", "curve", table, .. s_small, "--json", "--strategies", "all", "--threads", "3"]).Output
        );
        JsonElement root = JsonDocument.Parse(json).RootElement;
        Assert.Equal(60, root.GetProperty("set").GetProperty("items").GetInt32());
        Assert.Equal(30, root.GetProperty("set").GetProperty("groups").GetInt32());
        Assert.Equal(2, root.GetProperty("set").GetProperty("features").GetInt32());
        Assert.Equal(8, root.GetProperty("comparisons").GetInt32());
        Assert.Equal("unknown", root.GetProperty("next").GetProperty("verdict").GetString());
        JsonElement[] strategies = [.. root.GetProperty("strategies").EnumerateArray()];
        Assert.Equal(9, strategies.Length);
        Assert.Equal("baseline", strategies[0].GetProperty("verdict").GetString());
        Assert.All(
            strategies,
            strategy =>
            {
                Assert.Equal(
                    [6, 12, 18],
                    strategy.GetProperty("curve").EnumerateArray().Select(p => p.GetProperty("labels").GetInt32())
                );
                Assert.InRange(
                    strategy.GetProperty("area").GetDouble(),
                    strategy.GetProperty("low").GetDouble(),
                    strategy.GetProperty("high").GetDouble()
                );
            }
        );
        (_, string text, _) = tool.Run(["learn", "curve", table, .. s_small]);
        Assert.Contains("no gain shown", text, StringComparison.Ordinal);
        Assert.Contains("Read on by chance", text, StringComparison.Ordinal);
        (_, string csv, _) = tool.Run(["learn", "curve", table, .. s_small, "--csv"]);
        Assert.Equal(1 + (4 * 3), csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Every_layout_is_read_as_what_it_is()
    {
        using Tool tool = new();
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"i{i:D2}")];
        foreach (string name in names)
        {
            bool light = Light(name);
            Picture(tool.At($"byclass/{(light ? "light" : "dark")}/{name}.png"), light);
            Picture(tool.At($"pictures/{name}.jpg"), light);
            tool.Write($"texts/{name}.txt", light ? $"bright and sunny {name}" : $"gloomy and black {name}");
        }

        string labels = "item,label\n" + string.Concat(names.Select(n => $"{n},{(Light(n) ? "light" : "dark")}\n"));
        tool.Write("pictures/labels.csv", labels);
        tool.Write("texts/labels.csv", labels);
        tool.Write("numbers/labels.csv", labels);
        tool.Write(
            "numbers/features.csv",
            "item,a\n" + string.Concat(names.Select(n => $"x/{n},{(Light(n) ? 1 : 0)}\n"))
        );
        tool.Write("release/exports/labels.csv", labels.Replace("item,label", "item,tone", StringComparison.Ordinal));
        foreach (
            (string set, string kind, string content, string[] more) in ((string, string, string, string[])[])
                [
                    ("byclass", "classes", "pictures", []),
                    ("pictures", "folder", "pictures", []),
                    ("texts", "folder", "texts", []),
                    ("numbers", "folder", "numbers", []),
                    ("release", "release", "texts", ["--content", tool.At("texts")]),
                    ("release", "release", "numbers", ["--features", tool.At("numbers/features.csv")]),
                ]
        )
        {
            (int code, string json, string error) = tool.Run([
                "learn",
                "curve",
                Path.GetDirectoryName(tool.At(set + "/x"))!,
                .. s_small,
                "--json",
                .. more,
            ]);
            Assert.True(code == 0, error);
            JsonElement read = JsonDocument.Parse(json).RootElement.GetProperty("set");
            Assert.Equal(
                (kind, content, 40),
                (
                    read.GetProperty("kind").GetString(),
                    read.GetProperty("content").GetString(),
                    read.GetProperty("items").GetInt32()
                )
            );
            Assert.Equal(14, read.GetProperty("classes").GetProperty("light").GetInt32());

            // Light and dark are told apart by the features of every kind.
            JsonElement random = JsonDocument.Parse(json).RootElement.GetProperty("strategies")[0];
            Assert.True(random.GetProperty("curve")[2].GetProperty("score").GetDouble() > 0.9, $"{set}: {json}");
        }
    }

    [Fact]
    public void A_release_is_joined_by_what_its_items_were_called_before()
    {
        using Tool tool = new();
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"i{i:D2}")];
        tool.Write(
            "release/exports/labels.csv",
            "item,subject,split,tone\n"
                + string.Concat(
                    names.Select(n => $"0af{n},s{n},train,{(n == "i39" ? "" : Light(n) ? "light" : "dark")}\n")
                )
        );
        tool.Write(
            "release/items.csv",
            "item,title,subject,file,sop_instance_uid,reference\n"
                + string.Concat(names.Select(n => $"0af{n},study {n},s{n},,,clinic/{n}\n"))
        );
        string scores = tool.Write(
            "scores.csv",
            "item,a\n" + string.Concat(names.Select(n => $"clinic/{n},{(Light(n) ? 1 : 0)}\n"))
        );
        string folder = Path.GetDirectoryName(tool.At("release/x"))!;
        (int code, string json, string error) = tool.Run([
            "learn",
            "curve",
            folder,
            .. s_small,
            "--json",
            "--features",
            scores,
        ]);
        Assert.True(code == 0, error);
        Assert.Contains("1 items without a label are left out", error, StringComparison.Ordinal);
        JsonElement set = JsonDocument.Parse(json).RootElement.GetProperty("set");
        Assert.Equal(39, set.GetProperty("items").GetInt32());
        Assert.Equal(39, set.GetProperty("groups").GetInt32());
        Assert.Contains(
            "give a table of features or scores with --features",
            tool.Run("learn", "curve", folder).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Boxes_are_items_and_their_picture_is_the_group()
    {
        using Tool tool = new();
        for (int i = 0; i < 24; i++)
        {
            Picture(tool.At($"voc/JPEGImages/p{i}.png"), light: true, half: true);
            tool.Write(
                $"voc/Annotations/p{i}.xml",
                $"<annotation><filename>p{i}.png</filename><size><width>40</width><height>40</height></size>{Box("left", 1, 20)}{Box("right", 21, 40)}</annotation>"
            );
        }

        (int code, string json, string error) = tool.Run([
            "learn",
            "curve",
            Path.GetDirectoryName(tool.At("voc/x"))!,
            .. s_small,
            "--json",
        ]);
        Assert.True(code == 0, error);
        JsonElement set = JsonDocument.Parse(json).RootElement.GetProperty("set");
        Assert.Equal("voc", set.GetProperty("kind").GetString());
        Assert.Equal(48, set.GetProperty("items").GetInt32());
        Assert.Equal(24, set.GetProperty("groups").GetInt32());
        Assert.Equal(24, set.GetProperty("classes").GetProperty("right").GetInt32());
    }

    [Theory]
    [InlineData("item,label,a\nx,1,2\ny,1,3\n", "all 2 items have the label '1'")]
    [InlineData("item,label,a\nx,1,2\ny,0,n/a\n", "line 3: 'n/a' in the column a is no number")]
    [InlineData("item,label,a\nx,1,2\nx,0,3\n", "line 3: the item x stands on line 2 already")]
    [InlineData("item,a\nx,1\n", "line 1: there is no column 'label' (--label NAME)")]
    [InlineData("item,label\nx,1\ny,0\n", "no column of features")]
    [InlineData("item,label,a\n,1,2\n", "line 2: the column item is empty")]
    [InlineData("item,label,a\nx,1,2\ny,0,3\n", "leave 0 to choose from")]
    public void A_table_that_cannot_be_used_is_refused_with_its_line(string text, string says)
    {
        using Tool tool = new();
        (int code, string output, string error) = tool.Run("learn", "curve", tool.Write("t.csv", text));
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_that_cannot_be_found_is_refused_with_what_would_be_one()
    {
        using Tool tool = new();
        tool.Write("empty/notes.md", "");
        string folder = Path.GetDirectoryName(tool.At("empty/x"))!;
        Assert.Contains("a folder per class", tool.Run("learn", "curve", folder).Error, StringComparison.Ordinal);
        Assert.Contains("no such file", tool.Run("learn", "curve", tool.At("none")).Error, StringComparison.Ordinal);
        string table = tool.Write("t.csv", Table(60, "item,subject,label,a,b"));
        Assert.Contains(
            "'best' is no strategy",
            tool.Run("learn", "curve", table, "--strategies", "best").Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no column 'tone'",
            tool.Run("learn", "curve", table, "--label", "tone").Error,
            StringComparison.Ordinal
        );
        string few = tool.Write("f.csv", "item,x\ni0,1\n");
        Assert.Contains(
            "line 3: the item i1 has no row",
            tool.Run("learn", "curve", table, "--features", few).Error,
            StringComparison.Ordinal
        );
        tool.Write("p/labels.csv", "item,label\na,1\n");
        Assert.Contains(
            "line 2: the item a has no picture or text",
            tool.Run("learn", "curve", Path.GetDirectoryName(tool.At("p/x"))!).Error,
            StringComparison.Ordinal
        );
        Picture(tool.At("m/one/images/one.png"), light: true);
        Picture(tool.At("m/one/masks/a.png"), light: false);
        Picture(tool.At("m/two/images/two.png"), light: true);
        Assert.Contains(
            "its 2 folders hold 2 items: these are no classes",
            tool.Run("learn", "curve", Path.GetDirectoryName(tool.At("m/x"))!).Error,
            StringComparison.Ordinal
        );
        tool.Write("r/exports/labels.csv", "item,subject,split,f,g\na,s,train,1,2\n");
        Assert.Contains(
            "name one with --label: f, g",
            tool.Run("learn", "curve", Path.GetDirectoryName(tool.At("r/x"))!).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_shared_sets_are_read_as_they_lie()
    {
        using Tool tool = new();
        foreach (
            (string path, string[] more, string kind, int items, int classes) in ((
                string,
                string[],
                string,
                int,
                int
            )[])
                [
                    (Tool.Shared("photo", "BCCD"), [], "voc", 1093, 3),
                    (
                        Tool.Shared(
                            "text_annotated",
                            "ncbi-disease",
                            "original-data",
                            "devel",
                            "NCBIdevelopset_corpus.txt"
                        ),
                        [],
                        "spans",
                        787,
                        4
                    ),
                    (
                        Tool.Shared("quality", "chexpert", "groundtruth.csv"),
                        [
                            "--label",
                            "Edema",
                            "--features",
                            Tool.Shared("quality", "chexpert", "models", "ihil_predictions.csv"),
                        ],
                        "table",
                        500,
                        2
                    ),
                ]
        )
        {
            (int code, string json, string error) = tool.Run([
                "learn",
                "curve",
                path,
                .. more,
                "--seeds",
                "3",
                "--budget",
                "60",
                "--strategies",
                "margin",
                "--json",
            ]);
            Assert.True(code == 0, error);
            JsonElement set = JsonDocument.Parse(json).RootElement.GetProperty("set");
            Assert.Equal(
                (kind, items, classes),
                (
                    set.GetProperty("kind").GetString(),
                    set.GetProperty("items").GetInt32(),
                    set.GetProperty("classes").EnumerateObject().Count()
                )
            );
        }
    }

    private static bool Light(string name) => int.Parse(name[1..], CultureInfo.InvariantCulture) % 3 == 0;

    private static string Box(string name, int left, int right) =>
        $"<object><name>{name}</name><bndbox><xmin>{left}</xmin><ymin>1</ymin><xmax>{right}</xmax><ymax>40</ymax></bndbox></object>";

    private static void Picture(string path, bool light, bool half = false)
    {
        using SKBitmap bitmap = new(40, 40);
        for (int y = 0; y < 40; y++)
        {
            for (int x = 0; x < 40; x++)
            {
                byte grey = (byte)((light && (!half || x < 20) ? 200 : 40) + ((x + (3 * y)) % 7));
                bitmap.SetPixel(x, y, new SKColor(grey, grey, grey));
            }
        }

        using FileStream stream = File.Create(path);
        bitmap.Encode(
            stream,
            path.EndsWith(".png", StringComparison.Ordinal) ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg,
            95
        );
    }

    private static string Table(int items, string header)
    {
        SeededRandom random = new(3);
        StringBuilder text = new(header + "\n");
        for (int i = 0; i < items; i++)
        {
            int label = i % 3 == 0 ? 1 : 0;
            text.Append(
                CultureInfo.InvariantCulture,
                $"i{i},s{i / 2},{label},{label + random.NextNormal()},{random.NextNormal()}\n"
            );
        }

        return text.ToString();
    }
}
