namespace Overread.Text.Terminology.Files;

/// <summary>OBO 1.4: the names and synonyms of terms that are not obsolete.</summary>
internal static class OboFile
{
    internal static IEnumerable<TermEntry> Read(TermFile file, Action<string> edition)
    {
        string? id = null;
        string? name = null;
        List<string> synonyms = [];
        bool term = false;
        bool obsolete = false;
        bool any = false;
        foreach ((string line, _) in TermFiles.Lines(file).Append(("[End]", 0)))
        {
            if (line[0] == '[')
            {
                if (term && id is not null && name is not null && !obsolete)
                {
                    any = true;
                    yield return new(id, name, true);
                    foreach (string synonym in synonyms)
                    {
                        yield return new(id, synonym, false);
                    }
                }

                term = line.StartsWith("[Term]", StringComparison.Ordinal);
                (id, name, obsolete) = (null, null, false);
                synonyms.Clear();
            }
            else if (line.StartsWith("data-version:", StringComparison.Ordinal))
            {
                edition(line[13..].Trim());
            }
            else if (line.StartsWith("id:", StringComparison.Ordinal))
            {
                id = line[3..].Split('!')[0].Trim();
            }
            else if (line.StartsWith("name:", StringComparison.Ordinal))
            {
                name = line[5..].Trim();
            }
            else if (line.StartsWith("is_obsolete: true", StringComparison.Ordinal))
            {
                obsolete = true;
            }
            else if (line.StartsWith("synonym:", StringComparison.Ordinal))
            {
                int from = line.IndexOf('"', StringComparison.Ordinal);
                int to = from < 0 ? -1 : End(line, from + 1);
                if (to > from + 1)
                {
                    synonyms.Add(line[(from + 1)..to].Replace("\\\"", "\"", StringComparison.Ordinal));
                }
            }
        }

        if (!any)
        {
            throw new FormatException($"{file.Name}: no [Term] with an id and a name.");
        }
    }

    private static int End(string line, int from)
    {
        for (int i = from; i < line.Length; i++)
        {
            if (line[i] == '"' && line[i - 1] != '\\')
            {
                return i;
            }
        }

        return -1;
    }
}
