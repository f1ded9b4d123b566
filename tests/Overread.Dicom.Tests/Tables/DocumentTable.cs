using System.Globalization;
using System.Runtime.CompilerServices;

namespace Overread.Dicom.Tests.Tables;

/// <summary>
/// Tables of docs/conformance that a program writes from real files: between two marks of the document, with
/// OVERREAD_WRITE_TABLES=1. Without it the programs still measure, and hold their figures to their bounds.
/// </summary>
internal static class DocumentTable
{
    internal static bool Writes => Environment.GetEnvironmentVariable("OVERREAD_WRITE_TABLES") == "1";

    /// <summary>Puts lines between <c>&lt;!-- NAME --&gt;</c> and <c>&lt;!-- end --&gt;</c> of a document.</summary>
    internal static void Write(string document, string name, IEnumerable<string> lines)
    {
        if (!Writes)
        {
            return;
        }

        string path = Path.Combine(Folder(), document);
        string text = File.ReadAllText(path);
        string begin = $"<!-- {name} -->\n";
        int from = text.IndexOf(begin, StringComparison.Ordinal);
        Assert.True(from >= 0, $"{document} has no place for {name}");
        from += begin.Length;
        int to = text.IndexOf("<!-- end -->", from, StringComparison.Ordinal);
        File.WriteAllText(path, text[..from] + string.Join('\n', lines) + "\n" + text[to..]);
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(here, "..", "..", "..", "..", "docs", "conformance"));

    /// <summary>A row of a table.</summary>
    internal static string Row(params object[] cells) =>
        "| " + string.Join(" | ", cells.Select(c => Convert.ToString(c, CultureInfo.InvariantCulture))) + " |";
}
