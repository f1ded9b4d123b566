using Overread.Domain.Intake;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Population;

/// <summary>
/// How the released data were acquired and prepared before they came here, import by import, in the words of whoever brought
/// them (ISO/IEC 42001 A.7); what was done to them here is in <c>privacy/</c>.
/// </summary>
internal static class AcquisitionTable
{
    public const string Name = "population/acquisition.csv";

    private const string Unknown = "unknown, because nobody declared it";

    public static string Of(BundleContent content)
    {
        CsvText csv = new([
            "import",
            "items",
            "declared",
            "from_year",
            "to_year",
            .. new Acquisition().Texts().Select(t => t.Name),
        ]);
        foreach (
            IGrouping<string, ItemFacts> import in content
                .Items.GroupBy(i => i.Batch ?? Acquisitions.References, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
        )
        {
            Acquisition? stated = content.Acquisitions.GetValueOrDefault(import.Key);
            csv.Row([
                import.Key,
                import.Count(),
                stated is not null,
                stated?.FromYear as object ?? Unknown,
                stated?.ToYear as object ?? Unknown,
                .. (stated ?? new()).Texts().Select(t => string.IsNullOrWhiteSpace(t.Text) ? Unknown : t.Text.Trim()),
            ]);
        }

        return csv.ToString();
    }
}
