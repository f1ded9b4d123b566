using System.Globalization;
using System.Text;
using Overread.Dicom.Deface;
using Overread.Dicom.Deidentify.Batch;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Cli.Deidentification;

/// <summary>A batch's report in words.</summary>
internal static class ReportText
{
    internal static string Summary(BatchReport report)
    {
        StringBuilder text = new();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{report.Written} written, {report.Skipped} done before, {report.RefusedNumbers.Count} refused, {report.ResidualNumbers.Count} blocked by the residual check, of {report.Files} files; {report.Patients} patients"
        );
        Lines(text, "refused", report.Refused);
        Lines(text, "a person should look", report.Reviews);
        Lines(text, "residual", report.Residuals);
        Identities(text, report.Identities);
        if (report.Faces is { Series.Count: > 0 } faces)
        {
            int gone = faces.Series.Count(s => s.Problem == FaceProblem.None);
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"faces: removed from {gone} of {faces.Series.Count} series; nobody has looked at the result unless --faces approves it"
            );
        }

        foreach (ClaimFinding claim in report.Claims)
        {
            string verdict = claim.Possible
                ? "possible, with " + claim.Conditions[0]
                : "not possible: " + claim.Obstacles[0];
            text.AppendLine(CultureInfo.InvariantCulture, $"claim {claim.Claim}: {verdict}");
        }

        return text.ToString().TrimEnd();
    }

    internal static string Of(BatchReport report)
    {
        StringBuilder text = new();
        text.AppendLine("# De-identification report").AppendLine();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"PS3.15 {report.Edition}, profile {report.Profile}, options: {(report.Options.Count == 0 ? "none" : string.Join(", ", report.Options))}."
        );
        text.AppendLine(CultureInfo.InvariantCulture, $"Plan {report.PlanHash}; key {report.KeyFingerprint}.")
            .AppendLine();
        text.AppendLine("```").AppendLine(Summary(report)).AppendLine("```").AppendLine();
        if (report.RefusedNumbers.Count > 0)
        {
            text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"Refused, by place in the sorted input: {string.Join(", ", report.RefusedNumbers)}"
                )
                .AppendLine();
        }

        Faces(text, report);
        Risk(text, report);
        text.AppendLine("| element | count |").AppendLine("| --- | ---: |");
        foreach ((string name, long count) in report.Elements)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {count} |");
        }

        return text.ToString();
    }

    private static void Identities(StringBuilder text, IdentityFindings found)
    {
        (int Count, string What)[] open =
        [
            (found.StudiesOfSeveral, "studies name several patients (not written)"),
            (found.NearNumbers, "pairs of numbers differ only in case, blanks, signs, zeros or issuer"),
            (found.NumbersOfSeveral, "numbers come with several birth dates, sexes or names"),
            (found.SamePersons, "pairs of numbers may be one person"),
            (found.Conflicts, "decisions contradict each other"),
        ];
        if (!found.IsEmpty)
        {
            text.AppendLine(
                $"patients to decide (overread patients find): {string.Join(", ", open.Where(o => o.Count > 0).Select(o => $"{o.Count} {o.What}"))}"
            );
        }

        if (found.Decided > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"patients decided: {found.Decided}");
        }

        foreach (PseudonymJoin join in found.Joined)
        {
            text.AppendLine(
                $"one patient under two pseudonyms: {join.Stays} stays, earlier outputs under {join.GaveWay} are left as they are"
            );
        }
    }

    private static void Faces(StringBuilder text, BatchReport report)
    {
        if (report.Faces is not { Series.Count: > 0 } faces)
        {
            return;
        }

        text.AppendLine("Series in which a face may be seen (look at --face-pictures before --faces):").AppendLine();
        text.AppendLine("| series | files | outcome | tissue removed (ml) | skin left in the zones |");
        text.AppendLine("| --- | ---: | --- | ---: | ---: |");
        foreach (FaceSeries series in faces.Series)
        {
            string outcome = series.Problem == FaceProblem.None ? "removed" : $"not written: {series.Problem}";
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {series.Series} | {series.Files} | {outcome} | {series.Figures?.RemovedMillilitres} | {series.Figures?.SkinLeft:P1} |"
            );
        }

        text.AppendLine();
    }

    /// <summary>Patients that stand alone, by combination: those can be found by who knows them.</summary>
    private static void Risk(StringBuilder text, BatchReport report)
    {
        if (report.Patients == 0)
        {
            return;
        }

        text.AppendLine("Patients of this run that share what is left about them (small cells: fewer than 11):")
            .AppendLine();
        text.Append(RiskText.Of(report.Risk));
        text.AppendLine();
    }

    private static void Lines(StringBuilder text, string title, IReadOnlyDictionary<string, int> counts)
    {
        if (counts.Count > 0)
        {
            text.AppendLine($"{title}: {string.Join(", ", counts.Select(pair => $"{pair.Key} {pair.Value}"))}");
        }
    }
}
