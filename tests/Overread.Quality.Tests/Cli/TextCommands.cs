using System.Text.Json;

namespace Overread.Quality.Tests.Cli;

/// <summary>The commands for text, on files as people have them.</summary>
public sealed class TextCommands
{
    private const string Note = "Seen by Dr. Zielke 😀 on 3/14/2019.\r\nMRN: 4471928\r\n";

    [Fact]
    public void A_broken_file_is_a_line_and_the_rest_goes_on()
    {
        using Tool tool = new();
        Directory.CreateDirectory(tool.At("in/deep"));
        tool.Write("in/a.txt", Note);
        tool.Write("in/deep/b", "\uFEFF" + Note);
        File.WriteAllBytes(tool.At("in/c.txt"), [0x41, 0xFF, 0xFE, 0x42]);
        int code = tool.Run("deidentify-text", tool.At("in"), tool.At("out"), "--spans", tool.At("spans.jsonl")).Code;
        Assert.Equal(3, code);
        Assert.Equal("Seen by [NAME] 😀 on [DATE].\r\nMRN: [MRN]\r\n", File.ReadAllText(tool.At("out/a.txt")));
        Assert.Equal([0xEF, 0xBB, 0xBF], File.ReadAllBytes(tool.At("out/deep/b"))[..3]);
        Assert.False(File.Exists(tool.At("out/c.txt")));
        (string File, int Start, int End, string Type)[] spans =
        [
            .. File.ReadLines(tool.At("spans.jsonl"))
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Select(s =>
                    (
                        s.GetProperty("file").GetString()!,
                        s.GetProperty("start").GetInt32(),
                        s.GetProperty("end").GetInt32(),
                        s.GetProperty("type").GetString()!
                    )
                ),
        ];
        // The emoji is one code point, the mark at the head of the other file is one too.
        Assert.Equal(
            [
                ("a.txt", 8, 18, "NAME"),
                ("a.txt", 24, 33, "DATE"),
                ("a.txt", 41, 48, "MRN"),
                ("deep/b", 9, 19, "NAME"),
                ("deep/b", 25, 34, "DATE"),
                ("deep/b", 42, 49, "MRN"),
            ],
            spans
        );
    }

    [Fact]
    public void Spans_are_carried_and_surrogates_repeat()
    {
        using Tool tool = new();
        string note = tool.Write("a.txt", Note);
        tool.Write(
            "old.jsonl",
            """{"file":"a.txt","start":0,"end":7,"label":"x"}"""
                + "\n"
                + """{"file":"a.txt","start":21,"end":23,"label":"y"}"""
                + "\n"
        );
        string[] arguments =
        [
            "deidentify-text",
            note,
            tool.At("b.txt"),
            "--replace",
            "surrogate",
            "--key",
            tool.At("key"),
            "--carry",
            tool.At("old.jsonl"),
        ];
        Assert.Equal(0, tool.Run(arguments).Code);
        string first = File.ReadAllText(tool.At("b.txt"));
        Assert.DoesNotContain("Zielke", first, StringComparison.Ordinal);
        Assert.DoesNotContain("4471928", first, StringComparison.Ordinal);
        JsonElement[] carried =
        [
            .. File.ReadLines(tool.At("old.carried.jsonl")).Select(l => JsonDocument.Parse(l).RootElement),
        ];
        Assert.Equal((0, 7), (carried[0].GetProperty("start").GetInt32(), carried[0].GetProperty("end").GetInt32()));
        int[] points = [.. first.EnumerateRunes().Select(r => r.Value)];
        Assert.Equal(
            "on",
            string.Concat(
                points[carried[1].GetProperty("start").GetInt32()..carried[1].GetProperty("end").GetInt32()]
                    .Select(char.ConvertFromUtf32)
            )
        );
        Assert.Equal(0, tool.Run(arguments).Code);
        Assert.Equal(first, File.ReadAllText(tool.At("b.txt")));
    }

    [Fact]
    public void A_span_outside_of_its_text_is_a_line_and_stays()
    {
        using Tool tool = new();
        string note = tool.Write("a.txt", Note);
        string spans = tool.Write(
            "s.jsonl",
            """{"file":"a.txt","start":0,"end":4}""" + "\n" + """{"file":"a.txt","start":0,"end":900}"""
        );

        Assert.Equal(3, tool.Run("deidentify-text", note, tool.At("b.txt"), "--carry", spans).Code);
        Assert.Contains("900", File.ReadLines(tool.At("s.carried.jsonl")).Last(), StringComparison.Ordinal);
        Assert.Equal(
            2,
            tool.Run("deidentify-text", note, tool.At("b.txt"), "--carry", tool.Write("t.jsonl", "{}")).Code
        );
    }

    [Fact]
    public void What_cannot_begin_says_so_and_writes_nothing()
    {
        using Tool tool = new();
        Assert.Equal(2, tool.Run("deidentify-text", tool.At("none"), tool.At("out")).Code);
        string note = tool.Write("a.txt", Note);
        Assert.Equal(2, tool.Run("deidentify-text", note, note).Code);
        Assert.Equal(2, tool.Run("deidentify-text", note, tool.At("out"), "--replace", "surrogate").Code);
        Assert.Equal(2, tool.Run("deidentify-text", note, tool.At("out"), "--header", tool.Write("h.json", "{")).Code);
        Assert.False(File.Exists(tool.At("out")));
        Assert.Equal(Note, File.ReadAllText(note));
    }

    [Fact]
    public void What_the_header_knows_and_is_kept_on_wish_is_told_by_the_check()
    {
        using Tool tool = new();
        string header = tool.Write(
            "h.json",
            """{"names":["Zielke^Anna"],"patientId":"4471928","birthDate":"1961-02-03"}"""
        );
        string note = tool.Write("a.txt", Note);
        Assert.Equal(0, tool.Run("deidentify-text", note, tool.At("out"), "--header", header).Code);
        Assert.Equal(4, tool.Run("deidentify-text", note, tool.At("out"), "--header", header, "--keep", "Name").Code);
    }

    [Fact]
    public void Reports_are_labelled_row_by_row()
    {
        using Tool tool = new();
        string reports = tool.Write(
            "r.csv",
            "id,report\n1,\"No effusion, no pneumothorax.\"\n2,😀 Possible pneumonia.\n3,\n"
        );
        Assert.Equal(
            0,
            tool.Run("label-reports", reports, "--out", tool.At("l.csv"), "--evidence", tool.At("e.jsonl")).Code
        );
        string[] lines = File.ReadAllLines(tool.At("l.csv"));
        Assert.Equal(
            "id,report,No Finding,Enlarged Cardiomediastinum,Cardiomegaly,Lung Lesion,Lung Opacity,Edema,Consolidation,Pneumonia,Atelectasis,Pneumothorax,Pleural Effusion,Pleural Other,Fracture,Support Devices",
            lines[0]
        );
        Assert.Equal("1,\"No effusion, no pneumothorax.\",1,,,,,,,,,0,0,,,", lines[1]);
        Assert.Equal("2,😀 Possible pneumonia.,,,,,,,,-1,,,,,,", lines[2]);
        Assert.Equal("3,,,,,,,,,,,,,,,", lines[3]);
        JsonElement last = JsonDocument.Parse(File.ReadLines(tool.At("e.jsonl")).Last()).RootElement;
        Assert.Equal(
            (2, 11, 20),
            (
                last.GetProperty("row").GetInt32(),
                last.GetProperty("start").GetInt32(),
                last.GetProperty("end").GetInt32()
            )
        );
    }

    [Fact]
    public void Labels_are_there_whole_or_not_at_all()
    {
        using Tool tool = new();
        const string Reports = "id,report\n1,No effusion.\n";
        string reports = tool.Write("r.csv", Reports);

        Assert.NotEqual(0, tool.Run("label-reports", reports, "--out", reports).Code);
        Assert.Equal(Reports, File.ReadAllText(reports));
        string broken = tool.Write("b.csv", Reports + "2,\"never closed");
        tool.Write("l.csv", "before");
        Assert.NotEqual(0, tool.Run("label-reports", broken, "--out", tool.At("l.csv")).Code);
        Assert.Equal("before", File.ReadAllText(tool.At("l.csv")));
        Assert.False(File.Exists(tool.At("l.csv.partial")));
    }

    [Fact]
    public void The_reference_sample_is_labelled_as_the_reference_labels_it()
    {
        string folder = Path.Combine(Root(), "../shared/data/reports_cxr/chexpert-labeler");
        Assert.SkipUnless(Directory.Exists(folder), $"{folder} is absent");
        using Tool tool = new();
        Assert.Equal(
            0,
            tool.Run(
                "label-reports",
                Path.Combine(folder, "sample_reports.csv"),
                "--no-header",
                "--out",
                tool.At("l.csv")
            ).Code
        );
        string expected = File.ReadAllText(Path.Combine(folder, "labeled_reports.csv"))
            .Replace(".0", "", StringComparison.Ordinal)
            .ReplaceLineEndings("\n")
            .Trim();
        Assert.Equal(expected, File.ReadAllText(tool.At("l.csv")).ReplaceLineEndings("\n").Trim());
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Overread.slnx")))
        {
            folder =
                Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("no Overread.slnx above the tests");
        }

        return folder;
    }
}
