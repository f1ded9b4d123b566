using System.Text.Json;

namespace Overread.Text.Formats;

/// <summary>The objects of a file that is one JSON array, one object, or one object a line.</summary>
internal static class JsonRecords
{
    private static readonly JsonDocumentOptions s_lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The objects with their lines; what is no JSON is a finding, and the next line goes on.</summary>
    /// <exception cref="FormatException">The whole file is no JSON.</exception>
    internal static IEnumerable<(long Line, JsonElement Value)> Read(TextSource source, Findings findings)
    {
        if (Whole(source.Text) is { } whole)
        {
            using (whole)
            {
                if (whole.RootElement.ValueKind == JsonValueKind.Array)
                {
                    foreach (JsonElement value in whole.RootElement.EnumerateArray())
                    {
                        yield return (0, value);
                    }
                }
                else
                {
                    yield return (0, whole.RootElement);
                }
            }

            yield break;
        }

        long number = 0;
        bool any = false;
        foreach (string line in Lines(source.Text))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            JsonDocument? document = null;
            try
            {
                document = JsonDocument.Parse(LoneSurrogates.Replaced(line), s_lenient);
            }
            catch (JsonException e)
            {
                if (number == 1)
                {
                    throw new FormatException(
                        $"This is neither JSON nor one JSON object a line: line {number}, byte {e.BytePositionInLine}."
                    );
                }

                findings.LeftOut(source, number, $"no JSON (byte {e.BytePositionInLine}); the line is left out");
                continue;
            }

            using (document)
            {
                any = true;
                yield return (number, document.RootElement);
            }
        }

        if (!any)
        {
            throw new FormatException("The file holds no JSON object.");
        }
    }

    /// <summary>
    /// Whether the first object of a text is one of a kind: the text itself, the first of an array or of a line. The rest is not
    /// looked at, for every format asks.
    /// </summary>
    internal static bool FirstIs(string text, Func<JsonElement, bool> kind)
    {
        int start = text.AsSpan().IndexOfAnyExcept(" \t\r\n[");
        int end = start < 0 || text[start] != '{' ? -1 : EndOfObject(text, start);
        if (end < 0)
        {
            return false;
        }

        try
        {
            using JsonDocument first = JsonDocument.Parse(LoneSurrogates.Replaced(text[start..end]), s_lenient);
            return kind(first.RootElement);
        }
        catch (JsonException)
        {
            // No JSON: a file of another kind that begins with the same sign.
            return false;
        }
    }

    private static int EndOfObject(string text, int start)
    {
        int depth = 0;
        for (int at = start; at < text.Length; at++)
        {
            at += text.AsSpan(at).IndexOfAny("{}\"") is >= 0 and int next ? next : text.Length - at;
            switch (at < text.Length ? text[at] : '\0')
            {
                case '{':
                    depth++;
                    break;
                case '}' when --depth == 0:
                    return at + 1;
                case '"':
                    at = EndOfString(text, at);
                    break;
            }
        }

        return -1;
    }

    private static int EndOfString(string text, int quote)
    {
        int at = quote + 1;
        while (at < text.Length && text[at] != '"')
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return at;
    }

    private static JsonDocument? Whole(string text)
    {
        try
        {
            return JsonDocument.Parse(LoneSurrogates.Replaced(text), s_lenient);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static IEnumerable<string> Lines(string text)
    {
        using StringReader reader = new(text);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
