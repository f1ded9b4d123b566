using System.IO.Compression;
using System.Text;
using Overread.Cli.Quality;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Cli.Fuzz;

/// <summary>A whole file of one form, the commands that read it, and how it is broken.</summary>
/// <param name="Name">The form.</param>
/// <param name="Ending">How its name ends.</param>
/// <param name="Whole">Its bytes.</param>
/// <param name="Commands">Commands with options, without the file.</param>
internal sealed record FuzzedFile(string Name, string Ending, byte[] Whole, string[] Commands)
{
    private static readonly string[] s_labels =
    [
        "agreement",
        "consensus --method majority",
        "weak-labels",
        "redundancy --truth TRUTH",
    ];
    private static readonly string[] s_marks = ["marks"];

    /// <summary>Values that break a careless reader, put where a value stood.</summary>
    private static readonly string[] s_values =
    [
        "",
        " ",
        "0",
        "-1",
        "1e308",
        "-1e308",
        "1e-320",
        "NaN",
        "Infinity",
        "1,5",
        "9223372036854775808",
        "null",
        "true",
        "[]",
        "{}",
        "\"",
        "\"\"",
        ";",
        ",",
        "\t",
        "\r\n",
        "\n",
        "\\ud800",
        "e\u0301",
        "\u202e",
        "\ufeff",
        "\0",
        "#N/A",
        "#REF!",
        "=1+1",
        "item",
        "label",
        "2020-13-45",
        "ja – é",
        "\U0001F600",
    ];

    /// <summary>The forms.</summary>
    internal static FuzzedFile[] Seeds(Tool tool)
    {
        string[][] rows =
        [
            ["item", "reader", "label"],
            .. Enumerable.Range(0, 24).Select(i => new[] { $"{i / 3}", $"r{i % 3}", $"{i % 3 / 2}" }),
        ];
        string csv = string.Concat(rows.Select(row => TextTable.CsvLine(row)));
        string wide =
            "item;ann;ben;cyd\n"
            + string.Concat(Enumerable.Range(0, 8).Select(i => $"c{i};ja;\"nein\";{(i % 2 == 0 ? "ja" : "")}\n"));
        string truth = tool.Write("truth.csv", "item,label\n0,0\n1,1\n2,0\n");
        string[] labels = [.. s_labels.Select(command => command.Replace("TRUTH", truth, StringComparison.Ordinal))];
        string lines = string.Concat(
            rows.Skip(1).Select(row => $"{{\"item\":\"{row[0]}\",\"reader\":\"{row[1]}\",\"label\":{row[2]}}}\n")
        );
        FilesAsPeopleHaveThem.Workbook(
            tool.At("seed.xlsx"),
            [
                ["item", "reader", "label", "time"],
                .. rows.Skip(1).Select((row, i) => (string[])[row[0], row[1], row[2], $"{45000 + i}"]),
            ]
        );
        new ResultTable()
            .Text("item", rows.Skip(1).Select(row => row[0]))
            .Text("reader", rows.Skip(1).Select(row => row[1]))
            .Whole(
                "label",
                rows.Skip(1).Select(row => int.Parse(row[2], System.Globalization.CultureInfo.InvariantCulture))
            )
            .WriteParquet(tool.At("seed.parquet"));
        return
        [
            new("CSV", ".csv", Bytes(csv), labels),
            new(
                "CSV of times",
                ".csv",
                Bytes(
                    csv.Replace("\n", ",2020-01-02\n", StringComparison.Ordinal)
                        .Replace("label,2020-01-02", "label,time", StringComparison.Ordinal)
                ),
                ["drift"]
            ),
            new("wide, semicolon", ".csv", Bytes(wide), labels),
            new("UTF-16 LE", ".csv", Encoding.Unicode.GetBytes(csv), labels),
            new(
                "UTF-16 BE, mark",
                ".tsv",
                [
                    .. Encoding.BigEndianUnicode.GetPreamble(),
                    .. Encoding.BigEndianUnicode.GetBytes(csv.Replace(',', '\t')),
                ],
                labels
            ),
            new("JSON Lines", ".jsonl", Bytes(lines), labels),
            new("JSON", ".json", Bytes("[" + string.Join(',', lines.TrimEnd().Split('\n')) + "]"), labels),
            new("Parquet", ".parquet", File.ReadAllBytes(tool.At("seed.parquet")), labels),
            new("Excel", ".xlsx", File.ReadAllBytes(tool.At("seed.xlsx")), [.. labels, "drift"]),
            new("Label Studio", ".json", Bytes(ToolExports.LabelStudioChoices()), labels),
            new("Label Studio, boxes", ".json", Bytes(ToolExports.LabelStudioBoxes()), s_marks),
            new("Prodigy", ".jsonl", Bytes(ToolExports.ProdigyChoices()), labels),
            new("Prodigy, spans", ".jsonl", Bytes(ToolExports.ProdigySpans()), s_marks),
            new("COCO", ".json", Bytes(ToolExports.Coco()), s_marks),
            new("CVAT", ".xml", Bytes(ToolExports.Cvat()), s_marks),
            new("CVAT, tags", ".xml", Bytes(ToolExports.CvatTags()), labels),
            new(
                "probabilities",
                ".csv",
                Bytes(ToolExports.Probabilities()),
                ["label-issues", "set-report", "label-issues --kind tokens"]
            ),
            new("features", ".csv", Bytes(ToolExports.Features()), ["near-duplicates", "near-duplicates --within 0.5"]),
        ];
    }

    /// <summary>The file with one to four changes, each where its form has a seam.</summary>
    internal byte[] Broken(ref SeededRandom random)
    {
        byte[] bytes = Ending == ".xlsx" && random.Next(2) == 0 ? InsideZip(ref random) : Whole;
        bool text = Ending is not (".xlsx" or ".parquet");
        bool wide = Name.StartsWith("UTF-16", StringComparison.Ordinal);
        for (int change = random.Next(3) > 0 ? 0 : random.Next(4); change >= 0; change--)
        {
            if (ReferenceEquals(bytes, Whole) || Ending != ".xlsx")
            {
                bytes =
                    text && random.Next(5) > 0
                        ? Text(
                            bytes,
                            wide ? (Ending == ".tsv" ? Encoding.BigEndianUnicode : Encoding.Unicode) : Encoding.UTF8,
                            ref random
                        )
                        : Raw(bytes, ref random);
            }
        }

        return bytes;
    }

    /// <summary>A value replaced, a token doubled, dropped or moved, a line repeated.</summary>
    private static byte[] Text(byte[] bytes, Encoding encoding, ref SeededRandom random)
    {
        string whole = encoding.GetString(bytes);
        List<(int At, int Length)> tokens = Tokens(whole);
        if (tokens.Count == 0)
        {
            return bytes;
        }

        (int at, int length) = tokens[random.Next(tokens.Count)];
        (int from, int size) = tokens[random.Next(tokens.Count)];
        string value = s_values[random.Next(s_values.Length)];
        string changed = random.Next(12) switch
        {
            0 => whole[..at] + whole[(at + length)..],
            1 => string.Concat(whole.AsSpan(0, at), whole.AsSpan(at, length), whole.AsSpan(at)),
            2 => whole[..at],
            3 or 4 => Lines(whole, ref random),
            5 => whole[..at] + value + whole[(at + length)..],
            _ => Words(tokens, whole, ref random) is not { } word ? whole
            : random.Next(2) == 0 ? whole[..word.At] + value + whole[(word.At + word.Length)..]
            : string.Concat(whole.AsSpan(0, word.At), whole.AsSpan(from, size), whole.AsSpan(word.At + word.Length)),
        };
        return encoding.GetBytes(changed);
    }

    /// <summary>A name or a value, so that what holds the file together stays whole.</summary>
    private static (int At, int Length)? Words(List<(int At, int Length)> tokens, string whole, ref SeededRandom random)
    {
        (int At, int Length)[] words = [.. tokens.Where(token => char.IsLetterOrDigit(whole[token.At]))];
        return words.Length == 0 ? null : words[random.Next(words.Length)];
    }

    private static string Lines(string whole, ref SeededRandom random)
    {
        string[] lines = whole.Split('\n');
        int one = random.Next(lines.Length);
        int other = random.Next(lines.Length);
        (lines[one], lines[other]) =
            random.Next(2) == 0 ? (lines[other], lines[one]) : (lines[one] + lines[other], lines[other]);
        return string.Join('\n', lines);
    }

    /// <summary>Runs of letters and digits, and single signs.</summary>
    private static List<(int, int)> Tokens(string whole)
    {
        List<(int, int)> tokens = [];
        for (int at = 0; at < whole.Length; )
        {
            int end = at + 1;
            while (end < whole.Length && char.IsLetterOrDigit(whole[at]) && char.IsLetterOrDigit(whole[end]))
            {
                end++;
            }

            tokens.Add((at, end - at));
            at = end;
        }

        return tokens;
    }

    /// <summary>Bits turned, a stretch cut, doubled or overwritten.</summary>
    private static byte[] Raw(byte[] bytes, ref SeededRandom random)
    {
        if (bytes.Length == 0)
        {
            return [(byte)random.Next(256)];
        }

        int at = random.Next(bytes.Length);
        int length = Math.Min(1 + random.Next(16), bytes.Length - at);
        switch (random.Next(4))
        {
            case 0:
                byte[] turned = [.. bytes];
                turned[at] ^= (byte)(1 << random.Next(8));
                return turned;
            case 1:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 2:
                return [.. bytes[..(at + length)], .. bytes[at..]];
            default:
                byte[] written = [.. bytes];
                written.AsSpan(at, length).Fill((byte)(random.Next(2) == 0 ? 0xFF : 0));
                return written;
        }
    }

    /// <summary>A workbook whose parts are broken, not only the packing around them.</summary>
    private byte[] InsideZip(ref SeededRandom random)
    {
        using MemoryStream made = new();
        using (ZipArchive into = new(made, ZipArchiveMode.Create, leaveOpen: true))
        using (ZipArchive from = new(new MemoryStream(Whole)))
        {
            int broken = random.Next(from.Entries.Count);
            int at = 0;
            foreach (ZipArchiveEntry entry in from.Entries)
            {
                using MemoryStream part = new();
                using (Stream source = entry.Open())
                {
                    source.CopyTo(part);
                }

                byte[] bytes = part.ToArray();
                // Most of a workbook's meaning is in its sheet.
                if (
                    at++ == broken
                    || (entry.FullName.Contains("sheet1", StringComparison.Ordinal) && random.Next(2) == 0)
                )
                {
                    bytes = Text(bytes, Encoding.UTF8, ref random);
                }

                using Stream target = into.CreateEntry(entry.FullName).Open();
                target.Write(bytes);
            }
        }

        return made.ToArray();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
