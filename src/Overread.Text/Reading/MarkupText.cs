using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Overread.Text.Reading;

/// <summary>
/// The words of HTML as a person sees them: white space folded, a line for each block, cells of a row parted by a tab, entries of
/// lists with a dash, nothing of scripts and styles. Broken markup is read as far as it goes.
/// </summary>
public static partial class MarkupText
{
    private static readonly HashSet<string> s_blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "table",
        "tr",
        "section",
        "article",
        "header",
        "footer",
        "pre",
        "blockquote",
        "dl",
        "dt",
        "dd",
        "form",
        "fieldset",
        "hr",
        "main",
        "nav",
        "aside",
        "address",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "paragraph",
        "list",
        "title",
        "body",
        "html",
        "head",
        "figure",
        "figcaption",
        "legend",
        "option",
    };
    private static readonly HashSet<string> s_silent = new(StringComparer.OrdinalIgnoreCase)
    {
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "head",
    };

    /// <summary>The text; headings of it are lines of their own.</summary>
    /// <param name="html">A page or a piece of one.</param>
    public static string OfHtml(string html)
    {
        Lines lines = new();
        int at = 0;
        string? silent = null;
        int preformatted = 0;
        while (at < html.Length)
        {
            int tag = html.IndexOf('<', at);
            if (tag < 0)
            {
                tag = html.Length;
            }

            if (silent is null && tag > at)
            {
                lines.Words(WebUtility.HtmlDecode(html[at..tag]), preformatted > 0);
            }

            if (tag == html.Length)
            {
                break;
            }

            if (html.AsSpan(tag).StartsWith("<!--"))
            {
                int close = html.IndexOf("-->", tag + 4, StringComparison.Ordinal);
                at = close < 0 ? html.Length : close + 3;
                continue;
            }

            Match match = Tag().Match(html, tag);
            if (!match.Success)
            {
                if (silent is null)
                {
                    lines.Words("<", preformatted > 0);
                }

                at = tag + 1;
                continue;
            }

            at = tag + match.Length;
            string name = match.Groups["name"].Value;
            bool end = match.Groups["end"].Length > 0;
            if (silent is not null)
            {
                silent = end && name.Equals(silent, StringComparison.OrdinalIgnoreCase) ? null : silent;
                continue;
            }

            if (!end && s_silent.Contains(name) && !match.Value.EndsWith("/>", StringComparison.Ordinal))
            {
                silent = name;
                continue;
            }

            preformatted += name.Equals("pre", StringComparison.OrdinalIgnoreCase) ? (end ? -1 : 1) : 0;
            lines.Tag(name, end);
        }

        return lines.ToString();
    }

    [GeneratedRegex("\\G<(?:[!?][^>]*|(?<end>/?)(?<name>[A-Za-z][\\w:.-]*)(?:\"[^\"]*\"|'[^']*'|[^'\">])*)>")]
    private static partial Regex Tag();

    /// <summary>Puts words and breaks together.</summary>
    internal sealed class Lines
    {
        private readonly StringBuilder _text = new();
        private bool _space;

        internal void Words(string words, bool asTheyStand)
        {
            if (asTheyStand)
            {
                _text.Append(words);
                return;
            }

            foreach (char c in words)
            {
                if (c is ' ' or '\t' or '\r' or '\n' or '\f' or '\u00A0')
                {
                    _space = true;
                    continue;
                }

                if (_space && _text.Length > 0 && _text[^1] is not ('\n' or '\t' or ' '))
                {
                    _text.Append(' ');
                }

                _space = false;
                _text.Append(c);
            }
        }

        internal void Tag(string name, bool end)
        {
            if (name.Equals("br", StringComparison.OrdinalIgnoreCase))
            {
                Trim();
                _text.Append('\n');
            }
            else if (
                name.Equals("td", StringComparison.OrdinalIgnoreCase)
                || name.Equals("th", StringComparison.OrdinalIgnoreCase)
            )
            {
                if (!end && _text.Length > 0 && _text[^1] != '\n')
                {
                    Trim();
                    _text.Append('\t');
                }
            }
            else if (
                name.Equals("li", StringComparison.OrdinalIgnoreCase)
                || name.Equals("item", StringComparison.OrdinalIgnoreCase)
            )
            {
                Break();
                if (!end)
                {
                    _text.Append("- ");
                }
            }
            else if (s_blocks.Contains(name))
            {
                Break();
            }
        }

        internal void Break()
        {
            Trim();
            if (_text.Length > 0 && _text[^1] != '\n')
            {
                _text.Append('\n');
            }

            _space = false;
        }

        private void Trim()
        {
            while (_text.Length > 0 && _text[^1] is ' ')
            {
                _text.Length--;
            }
        }

        public override string ToString() => _text.ToString().Trim('\n', ' ');
    }
}
