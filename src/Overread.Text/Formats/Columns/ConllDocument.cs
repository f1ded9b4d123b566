using System.Globalization;
using System.Text;
using Overread.Text.Documents;

namespace Overread.Text.Formats.Columns;

/// <summary>Puts the text of a document together from its tokens.</summary>
internal sealed class ConllDocument(TextSource source, Findings findings, ReadingChoices choices)
{
    private sealed record Token(string Text, string Tag, Fragment? Place, long Line);

    private readonly List<List<Token>> _sentences = [];
    private List<Token> _open = [];

    internal bool Empty => _sentences.Count == 0 && _open.Count == 0;

    internal void Add(string[] cells, long line)
    {
        Fragment? place =
            cells.Length == 4
            && int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out int start)
            && int.TryParse(cells[2], NumberStyles.None, CultureInfo.InvariantCulture, out int end)
            && end >= start
                ? new Fragment(start, end)
                : null;
        _open.Add(new(cells[0], cells[^1].Trim(), place, line));
    }

    internal void EndSentence()
    {
        if (_open.Count > 0)
        {
            _sentences.Add(_open);
            _open = [];
        }
    }

    /// <summary>The document so far; the next begins empty.</summary>
    internal AnnotatedDocument Take(string id)
    {
        EndSentence();
        bool places = Placed();
        StringBuilder text = new();
        int length = 0;
        List<TextSpan> spans = [];
        int odd = 0;
        TagScheme scheme =
            choices.Tags ?? ColumnTags.Seen(_sentences.Select(s => (IReadOnlyList<string>)[.. s.Select(t => t.Tag)]));
        foreach (List<Token> sentence in _sentences)
        {
            List<Fragment> at = [];
            for (int i = 0; i < sentence.Count; i++)
            {
                int gap =
                    places ? sentence[i].Place!.Value.Start - length
                    : length == 0 ? 0
                    : 1;
                if (gap > 0)
                {
                    text.Append(i == 0 && length > 0 ? '\n' : ' ').Append(' ', gap - 1);
                    length += gap;
                }

                text.Append(sentence[i].Text);
                int end = length + Length(sentence[i].Text);
                at.Add(new(length, end));
                length = end;
            }

            foreach (
                (string type, int start, int end) in ColumnTags.Entities([.. sentence.Select(t => t.Tag)], ref odd)
            )
            {
                spans.Add(new($"T{spans.Count + 1}", type, [new(at[start].Start, at[end - 1].End)]));
            }
        }

        if (odd > 0)
        {
            findings.Note(
                source,
                0,
                $"document {id}: {odd} tags go on with an entity that was not begun (read as {scheme}); each begins one"
            );
        }

        _sentences.Clear();
        return new AnnotatedDocument(id, text.ToString()) { Spans = spans };
    }

    /// <summary>Whether the columns hold places into which the tokens fit.</summary>
    private bool Placed()
    {
        int at = 0;
        foreach (Token token in _sentences.SelectMany(s => s))
        {
            if (token.Place is not { } place || place.Start < at || place.End - place.Start != Length(token.Text))
            {
                return false;
            }

            at = place.End;
        }

        return true;
    }

    private static int Length(string text)
    {
        int length = text.Length;
        foreach (char c in text)
        {
            length -= char.IsLowSurrogate(c) ? 1 : 0;
        }

        return length;
    }
}
