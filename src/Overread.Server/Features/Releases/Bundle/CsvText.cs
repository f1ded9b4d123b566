using System.Globalization;
using System.Text;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>Writes RFC 4180 CSV with LF line ends: the same rows give the same bytes.</summary>
internal sealed class CsvText
{
    private readonly StringBuilder _text = new();

    public CsvText(params IReadOnlyList<string> header) => Row([.. header]);

    public void Row(params object?[] values)
    {
        _text.AppendJoin(',', values.Select(Cell)).Append('\n');
    }

    public override string ToString() => _text.ToString();

    private static string Cell(object? value)
    {
        string text = value switch
        {
            null => "",
            double d => d.ToString("R", CultureInfo.InvariantCulture),
            bool b => b ? "true" : "false",
            IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
            _ => Harmless(value.ToString()!),
        };
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0
            ? text
            : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }

    /// <summary>
    /// A text that a spreadsheet would take for a formula gets an apostrophe before it (CWE-1236), and so does one that begins
    /// like that already, so that it can be told what was meant. Numbers stay numbers.
    /// </summary>
    private static string Harmless(string text)
    {
        string bare = text.TrimStart('\'');
        return
            bare.Length > 0
            && bare[0] is '=' or '+' or '-' or '@' or '\t' or '\r'
            && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? "'" + text
            : text;
    }
}
