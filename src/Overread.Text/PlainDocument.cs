using System.Text;

namespace Overread.Text;

/// <summary>A plain-text document as it was received: UTF-8 with or without a byte order mark, or UTF-16 with one.</summary>
/// <param name="Text">Without the byte order mark, which says the encoding and nothing else; otherwise unchanged.</param>
/// <param name="Encoding">utf-8, utf-16le or utf-16be.</param>
public sealed record PlainDocument(string Text, string Encoding)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text as UTF-8 without a byte order mark.</summary>
    public byte[] ToUtf8() => Utf8.GetBytes(Text);

    /// <summary>How its lines end: lf, crlf, cr, mixed, or none.</summary>
    public string LineEnds
    {
        get
        {
            int pairs = Count("\r\n");
            int lf = Count("\n") - pairs;
            int cr = Count("\r") - pairs;
            return (pairs > 0, lf > 0, cr > 0) switch
            {
                (false, false, false) => "none",
                (true, false, false) => "crlf",
                (false, true, false) => "lf",
                (false, false, true) => "cr",
                _ => "mixed",
            };
        }
    }

    /// <summary>Reads bytes.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="document">The document, or null.</param>
    /// <param name="problem">Why it is none, as a sentence that holds nothing of the text; null where it is one.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out PlainDocument? document, out string? problem)
    {
        (Encoding encoding, string name, int mark) = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => ((Encoding)Utf8, "utf-8", 3),
            [0xFF, 0xFE, ..] => (new UnicodeEncoding(false, false, true), "utf-16le", 2),
            [0xFE, 0xFF, ..] => (new UnicodeEncoding(true, false, true), "utf-16be", 2),
            _ => (Utf8, "utf-8", 0),
        };
        document = null;
        string text;
        try
        {
            text = encoding.GetString(bytes[mark..]);
        }
        catch (DecoderFallbackException e)
        {
            problem =
                bytes.IndexOf((byte)0) >= 0 && mark == 0
                    ? "Binary: the file is no plain text."
                    : $"The text is not valid {name.ToUpperInvariant()} (byte {mark + Math.Max(0, e.Index)}): save it as UTF-8.";
            return false;
        }

        problem =
            string.IsNullOrWhiteSpace(text) ? "The document is empty."
            : text.Any(c => char.IsControl(c) && c is not ('\r' or '\n' or '\t' or '\f' or '\u0085'))
                ? "Binary: it holds control characters that no plain text has."
            : null;
        if (problem is not null)
        {
            return false;
        }

        document = new(text, name);
        return true;
    }

    private int Count(string what)
    {
        int count = 0;
        for (
            int at = Text.IndexOf(what, StringComparison.Ordinal);
            at >= 0;
            at = Text.IndexOf(what, at + what.Length, StringComparison.Ordinal)
        )
        {
            count++;
        }

        return count;
    }
}
