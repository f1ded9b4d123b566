using System.Runtime.InteropServices;
using Overread.Text.Negation;

namespace Overread.Text.Reports;

/// <summary>Cuts a report into sentences of words; what stands under headings such as "INDICATION:" is passed over.</summary>
internal sealed class ReportSentences(string report, HashSet<string> skipped)
{
    private const int LongestHeading = 40;
    private readonly List<ReportWord> _words = [];
    private int _at;
    private bool _skips;

    internal bool Next(out ReadOnlySpan<ReportWord> words)
    {
        do
        {
            Sentence();
        } while (_at < report.Length && (_words.Count == 0 || _skips));

        words = CollectionsMarshal.AsSpan(_words);
        return _words.Count > 0 && !_skips;
    }

    private void Sentence()
    {
        _words.Clear();
        bool comma = false;
        bool question = false;
        for (; _at < report.Length; )
        {
            char c = report[_at];
            if (char.IsLetterOrDigit(c))
            {
                int start = _at;
                while (_at < report.Length && (char.IsLetterOrDigit(report[_at]) || IsInner(_at)))
                {
                    _at++;
                }

                _words.Add(new(start, _at, comma, question));
                comma = question = false;
                continue;
            }

            _at++;
            if (c == ':' && IsHeading())
            {
                string heading = report[_words[0].Start.._words[^1].End].ToLowerInvariant();
                _skips = skipped.Contains(heading);
                _words.Clear();
                continue;
            }

            if (c is ';' or '!' || c == '.' && Ends(_at) || c == '\n' && IsBlankLine(_at))
            {
                break;
            }

            question |= c == '?';
            comma |= c is ',' or '(' or ')' or '-' or '–';
        }
    }

    /// <summary>"air-space", "r/o", "1.5", "can't".</summary>
    private bool IsInner(int at) =>
        report[at] is '-' or '/' or '\'' or '.'
        && at + 1 < report.Length
        && char.IsLetterOrDigit(report[at + 1])
        && (report[at] != '.' || char.IsDigit(report[at + 1]) && char.IsDigit(report[at - 1]));

    // "1. Stable": the stop behind the number of a list ends nothing that has words.
    private bool Ends(int behind) =>
        behind >= report.Length || char.IsWhiteSpace(report[behind]) || char.IsUpper(report[behind]);

    private bool IsBlankLine(int behind)
    {
        int at = behind;
        while (at < report.Length && report[at] is ' ' or '\t' or '\r')
        {
            at++;
        }

        return at >= report.Length
            || report[at] == '\n'
            || char.IsDigit(report[at]) && at + 1 < report.Length && report[at + 1] is '.' or ')'
            || report[at] is '-' or '*' or '•';
    }

    /// <summary>What was read since the last end is a short row of words at the beginning of a line or behind a stop.</summary>
    private bool IsHeading() =>
        _words.Count is > 0 and < 6
        && _words[^1].End - _words[0].Start < LongestHeading
        && (char.IsUpper(report[_words[0].Start]) || _words[0].Start == 0);
}
