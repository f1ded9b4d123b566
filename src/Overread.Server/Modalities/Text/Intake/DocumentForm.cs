using System.Text;
using Overread.Server.Features.Intake;

namespace Overread.Server.Modalities.Text.Intake;

/// <summary>Knows files that hold documents by their first bytes, and plain text by its name.</summary>
internal static class DocumentForm
{
    /// <summary>How surely a file holds a document.</summary>
    /// <param name="file">The file.</param>
    /// <param name="head">Its first bytes.</param>
    public static Fit Fits(ReceivedFile file, ReadOnlySpan<byte> head)
    {
        string words = WordsOf(head);
        if (
            words.StartsWith("{\\rtf", StringComparison.Ordinal)
            || words.StartsWith("MSH|", StringComparison.Ordinal)
            || words.StartsWith("<!DOCTYPE html", StringComparison.OrdinalIgnoreCase)
            || words.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || words.StartsWith('<') && words.Contains("<ClinicalDocument", StringComparison.Ordinal)
            || words.StartsWith('{') && words.Contains("\"resourceType\"", StringComparison.Ordinal)
        )
        {
            return Fit.Content;
        }

        string name = Path.GetExtension(file.Shown).ToUpperInvariant();
        return
            name == ".TXT"
            || name is ".HTM" or ".HTML" or ".CDA" && words.StartsWith('<')
            || name == ".XML" && words.StartsWith("<?xml", StringComparison.Ordinal)
            ? Fit.Name
            : Fit.None;
    }

    // UTF-16 with a mark too; what is no text has none of the beginnings.
    private static string WordsOf(ReadOnlySpan<byte> head)
    {
        string words = head switch
        {
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(head[2..]),
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(head[2..]),
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(head[3..]),
            _ => Encoding.UTF8.GetString(head),
        };
        return words.TrimStart();
    }
}
