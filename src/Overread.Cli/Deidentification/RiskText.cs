using System.Globalization;
using System.Text;
using Overread.Deidentification.Risk;

namespace Overread.Cli.Deidentification;

/// <summary>A table of small cells, for people.</summary>
internal static class RiskText
{
    internal static string Of(IReadOnlyList<RiskRow> table)
    {
        StringBuilder text = new();
        text.AppendLine("| combination | cells | k | alone | in small cells |");
        text.AppendLine("| --- | ---: | ---: | ---: | ---: |");
        foreach (RiskRow row in table)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {string.Join(" × ", row.Columns)} | {row.Cells} | {row.K} | {row.Unique} | {row.InSmallCells} |"
            );
        }

        return text.ToString();
    }
}
