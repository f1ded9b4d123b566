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
                document = JsonDocument.Parse(line, s_lenient);
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

    /// <summary>The first object, to see what kind of file it is; null where there is none.</summary>
    internal static JsonDocument? First(string text)
    {
        string start = text.TrimStart();
        if (start.Length == 0 || start[0] is not ('{' or '['))
        {
            return null;
        }

        int end = start.IndexOf('\n', StringComparison.Ordinal);
        if (end > 2)
        {
            try
            {
                return JsonDocument.Parse(start[..end], s_lenient);
            }
            catch (JsonException)
            {
                // Not one object a line: the whole is looked at.
            }
        }

        return Whole(text);
    }

    private static JsonDocument? Whole(string text)
    {
        try
        {
            return JsonDocument.Parse(text, s_lenient);
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
