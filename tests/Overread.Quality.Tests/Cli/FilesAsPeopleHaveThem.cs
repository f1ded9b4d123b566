using System.Text;
using System.Text.Json;
using Overread.Cli.Quality.Files;
using Parquet;
using Parquet.Schema;

namespace Overread.Quality.Tests.Cli;

/// <summary>One and the same table of labels in every form that people have it in gives one and the same figures.</summary>
public sealed class FilesAsPeopleHaveThem
{
    // Pairs: (x, x), (y, x), (y, y): agreement 2/3.
    private static readonly string[][] s_rows =
    [
        ["1", "a", "x"],
        ["1", "b", "x"],
        ["2", "a", "y"],
        ["2", "b", "x"],
        ["3", "a", "y"],
        ["3", "b", "y"],
    ];

    private static string Text(string separator, string header = "item|reader|label") =>
        string.Concat(new[] { header.Split('|') }.Concat(s_rows).Select(row => string.Join(separator, row) + "\n"));

    private static double Percent(Tool tool, params string[] arguments)
    {
        (int code, string output, string error) = tool.Run(["agreement", .. arguments, "--json"]);
        Assert.True(code == 0, error);
        using JsonDocument json = JsonDocument.Parse(output);
        return json.RootElement.GetProperty("coefficients")[0].GetProperty("value").GetDouble();
    }

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData("|")]
    public void Any_usual_separator_is_seen_from_the_header(string separator)
    {
        using Tool tool = new();
        Assert.Equal(2.0 / 3, Percent(tool, tool.Write("l.csv", Text(separator))), 1e-12);
        Assert.Equal(2.0 / 3, Percent(tool, tool.Write("s.csv", $"sep={separator}\n" + Text(separator))), 1e-12);
    }

    [Fact]
    public void A_separator_may_be_declared_and_stand_in_quotes()
    {
        using Tool tool = new();
        Assert.Equal(2.0 / 3, Percent(tool, tool.Write("l.csv", Text("~")), "--separator", "~"), 1e-12);
        string quoted = "item;reader;label\n1;a;\"x;1\"\n1;b;\"x;1\"\n2;a;y\n2;b;\"x;1\"\n";
        Assert.Equal(0.5, Percent(tool, tool.Write("q.csv", quoted)), 1e-12);
        Assert.Equal(2, tool.Run("agreement", tool.Write("m.csv", Text(",")), "--separator", "ab").Code);
    }

    public static TheoryData<string, bool> Encodings =>
        new()
        {
            { "utf-8", true },
            { "utf-16", true },
            { "utf-16BE", true },
            { "utf-16", false },
            { "utf-16BE", false },
        };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Encodings_are_seen_from_the_first_bytes(string name, bool mark)
    {
        using Tool tool = new();
        Encoding encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Text("\t"))];
        File.WriteAllBytes(tool.At("l.txt"), bytes);
        Assert.Equal(2.0 / 3, Percent(tool, tool.At("l.txt")), 1e-12);
    }

    [Fact]
    public void An_old_encoding_is_refused_until_it_is_named()
    {
        using Tool tool = new();
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        File.WriteAllBytes(
            tool.At("l.csv"),
            Encoding.GetEncoding("windows-1252").GetBytes("item;reader;label\n1;a;gutartig\n1;b;bösartig\n")
        );
        (int code, _, string error) = tool.Run("agreement", tool.At("l.csv"));
        Assert.Equal(2, code);
        Assert.Contains("--encoding", error, StringComparison.Ordinal);
        Assert.Equal(0, Percent(tool, tool.At("l.csv"), "--encoding", "windows-1252"));
        Assert.Equal(2, tool.Run("agreement", tool.At("l.csv"), "--encoding", "klingon").Code);
    }

    [Fact]
    public void Other_names_of_columns_are_told_by_role()
    {
        using Tool tool = new();
        string file = tool.Write("l.csv", Text(",", "Case no|Rad|Diagnosis"));
        (int code, _, string error) = tool.Run("agreement", file);
        Assert.Equal(2, code);
        Assert.Contains("--columns", error, StringComparison.Ordinal);
        Assert.Equal(2.0 / 3, Percent(tool, file, "--columns", "item=Case no,reader=Rad,label=Diagnosis"), 1e-12);
        Assert.Equal(2.0 / 3, Percent(tool, file, "--columns", "item=Case no", "reader=Rad", "label=Diagnosis"), 1e-12);
        (code, _, error) = tool.Run("agreement", file, "--columns", "item=Case no,reader=Nobody,label=Diagnosis");
        Assert.Equal(2, code);
        Assert.Contains("no column 'Nobody'", error, StringComparison.Ordinal);
        Assert.Equal(2, tool.Run("agreement", file, "--columns", "colour=Rad").Code);
        Assert.Equal(2, tool.Run("agreement", file, "--columns", "item=Rad,item=Case no").Code);
    }

    [Fact]
    public void A_column_for_each_reader_is_read_and_said()
    {
        using Tool tool = new();
        string file = tool.Write("w.csv", "case;anna;bo;cleo\n1;x;x;\n2;y;x;y\n3;y;y;y\n");
        (int code, _, string error) = tool.Run("agreement", file);
        Assert.Equal(0, code);
        Assert.Contains("a column for each reader: anna, bo, cleo", error, StringComparison.Ordinal);
        Assert.Contains("1 labels are missing (empty), first on line 2", error, StringComparison.Ordinal);

        // Item 1 has one pair, which agrees; item 2 one of three; item 3 all.
        Assert.Equal((1 + (1.0 / 3) + 1) / 3, Percent(tool, file), 1e-12);
        Assert.Equal(2.0 / 3, Percent(tool, file, "--readers", "anna", "bo"), 1e-12);
        Assert.Contains(
            "there is no reader 'dora'",
            tool.Run("agreement", file, "--readers", "dora").Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_column_for_each_field_is_read_and_said()
    {
        using Tool tool = new();
        string file = tool.Write("w.csv", "item,reader,mass,size\n1,a,yes,3\n1,b,yes,4\n2,a,no,5\n2,b,yes,5\n");
        (int code, string output, string error) = tool.Run("agreement", file, "--csv", "--fields", "size");
        Assert.True(code == 0, error);
        Assert.Contains("a column for each field: mass, size", error, StringComparison.Ordinal);
        Assert.StartsWith("size,percent,0.5", output.Split('\n')[1], StringComparison.Ordinal);
        Assert.DoesNotContain("mass", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wide_table_without_a_known_item_is_refused_by_its_shape()
    {
        using Tool tool = new();
        (int code, _, string error) = tool.Run("agreement", tool.Write("w.csv", "anna,bo,cleo\nx,x,y\n"));
        Assert.Equal(2, code);
        Assert.Contains("a column for each reader", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agreement", "item,reader,label,label\n1,a,x,y\n", "'label'")]
    [InlineData("agreement", "item,Item,reader,label\n1,1,a,x\n", "'item'")]
    [InlineData("consensus", "item,reader,reader,label\n1,a,b,x\n", "'reader'")]
    [InlineData("label-issues", "item,label,a,a\n1,a,0.5,0.5\n", "'a'")]
    [InlineData("near-duplicates", "item,f,f\n1,1,1\n", "'f'")]
    [InlineData("marks", "item,reader,start,end,end\n1,a,1,2,3\n", "'end'")]
    public void A_repeated_column_is_refused_by_name(string command, string text, string name)
    {
        using Tool tool = new();
        (int code, _, string error) = tool.Run(command, tool.Write("d.csv", text));
        Assert.Equal(2, code);
        Assert.Contains($"the column {name} stands 2 times", error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Json_lines_and_arrays_are_tables()
    {
        using Tool tool = new();
        string[] objects =
        [
            .. s_rows.Select(row => $$"""{"item": {{row[0]}}, "reader": "{{row[1]}}", "label": "{{row[2]}}"}"""),
        ];
        Assert.Equal(2.0 / 3, Percent(tool, tool.Write("l.jsonl", string.Join('\n', objects) + "\n\n")), 1e-12);
        Assert.Equal(2.0 / 3, Percent(tool, tool.Write("l.json", "[" + string.Join(',', objects) + "]")), 1e-12);
        (int code, _, string error) = tool.Run("agreement", tool.Write("b.jsonl", objects[0] + "\n{\"item\": [1]}\n"));
        Assert.Equal(2, code);
        Assert.Contains("line 2: 'item' holds an object or an array", error, StringComparison.Ordinal);
        Assert.Contains(
            "line 2: this is not JSON",
            tool.Run("agreement", tool.Write("c.jsonl", objects[0] + "\n{\n")).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Label_studio_and_prodigy_exports_are_read()
    {
        using Tool tool = new();
        string studio = """
            [{"id": 1, "annotations": [
                {"completed_by": 7, "result": [{"from_name": "dx", "type": "choices", "value": {"choices": ["x"]}}]},
                {"completed_by": {"id": 8, "email": "b@x.example"}, "result": [{"from_name": "dx", "type": "choices", "value": {"choices": ["x"]}}]},
                {"completed_by": 9, "was_cancelled": true, "result": []}]},
             {"id": 2, "annotations": [
                {"completed_by": 7, "result": [{"from_name": "dx", "type": "choices", "value": {"choices": ["y"]}}]},
                {"completed_by": {"id": 8, "email": "b@x.example"}, "result": [{"from_name": "dx", "type": "choices", "value": {"choices": ["x"]}},
                  {"from_name": "where", "type": "rectanglelabels", "value": {"x": 1}}]}]}]
            """;
        string file = tool.Write("ls.json", studio);
        Assert.Equal(0.5, Percent(tool, file), 1e-12);
        Assert.Contains("rectanglelabels", tool.Run("agreement", file).Error, StringComparison.Ordinal);
        string prodigy = """
            {"_input_hash": 11, "_annotator_id": "a", "label": "MASS", "answer": "accept"}
            {"_input_hash": 11, "_annotator_id": "b", "label": "MASS", "answer": "accept"}
            {"_input_hash": 12, "_annotator_id": "a", "label": "MASS", "answer": "reject"}
            {"_input_hash": 12, "_annotator_id": "b", "label": "MASS", "answer": "accept"}
            {"_input_hash": 13, "_annotator_id": "a", "label": "MASS", "answer": "ignore"}
            """;
        Assert.Equal(0.5, Percent(tool, tool.Write("p.jsonl", prodigy)), 1e-12);
        string choice = """
            {"_input_hash": 1, "_session_id": "a", "accept": ["q", "p"], "answer": "accept"}
            {"_input_hash": 1, "_session_id": "b", "accept": ["p", "q"], "answer": "accept"}
            """;
        Assert.Equal(1, Percent(tool, tool.Write("c.jsonl", choice)));
    }

    [Fact]
    public async Task Parquet_with_times_is_a_table_for_drift()
    {
        using Tool tool = new();
        DataField<string> item = new("item");
        DataField<string> reader = new("reader");
        DataField<int> label = new("label");
        DataField<DateTime> time = new("time");
        await using (FileStream stream = File.Create(tool.At("t.parquet")))
        {
            await using ParquetWriter writer = await ParquetWriter.CreateAsync(
                new ParquetSchema(item, reader, label, time),
                stream
            );
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            int[] rows = [.. Enumerable.Range(0, 60)];
            await group.WriteAsync(item, [.. rows.Select(i => $"i{i / 3}")]);
            await group.WriteAsync(reader, [.. rows.Select(i => $"r{i % 3}")]);
            await group.WriteAsync<int>(label, rows.Select(i => i / 3 % 2).ToArray());
            DateTime start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
            await group.WriteAsync<DateTime>(time, rows.Select(i => start.AddDays(i / 3)).ToArray());
        }

        (int code, string output, string error) = tool.Run("drift", tool.At("t.parquet"));
        Assert.True(code == 0, error);
        Assert.Contains("r2", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_of_a_workbook_is_a_table()
    {
        using Tool tool = new();
        string[][] table =
        [
            ["item", "reader", "label", "time"],
            ["1", "a", "3", "46023"],
            ["1", "b", "3", "46023.5"],
            ["2", "a", "4", "46024"],
            ["2", "b", "3", "46025"],
        ];
        Workbook(tool.At("w.xlsx"), table);
        Assert.Equal(0.5, Percent(tool, tool.At("w.xlsx"), "--sheet", "reads"), 1e-12);
        Assert.Contains(
            "no sheet to read; there are reads",
            tool.Run("agreement", tool.At("w.xlsx"), "--sheet", "x").Error,
            StringComparison.Ordinal
        );
        (int code, _, string error) = tool.Run("drift", tool.At("w.xlsx"));
        Assert.True(code == 0, error);
        using TableRows rows = TableRows.Open(tool.At("w.xlsx"));
        Assert.True(rows.Next() && rows.Next());
        Assert.Equal("2026-01-01T12:00:00", rows[3].ToString());
        Assert.Equal(3, rows.Line);
        File.WriteAllText(tool.At("b.xlsx"), "no workbook");
        Assert.Contains("cannot be read", tool.Run("agreement", tool.At("b.xlsx")).Error, StringComparison.Ordinal);
    }

    /// <summary>The smallest workbook (ECMA-376): numbers as such, other cells as inline texts, the last column as dates.</summary>
    internal static void Workbook(string path, string[][] table)
    {
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        StringBuilder cells = new();
        for (int r = 0; r < table.Length; r++)
        {
            cells.Append(System.Globalization.CultureInfo.InvariantCulture, $"<row r=\"{r + 1}\">");
            for (int c = 0; c < table[r].Length; c++)
            {
                string at = $"{(char)('A' + c)}{r + 1}";
                cells.Append(
                    r > 0 && c is (0 or 2 or 3)
                        ? $"<c r=\"{at}\"{(c == 3 ? " s=\"1\"" : string.Empty)}><v>{table[r][c]}</v></c>"
                        : $"<c r=\"{at}\" t=\"inlineStr\"><is><t>{table[r][c]}</t></is></c>"
                );
            }

            cells.Append("</row>");
        }

        using System.IO.Compression.ZipArchive zip = System.IO.Compression.ZipFile.Open(
            path,
            System.IO.Compression.ZipArchiveMode.Create
        );
        void Part(string name, string xml)
        {
            using StreamWriter part = new(zip.CreateEntry(name).Open());
            part.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml);
        }

        Part(
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"
        );
        Part(
            "_rels/.rels",
            $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{Rel}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        Part(
            "xl/workbook.xml",
            $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Rel}\"><sheets><sheet name=\"reads\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
        );
        Part(
            "xl/_rels/workbook.xml.rels",
            $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{Rel}/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                + $"<Relationship Id=\"r2\" Type=\"{Rel}/styles\" Target=\"styles.xml\"/></Relationships>"
        );
        Part(
            "xl/styles.xml",
            $"<styleSheet xmlns=\"{Main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
        );
        Part("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{cells}</sheetData></worksheet>");
    }

    [Theory]
    [InlineData("1", false, 1.0)]
    [InlineData("-1.5e3", false, -1500.0)]
    [InlineData("1,5", true, 1.5)]
    [InlineData("1,5", false, null)]
    [InlineData("1,234,567", true, null)]
    [InlineData("1,234.5", true, null)]
    [InlineData("NaN", true, null)]
    [InlineData("Infinity", true, null)]
    [InlineData("1e999", true, null)]
    [InlineData("$1", true, null)]
    [InlineData("", true, null)]
    public void Only_digits_are_numbers(string text, bool comma, double? expected)
    {
        bool read = NumberText.TryParse(text, comma, out double number);
        Assert.Equal(expected is not null, read);
        Assert.Equal(expected ?? 0, number);
    }
}
