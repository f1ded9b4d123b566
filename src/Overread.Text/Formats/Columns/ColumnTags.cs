namespace Overread.Text.Formats.Columns;

/// <summary>Tags of tokens to entities and back.</summary>
internal static class ColumnTags
{
    /// <summary>The part of a tag before its type, and the type; null where it is O or none.</summary>
    internal static (char Mark, string Type)? Parse(string tag)
    {
        if (tag.Length == 0 || tag is "O" or "_" or "-")
        {
            return null;
        }

        return tag.Length > 2 && tag[1] is '-' or '_' && "BIESLUM".Contains(tag[0], StringComparison.Ordinal)
                ? (tag[0], tag[2..])
            : tag.Length == 1 && "BIESLU".Contains(tag[0], StringComparison.Ordinal) ? (tag[0], "")
            : ('?', tag);
    }

    /// <summary>Which scheme a set of tags is of.</summary>
    internal static TagScheme Seen(IEnumerable<IReadOnlyList<string>> sentences)
    {
        bool beginsWithI = false;
        foreach (IReadOnlyList<string> tags in sentences)
        {
            (char Mark, string Type)? before = null;
            foreach (string tag in tags)
            {
                (char Mark, string Type)? now = Parse(tag);
                if (now is { Mark: 'E' or 'S' or 'L' or 'U' })
                {
                    return TagScheme.Bioes;
                }

                beginsWithI |= now is { Mark: 'I' } && (before is null || before.Value.Type != now.Value.Type);
                before = now;
            }
        }

        return beginsWithI ? TagScheme.Iob1 : TagScheme.Iob2;
    }

    /// <summary>The entities of a sentence: type, first token and the token behind the last.</summary>
    /// <param name="tags">One for each token.</param>
    /// <param name="odd">Counts tags that no scheme puts there, such as an I of another type; an entity begins at each.</param>
    internal static List<(string Type, int Start, int End)> Entities(IReadOnlyList<string> tags, ref int odd)
    {
        List<(string Type, int Start, int End)> entities = [];
        string? open = null;
        int start = 0;
        for (int i = 0; i <= tags.Count; i++)
        {
            (char Mark, string Type)? tag = i < tags.Count ? Parse(tags[i]) : null;
            bool goesOn =
                tag is { } t && open is not null && t.Type == open && t.Mark is 'I' or 'E' or 'L' or 'M' or '?';
            if (open is not null && !goesOn)
            {
                entities.Add((open, start, i));
                open = null;
            }

            if (tag is { } begins && !goesOn)
            {
                odd += begins.Mark is 'E' or 'L' or 'M' ? 1 : 0;
                (open, start) = (begins.Type, i);
            }

            if (tag is { Mark: 'E' or 'L' or 'S' or 'U' } && open is not null)
            {
                entities.Add((open, start, i + 1));
                open = null;
            }
        }

        return entities;
    }

    /// <summary>The tags of a sentence's tokens.</summary>
    /// <param name="count">Tokens.</param>
    /// <param name="entities">In order, not overlapping.</param>
    /// <param name="scheme">How they begin and end.</param>
    internal static string[] Write(
        int count,
        IReadOnlyList<(string Type, int Start, int End)> entities,
        TagScheme scheme
    )
    {
        string[] tags = new string[count];
        Array.Fill(tags, "O");
        (string? before, int end) = (null, -1);
        foreach ((string type, int start, int stop) in entities)
        {
            for (int i = start; i < stop; i++)
            {
                char mark = scheme switch
                {
                    TagScheme.Bioes => stop - start == 1 ? 'S'
                    : i == start ? 'B'
                    : i == stop - 1 ? 'E'
                    : 'I',
                    TagScheme.Iob1 => i == start && end == start && before == type ? 'B' : 'I',
                    _ => i == start ? 'B' : 'I',
                };
                tags[i] = $"{mark}-{type}";
            }

            (before, end) = (type, stop);
        }

        return tags;
    }
}
