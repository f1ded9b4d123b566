using System.Globalization;
using System.Text;

namespace Overread.Text.Terminology;

/// <summary>Names and queries as words that can be compared: lower case, no accents, no signs.</summary>
internal static class TermText
{
    // Letters with marks and the plain ones that stand for them when people type. Pairs: folded, then all that fold to it.
    private static readonly (string To, string From)[] s_folds =
    [
        ("a", "àáâãåāăąǎạảấầẩẫậắằẳẵặ"),
        ("ae", "äæǽ"),
        ("c", "çćĉċč"),
        ("d", "ďđð"),
        ("e", "èéêëēĕėęěẹẻẽếềểễệ"),
        ("g", "ĝğġģ"),
        ("h", "ĥħ"),
        ("i", "ìíîïĩīĭįıịỉ"),
        ("j", "ĵ"),
        ("k", "ķ"),
        ("l", "ĺļľŀł"),
        ("n", "ñńņňŋ"),
        ("o", "òóôõōŏőơọỏốồổỗộớờởỡợ"),
        ("oe", "öøœ"),
        ("r", "ŕŗř"),
        ("s", "śŝşšș"),
        ("ss", "ß"),
        ("t", "ţťŧț"),
        ("th", "þ"),
        ("u", "ùúûũūŭůűųưụủứừửữự"),
        ("ue", "ü"),
        ("w", "ŵ"),
        ("y", "ýÿŷỳỵỷỹ"),
        ("z", "źżž"),
    ];
    private static readonly Dictionary<char, string> s_plain = s_folds
        .SelectMany(f => f.From.Select(c => (c, f.To)))
        .ToDictionary(p => p.c, p => p.To);

    /// <summary>The words of a text in order.</summary>
    internal static List<string> Words(string text)
    {
        List<string> words = [];
        StringBuilder word = new();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsAsciiLetterOrDigit(c))
            {
                word.Append((char)(char.IsAsciiLetterUpper(c) ? c | 0x20 : c));
            }
            else if (c is '\'' or '’')
            {
                // Crohn's and Crohns are the same word.
                continue;
            }
            else if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
            {
                char lower = char.ToLowerInvariant(c);
                word.Append(s_plain.TryGetValue(lower, out string? plain) ? plain : lower);
            }
            else if (
                CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
                && word.Length > 0
            )
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    /// <summary>A code as people type it: no points, lower case.</summary>
    internal static string Code(string code) =>
        string.Concat(code.Where(c => c is not ('.' or ' ')).Select(char.ToLowerInvariant));
}
