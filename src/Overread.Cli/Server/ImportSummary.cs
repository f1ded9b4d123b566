using System.Globalization;
using System.Text;
using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary>What became of an import, for people: refusals by their reason first, then the counts.</summary>
internal static class ImportSummary
{
    private const int ShownPerReason = 5;

    public static string Of(UploadFilesAdded added) => $"{added.Items} items added, {added.Duplicates} known already.";

    public static string Of(ImportResult result)
    {
        StringBuilder text = new();
        foreach (
            IGrouping<(string Kind, string Reason), string> same in (result.Problems ?? [])
                .GroupBy(p => (p.Kind, p.Reason), p => p.Path)
                .OrderByDescending(g => g.Count())
        )
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{same.Key.Kind}: {same.Key.Reason}");
            foreach (string path in same.Take(ShownPerReason))
            {
                text.Append("  ").AppendLine(path);
            }

            if (same.Count() > ShownPerReason)
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"  and {same.Count() - ShownPerReason} more (all with --json)"
                );
            }
        }

        return text.Append(
                result.Gate is { } gate
                    ? $"{gate.Approved} studies and photos approved; {gate.Waiting} are doubtful and {gate.Held} held: decide them at the gate."
                    : $"{result.Entries} studies and photos wait at the gate; {result.Refused} files refused, {result.Duplicates} duplicates."
            )
            .ToString();
    }
}
