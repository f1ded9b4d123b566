using CsCheck;
using Overread.Cli.Quality;
using Overread.Cli.Quality.Files;

namespace Overread.Quality.Tests.Cli;

public sealed class CsvFuzz
{
    private static readonly Gen<string> s_text = Gen.OneOf(
            Gen.Const("item,reader,label\n"),
            Gen.Const("\""),
            Gen.Const(","),
            Gen.Const("\n"),
            Gen.Const("\r\n"),
            Gen.Const("\r"),
            Gen.Const("\0"),
            Gen.Const("#N/A"),
            Gen.Const("1,a,x\n"),
            Gen.String[0, 6]
        )
        .Array[0, 12]
        .Select(parts => string.Concat(parts));

    [Fact]
    public void Any_text_is_read_or_refused_with_its_line() =>
        s_text.Sample(
            text =>
            {
                foreach (string whole in (string[])[text, "item,reader,label\n" + text])
                {
                    try
                    {
                        using CsvRows rows = CsvRows.Of("f.csv", new StringReader(whole));
                        LabelFile file = LabelFile.Read(rows);
                        Assert.Equal(file.Items.Codes.Length, file.Labels.Codes.Length);
                    }
                    catch (FileError refused)
                    {
                        Assert.StartsWith("f.csv, line ", refused.Message, StringComparison.Ordinal);
                    }
                }
            },
            iter: 5_000
        );

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen
            .String.Array[2]
            .Array[1, 6]
            .Sample(rows =>
            {
                string text = "a,b\n" + string.Concat(rows.Select(row => TextTable.CsvLine(row)));
                using CsvRows read = CsvRows.Of("f.csv", new StringReader(text));
                foreach (
                    string[] row in rows.Where(row => !row.Any(cell => cell.Contains('\0', StringComparison.Ordinal)))
                )
                {
                    if (rows.Any(other => other.Any(cell => cell.Contains('\0', StringComparison.Ordinal))))
                    {
                        return;
                    }

                    Assert.True(read.Next());
                    Assert.Equal(row[0], read[0].ToString());
                    Assert.Equal(row[1], read[1].ToString());
                }
            });
}
