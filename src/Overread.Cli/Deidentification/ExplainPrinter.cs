using System.Text.Json;
using Overread.Deidentification.Pseudonyms;
using Overread.Dicom;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Cli.Deidentification;

/// <summary>Prints what a plan would do to each element of a file. Names rules and never values.</summary>
internal static class ExplainPrinter
{
    internal static int Print(string path, DeidentificationPlan plan, bool json)
    {
        using DicomFile file = DicomFile.Read(path);
        // The key does not matter: nothing of the result is shown.
        RewriteResult result = new DatasetRewriter(plan, ProjectKey.Create()).Rewrite(file, AccountDetail.Elements);
        DeidentificationAccount account = result.Account;
        if (json)
        {
            Explanation explanation = new(
                account.Refusal.ToString(),
                RemovesFace(plan, account) ? "removed with its series, or not written" : "",
                [.. account.Reviews.Select(review => review.ToString())],
                [
                    .. account.Entries.Select(entry => new ExplainedElement(
                        entry.Path,
                        entry.Keyword,
                        entry.Vr.ToString(),
                        entry.Change.ToString(),
                        entry.Action.ToString(),
                        entry.Reason
                    )),
                ]
            );
            Console.Out.WriteLine(JsonSerializer.Serialize(explanation, ExplanationJson.Default.Explanation));
            return account.Refusal == Refusal.None ? 0 : 3;
        }

        if (account.Refusal != Refusal.None)
        {
            Console.Out.WriteLine($"refused whole: {account.Refusal}");
            return 3;
        }

        foreach (AccountEntry entry in account.Entries)
        {
            string indent = new(' ', entry.Depth * 2);
            Console.Out.WriteLine(
                $"{entry.Change, -8} {entry.Action, -10} {indent}{entry.Tag} {entry.Vr} {entry.Keyword, -36} {entry.Reason}"
            );
        }

        Console.Out.WriteLine(
            $"{account.Kept} kept, {account.Changed} changed, {account.Removed} removed, {account.Added} added"
        );
        foreach (ReviewReason reason in account.Reviews)
        {
            Console.Out.WriteLine($"a person should look: {reason}");
        }

        if (RemovesFace(plan, account))
        {
            Console.Out.WriteLine("clean-recognizable-visual-features: with all of its series, or not written at all");
        }

        return 0;
    }

    private static bool RemovesFace(DeidentificationPlan plan, DeidentificationAccount account) =>
        plan.Options.HasFlag(DeidentificationOptions.CleanRecognizableVisualFeatures)
        && account.Reviews.Contains(ReviewReason.FaceMayBeReconstructed);
}
