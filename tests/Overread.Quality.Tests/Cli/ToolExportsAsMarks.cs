using System.Text.Json;
using Overread.Quality.Tests.Cli.Fuzz;

namespace Overread.Quality.Tests.Cli;

/// <summary>Exports of other tools give the figures of the same marks in a table.</summary>
public sealed class ToolExportsAsMarks : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void Coco_and_CVAT_files_are_a_reader_each()
    {
        // Boxes 20 wide: moved by 4 pixels per item they overlap by (20 - 4i)/(20 + 4i), which is a half or more up to a shift of 6.67.
        string ann = _tool.Write("ann.json", ToolExports.Coco());
        string ben = _tool.Write("ben.json", ToolExports.Coco(4));
        string table = _tool.Write(
            "table.csv",
            "item,reader,label,x,y,width,height\n0.png,ann,,,,,\n0.png,ben,,,,,\n"
                + string.Concat(
                    Enumerable
                        .Range(1, 5)
                        .Select(i => $"{i}.png,ann,nodule,10,10,20,30\n{i}.png,ben,nodule,{10 + (4 * i)},10,20,30\n")
                )
        );
        double expected = F1("marks", table);
        Assert.Equal(0.2, expected, 1e-12);
        Assert.Equal(expected, F1("marks", ann, ben), 1e-12);
        string cyd = _tool.Write("a.xml", ToolExports.Cvat("cyd"));
        string dan = _tool.Write("b.xml", ToolExports.Cvat("dan", 4));
        Assert.Equal(expected, F1("marks", cyd, dan), 1e-12);
        Assert.Contains("one reader alone", _tool.Run("marks", ann).Output, StringComparison.Ordinal);
        Assert.Contains(
            "the reader cyd stands in another file too",
            _tool.Run("marks", cyd, cyd).Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "all files need the same columns",
            _tool.Run("marks", ann, _tool.Write("s.csv", "item,reader,start,end\n1,a,0,1\n")).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Label_Studio_rectangles_become_pixels()
    {
        // 20 % of 200 pixels is 40; the second reader's boxes are moved by the task's number in percent, 2 pixels each.
        string path = _tool.Write("ls.json", ToolExports.LabelStudioBoxes());
        string table = _tool.Write(
            "t.csv",
            "item,reader,label,x,y,width,height\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 6)
                        .Select(i => $"{i},1,nodule,20,10,40,30\n{i},2,nodule,{20 + (2 * i)},10,40,30\n")
                )
        );
        Assert.Equal(F1("marks", table, "--iou", "0.7"), F1("marks", path, "--iou", "0.7"), 1e-12);
        Assert.Equal(4 / 6.0, F1("marks", path, "--iou", "0.7"), 1e-12);
        string turned = _tool.Write(
            "turned.json",
            ToolExports.LabelStudioBoxes().Replace("\"rotation\":0", "\"rotation\":12", StringComparison.Ordinal)
        );
        Assert.Contains(
            "line 1: a rectangle of 1 is rotated",
            _tool.Run("marks", turned).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Prodigy_spans_are_read()
    {
        string path = _tool.Write("p.jsonl", ToolExports.ProdigySpans());
        string table = _tool.Write(
            "t.csv",
            "item,reader,label,start,end\n"
                + string.Concat(Enumerable.Range(0, 6).Select(i => $"{i},r0,drug,0,{10 + i}\n{i},r1,drug,1,{10 + i}\n"))
        );
        Assert.Equal(F1("marks", table), F1("marks", path), 1e-12);
        Assert.Equal(F1("marks", table, "--iou", "0.92"), F1("marks", path, "--iou", "0.92"), 1e-12);
    }

    [Fact]
    public void CVAT_tags_are_labels_and_faults_are_named()
    {
        string tags = _tool.Write("tags.xml", ToolExports.CvatTags());
        (int code, string output, _) = _tool.Run("consensus", tags);
        Assert.Equal(0, code);
        Assert.Contains("on the word of one reader", output, StringComparison.Ordinal);
        string video = _tool.Write("v.xml", "<annotations><track/></annotations>");
        Assert.Contains(
            "exports of videos (<track>) are not read",
            _tool.Run("marks", video).Error,
            StringComparison.Ordinal
        );
        string other = _tool.Write("o.xml", "<html/>");
        Assert.Contains("begins with <html>", _tool.Run("marks", other).Error, StringComparison.Ordinal);
        string broken = _tool.Write("b.xml", "<annotations>\n<image");
        Assert.Contains(
            $"{broken}, line 2: this is not XML",
            _tool.Run("marks", broken).Error,
            StringComparison.Ordinal
        );
        string number = _tool.Write(
            "n.xml",
            ToolExports.Cvat().Replace("xtl=\"10\"", "xtl=\"ten\"", StringComparison.Ordinal)
        );
        Assert.Contains("'ten' as xtl is no number", _tool.Run("marks", number).Error, StringComparison.Ordinal);
        string lost = _tool.Write(
            "c.json",
            ToolExports.Coco().Replace("\"category_id\":1", "\"category_id\":9", StringComparison.Ordinal)
        );
        Assert.Contains(
            "annotation 1: its category_id 9 is no category of the file",
            _tool.Run("marks", lost).Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("\\ud800", false)]
    [InlineData("\\ud83d\\ude00", true)]
    [InlineData("\\ude00\\ud83d", false)]
    [InlineData("\\ud83dx\\ude00", false)]
    [InlineData("\\ud83d\\ud83d\\ude00", false)]
    [InlineData("\\ud83d\\n", false)]
    [InlineData("a\\u0041\\\\ud800", true)]
    public void Half_a_character_in_JSON_is_refused_with_its_line(string text, bool whole)
    {
        string path = _tool.Write(
            "h.jsonl",
            $"{{\"item\":\"1\",\"reader\":\"a\",\"label\":\"x\"}}\n{{\"item\":\"1\",\"reader\":\"b\",\"label\":\"{text}\"}}\n"
        );
        (int code, _, string error) = _tool.Run("agreement", path);
        Assert.Equal(whole ? 0 : 2, code);
        Assert.Equal(
            !whole,
            error.Contains($"{path}, line 2: a text holds half a character", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_damaged_Parquet_file_ends_at_once()
    {
        new Overread.Cli.Quality.ResultTable()
            .Text("item", ["1", "2"])
            .Text("reader", ["a", "b"])
            .Text("label", ["x", "y"])
            .WriteParquet(_tool.At("p.parquet"));
        byte[] whole = File.ReadAllBytes(_tool.At("p.parquet"));
        int footer = BitConverter.ToInt32(whole, whole.Length - 8);
        int start = whole.Length - 8 - footer;

        // A list that claims as many entries as fit a number: found by fuzzing, it kept the library busy for ever.
        int list = Array.FindIndex(whole, start, value => value == 0x19);
        byte[] endless = [.. whole[..(list + 1)], 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, .. whole[(list + 6)..]];
        File.WriteAllBytes(_tool.At("e.parquet"), endless);
        Assert.Contains(
            "the footer of this Parquet file is damaged at its byte",
            _tool.Run("agreement", _tool.At("e.parquet")).Error,
            StringComparison.Ordinal
        );
        File.WriteAllBytes(_tool.At("s.parquet"), whole[..40]);
        Assert.Contains(
            "it does not end as one does",
            _tool.Run("agreement", _tool.At("s.parquet")).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0, _tool.Run("agreement", _tool.At("p.parquet")).Code);
    }

    private double F1(params string[] words) =>
        JsonDocument
            .Parse(_tool.Run([.. words, "--json"]).Output)
            .RootElement.GetProperty("coefficients")[0]
            .GetProperty("value")
            .GetDouble();
}
