using System.Text;
using System.Xml;

namespace Overread.Text.Formats;

/// <summary>XML 1.0 has no place for most control characters, not even as references.</summary>
internal static class XmlCharacters
{
    internal static readonly XmlReaderSettings Reading = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        IgnoreWhitespace = false,
        CheckCharacters = false,
    };

    internal static readonly XmlWriterSettings Writing = new()
    {
        Encoding = new UTF8Encoding(false),
        Indent = true,
        IndentChars = " ",
        NewLineChars = "\n",
        NewLineHandling = NewLineHandling.Entitize,
    };

    /// <summary>The text with a space for each character that XML cannot hold.</summary>
    internal static string Clean(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!Holds(text, i))
            {
                return Replaced(text);
            }
        }

        return text;
    }

    private static string Replaced(string text)
    {
        StringBuilder clean = new(text);
        for (int i = 0; i < text.Length; i++)
        {
            if (!Holds(text, i))
            {
                clean[i] = ' ';
            }
        }

        return clean.ToString();
    }

    private static bool Holds(string text, int at) => XmlConvert.IsXmlChar(text[at]) || char.IsSurrogate(text[at]);
}
