using System.Text;
using Overread.Text;

namespace Overread.Cli.Text;

/// <summary>A text file as commands read and write it: its encoding is kept, a byte order mark counts as a code point of the text.</summary>
/// <param name="Name">As it is called in reports: relative to the folder that was given.</param>
/// <param name="Text">Decoded, with the mark where the file has one.</param>
/// <param name="Encoding">How it is written again.</param>
internal sealed record TextFile(string Name, string Text, Encoding Encoding)
{
    private static readonly UTF8Encoding Utf8 = new(false, true);

    /// <summary>Reads bytes.</summary>
    /// <exception cref="InvalidDataException">They are no text; the message says where and what to do.</exception>
    internal static TextFile Read(string name, byte[] bytes, bool latin)
    {
        if (bytes.Length == 0)
        {
            return new(name, "", Utf8);
        }

        if (latin)
        {
            return new(name, Encoding.Latin1.GetString(bytes), Encoding.Latin1);
        }

        if (!PlainDocument.TryRead(bytes, out PlainDocument? document, out string? problem))
        {
            // An empty page is no fault here.
            if (problem == "The document is empty.")
            {
                return new(name, Utf8.GetString(bytes), Utf8);
            }

            throw new InvalidDataException(
                problem
                    + (
                        problem!.Contains("not valid", StringComparison.Ordinal)
                            ? " Or read it with --encoding latin-1."
                            : ""
                    )
            );
        }

        return document!.Encoding switch
        {
            "utf-16le" => new(name, "\uFEFF" + document.Text, new UnicodeEncoding(false, false)),
            "utf-16be" => new(name, "\uFEFF" + document.Text, new UnicodeEncoding(true, false)),
            _ => new(name, bytes is [0xEF, 0xBB, 0xBF, ..] ? "\uFEFF" + document.Text : document.Text, Utf8),
        };
    }

    /// <summary>A text in this file's encoding.</summary>
    internal byte[] Bytes(string text) => Encoding.GetBytes(text);
}
