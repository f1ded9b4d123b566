using System.Text;

namespace Overread.Text.Formats;

/// <summary>The text of a file of annotations: UTF-8, or UTF-16 with a byte order mark.</summary>
public static class SourceText
{
    private static readonly UTF8Encoding s_utf8 = new(false, true);

    /// <summary>Decodes bytes; the byte order mark is no part of the text.</summary>
    /// <param name="bytes">The file; an empty one is an empty text.</param>
    /// <param name="text">The text, or empty.</param>
    /// <param name="problem">Why it is none, or null.</param>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out string text, out string? problem)
    {
        (Encoding encoding, int mark) = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => ((Encoding)s_utf8, 3),
            [0xFF, 0xFE, ..] => (new UnicodeEncoding(false, false, true), 2),
            [0xFE, 0xFF, ..] => (new UnicodeEncoding(true, false, true), 2),
            _ => (s_utf8, 0),
        };
        text = "";
        problem = null;
        if (mark != 2 && bytes.Contains((byte)0))
        {
            problem = "a binary file, no text";
            return false;
        }

        try
        {
            text = encoding.GetString(bytes[mark..]);
            return true;
        }
        catch (DecoderFallbackException e)
        {
            problem =
                $"no valid {(mark == 2 ? "UTF-16" : "UTF-8")} at byte {mark + Math.Max(0, e.Index)}: save it as UTF-8";
            return false;
        }
    }
}
