namespace Overread.Cli.Quality.Files;

/// <summary>What parts the columns of a text: read from its header, where names of columns hold none as a rule.</summary>
internal static class TextSeparator
{
    private static readonly char[] s_known = [',', ';', '\t', '|'];

    /// <summary>The separator that stands most often in the first line outside quotes; a comma where there is none.</summary>
    /// <param name="start">The beginning of the text.</param>
    internal static char Of(ReadOnlySpan<char> start)
    {
        if (start.Length > 4 && start.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
        {
            return start[4];
        }

        int[] counts = new int[s_known.Length];
        bool quoted = false;
        foreach (char c in start)
        {
            if (c is '\n' or '\r' && !quoted)
            {
                break;
            }

            quoted ^= c == '"';
            int known = Array.IndexOf(s_known, c);
            if (known >= 0 && !quoted)
            {
                counts[known]++;
            }
        }

        return s_known[Array.IndexOf(counts, counts.Max())];
    }
}
