namespace Overread.Cli.Quality.Files;

/// <summary>Which column plays which part: by the caller's word, else by the usual names in crowd and clinical tables.</summary>
internal static class ColumnRoles
{
    internal static readonly string[] Item = ["item", "task", "case", "study", "question_id"];
    internal static readonly string[] Reader = ["reader", "worker", "annotator", "rater", "labeler"];
    internal static readonly string[] Field = ["field", "finding"];
    internal static readonly string[] Label = ["label", "answer", "category", "rating", "response"];
    internal static readonly string[] Time = ["time", "at", "date", "timestamp", "order"];

    internal static readonly string[] Modality = ["modality", "treatment", "test", "arm", "condition", "method"];
    internal static readonly string[] Rating = ["rating", "score", "confidence", "label", "answer"];
    internal static readonly string[] Truth = ["truth", "gold", "diseased", "reference", "status"];

    /// <summary>The column of a role, or −1.</summary>
    /// <param name="rows">The table.</param>
    /// <param name="role">The role, as in <c>--columns</c>.</param>
    /// <param name="names">The usual names.</param>
    /// <param name="reading">What the caller declared.</param>
    /// <param name="main">Whether the declaration is of this very file, so that the column must be there.</param>
    /// <exception cref="FileError">A declared column is absent.</exception>
    internal static int Find(TableRows rows, string role, string[] names, FileReading? reading, bool main = false)
    {
        if (reading is not null && reading.Columns.TryGetValue(role, out string? declared))
        {
            int at = Find(rows.Header, declared);
            if (at >= 0)
            {
                return at;
            }

            if (main)
            {
                throw new FileError(
                    rows.Path,
                    1,
                    $"no column '{declared}' (--columns {role}={declared}); the header is {string.Join(',', rows.Header)}."
                );
            }
        }

        int found = Find(rows.Header, names);
        if (main && reading is not null && found >= 0)
        {
            string[] all = [.. rows.Header.Where(name => names.Contains(name, StringComparer.OrdinalIgnoreCase))];
            if (all.Length > 1)
            {
                reading.Note(
                    rows.Path,
                    $"the columns {string.Join(" and ", all)} could both be the {role}; {rows.Header[found]} is taken (--columns {role}=NAME)."
                );
            }
        }

        return found;
    }

    /// <summary>The first column with one of the names, whatever their case, or −1.</summary>
    internal static int Find(IReadOnlyList<string> header, params string[] names)
    {
        for (int i = 0; i < header.Count; i++)
        {
            if (names.Contains(header[i], StringComparer.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
