using Overread.Ledger.Bundles.Statements;

namespace Overread.Ledger.Bundles;

/// <summary>Holds opened labels of a sealed set against the commitments of the bundle.</summary>
internal static class SealedCheck
{
    /// <summary>How many items the bundle seals, and how the opened labels stand; null where none were given.</summary>
    /// <param name="source">The bundle.</param>
    /// <param name="opened">Opened labels, one a line; or null.</param>
    /// <param name="fault">Is told file and fault.</param>
    public static (int Sealed, OpenedReport? Opened) Run(
        IBundleSource source,
        TextReader? opened,
        Action<string, string> fault
    )
    {
        const string Where = "opened labels";
        Dictionary<string, string> committed = new(StringComparer.Ordinal);
        foreach (IReadOnlyDictionary<string, string> row in CsvTable.Rows(source, SealedRow.TableName))
        {
            committed[row.GetValueOrDefault("item", "")] = row.GetValueOrDefault("commitment", "");
        }

        if (opened is null)
        {
            return (committed.Count, null);
        }

        if (committed.Count == 0)
        {
            fault(Where, "The bundle seals nothing: these labels are of another release.");
        }

        HashSet<string> right = new(StringComparer.Ordinal);
        for (int line = 1; opened.ReadLine() is { } text; line++)
        {
            try
            {
                SealedRow row = SealedRow.Parse(text);
                if (!committed.TryGetValue(row.Item, out string? commitment))
                {
                    fault(Where, $"Line {line}: {row.Item} is no sealed item of the bundle.");
                }
                else if (row.Commitment() != commitment)
                {
                    fault(Where, $"Line {line}: the labels of {row.Item} are not those that the bundle commits to.");
                }
                else if (!right.Add(row.Item))
                {
                    fault(Where, $"Line {line}: {row.Item} stands there twice.");
                }
            }
            catch (FormatException e)
            {
                fault(Where, $"Line {line}: {e.Message}");
            }
        }

        return (committed.Count, new(right.Count, committed.Count));
    }
}
