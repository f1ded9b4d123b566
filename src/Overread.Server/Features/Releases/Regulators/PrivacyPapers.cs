using System.Globalization;
using System.Text;
using Overread.Domain.Intake.Claims;
using Overread.Ledger.Bundles.Statements;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>
/// The privacy file of a bundle (45 CFR 164.514(b) and (e), GDPR articles 4(5), 5 and 9), for machines
/// and for people, from the same figures.
/// </summary>
internal sealed class PrivacyPapers
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;
    private readonly BundleContent _content;

    public PrivacyPapers(BundleContent content, ReleaseEvidence evidence, StatementBook book)
    {
        _content = content;
        Statement = $"{book["gate.passed"].Text} {book["gate.approval"].Text}";
        Batches = [.. evidence.Disclosure.Batches.Select(b => BatchPrivacy.Of(b, content, evidence))];
    }

    public IReadOnlyList<BatchPrivacy> Batches { get; }

    /// <summary>What passed the gate and who approved it, as it was computed.</summary>
    public string Statement { get; }

    /// <summary>What a reader of this file may look for and the platform does not record; with the reason.</summary>
    public IReadOnlyDictionary<string, string> Unknown =>
        new SortedDictionary<string, string>(
            Always
                .Concat(
                    Batches.Any(b => b.ClaimsMade.Any(m => m.Claim.Determination is not null))
                        ? []
                        : [KeyValuePair.Create("expertDetermination", NoDetermination)]
                )
                .Concat(_content.Modalities.All.SelectMany(m => m.Paper.Unknown))
                .ToDictionary(u => u.Key, u => u.Value),
            StringComparer.Ordinal
        );

    private const string NoDetermination = "none was recorded for what is released here";

    private static readonly Dictionary<string, string> Always = new()
    {
        ["dataUseAgreement"] = "unknown, because the platform does not record agreements with recipients",
        ["dpiaReference"] =
            "unknown, because the platform does not record data protection impact assessments (GDPR article 35)",
    };

    private int References => _content.Items.Count(i => i.Kind == "reference");

    public object ToJson() =>
        new
        {
            purpose = _content.Purpose,
            legalBasis = _content.LegalBasis,
            items = _content.Items.Count,
            subjects = _content.Subjects,
            references = References,
            statement = Statement,
            batches = Batches,
            unknown = Unknown,
        };

    /// <summary>Who decided about each batch, and whether it was a person, a program or the platform.</summary>
    public static CsvText Approvals(ReleaseEvidence evidence)
    {
        CsvText csv = new("batch", "decision", "by", "by_kind", "roles", "at", "seq");
        foreach (string batch in evidence.Disclosure.Batches)
        {
            foreach (BatchPrivacy.Approval a in BatchPrivacy.ApprovalsOf(evidence.Batches[batch], evidence))
            {
                csv.Row(batch, a.Decision, a.By, a.ByKind, a.Roles, a.At, a.Seq);
            }
        }

        return csv;
    }

    /// <summary>How often each attribute was kept, changed, removed or added, by batch; never a value.</summary>
    public static string Elements(ReleaseEvidence evidence)
    {
        CsvText csv = new("batch", "tag", "keyword", "action", "count");
        foreach (string batch in evidence.Disclosure.Batches)
        {
            foreach (var element in evidence.Reports.GetValueOrDefault(batch)?.Elements ?? [])
            {
                csv.Row(batch, element.Tag, element.Keyword, element.Action, element.Count);
            }
        }

        return csv.ToString();
    }

    public string Readme()
    {
        StringBuilder t = new();
        t.Append(
            Plain,
            $"# Privacy\n\n{Statement}\n\n- Purpose of the project: {_content.Purpose}\n- Legal basis as the project states it: {_content.LegalBasis}\n"
        );
        t.Append("- Readers appear by pseudonym.");
        t.Append(
            Batches.Count > 0
                ? " Patients of what passed the gate appear by pseudonyms that a project key makes; the key is in no bundle."
                : ""
        );
        t.Append(References > 0 ? " Subjects of references are named as their owner named them." : "");
        t.Append(
            "\n- Numbers after \"seq\" are places in the record; those events are in `audit/events.jsonl` unless it says otherwise.\n"
        );
        foreach (BatchPrivacy batch in Batches)
        {
            t.Append(Plain, $"\n## Batch {batch.Batch}\n\n{Share(batch)}\n\n");
            foreach ((string label, string text) in Lines(batch))
            {
                t.Append(Plain, $"- **{label}:** {text}\n");
            }
        }

        t.Append("\n## Not known\n\n");
        foreach ((string what, string why) in Unknown)
        {
            t.Append(Plain, $"- {NameOf(what)}: {why}.\n");
        }

        t.Append(
            "\nThe same for machines: `deidentification.json`."
                + (Batches.Count > 0 ? " Each attribute with what was done to it: `elements.csv`." : "")
                + "\n"
        );
        return t.ToString();
    }

    /// <summary>How much of a release came with a batch.</summary>
    public static string Share(BatchPrivacy b) =>
        Text(
            $"{b.ItemsInThisRelease} items with {b.ObjectsInThisRelease} objects of this release came with it. The counts below are of the whole batch."
        );

    /// <summary>The name of what is not known, as words.</summary>
    public static string NameOf(string unknown) => unknown == "dpiaReference" ? "DPIA reference" : Words(unknown);

    /// <summary>What was done to one batch, as labelled sentences.</summary>
    public static IEnumerable<(string Label, string Text)> Lines(BatchPrivacy b)
    {
        yield return (
            "Received",
            Text(
                $"{b.Received.Files} files, of which {b.Received.Refused} refused and {b.Received.Duplicates} duplicate{Seq(b, "BatchReceived")}."
            )
        );
        yield return (
            "Plan",
            $"{b.Plan.Profile}, {b.Plan.Edition}, hash `{b.Plan.Hash}`; {string.Join("; ", b.Plan.Options.Select(o => $"{o.Meaning} ({o.Code})"))}{Seq(b, "DeidentificationApplied")}."
        );
        yield return (
            "Claims",
            "computed from the plan alone, never typed; what people did at the gate, below, widens none of them."
        );
        foreach (BatchPrivacy.Claimed claim in b.Claims)
        {
            yield return (
                Words(claim.Claim),
                claim.Possible
                    ? $"the plan allows it; still needed: {string.Join("; ", claim.StillNeeded)}."
                    : $"cannot be claimed: {string.Join("; ", claim.Obstacles)}."
            );
        }

        if (b.ClaimsMade.Count == 0)
        {
            yield return ("Claim made", "none: what passed is pseudonymised, and personal data still.");
        }

        foreach (BatchPrivacy.MadeClaim made in b.ClaimsMade)
        {
            yield return ("Claim made", Sentence(made));
        }

        yield return (
            "Elements",
            Text(
                $"{b.ElementActions.Kept} kept, {b.ElementActions.Changed} changed, {b.ElementActions.Removed} removed."
            )
        );
        yield return (
            "Residual check",
            Text(
                $"a second program looked in the output of {b.ResidualCheck.EntriesChecked} entries for what their sources say about people, places, numbers and days; {b.ResidualCheck.EntriesWithFindings} had findings{Kinds(b.ResidualCheck)}."
            )
        );
        foreach ((string, string) line in ModalityLines(b).Concat(DecisionLines(b)))
        {
            yield return line;
        }
    }

    private static string Sentence(BatchPrivacy.MadeClaim made)
    {
        string rests =
            made.Claim.Determination is { } determination
                ? $", determined by {determination.Expert} for plan {determination.PlanHash} ({determination.Reference}), until {determination.Expires}"
            : made.Claim.Agreement is { } agreement ? $", under the agreement \"{agreement}\" with each recipient"
            : "";
        return Text(
            $"{ClaimRules.NameOf(made.Claim.Claim)} of {made.Entries} entries{rests}; nothing stood against it at the decision (ClaimMade seq {made.Seq})."
        );
    }

    private static IEnumerable<(string, string)> ModalityLines(BatchPrivacy b) =>
        b
            .Parts.SelectMany(p => p.Lines)
            .Select(l => (l.Label, l.ProvedBy.Count == 0 ? l.Text : l.Text + Seq(b, [.. l.ProvedBy]) + "."));

    private static IEnumerable<(string, string)> DecisionLines(BatchPrivacy b)
    {
        BatchPrivacy.Decisions gate = b.Gate;
        yield return (
            "Gate",
            Text(
                $"of {gate.Entries} entries {gate.Approved} were approved, {gate.Rejected} rejected and destroyed; {gate.StillHeld} are still held and {gate.StillWaiting} wait; {gate.ApprovedOneByOne} were approved one by one{Seq(b, "EntryDecided")}."
            )
        );
        BatchPrivacy.Review review = b.SampledReview;
        yield return (
            "Sampled review",
            review.Sampled == 0
                ? "none was drawn; it bounds no leak rate (upper bound 1)."
                : Text(
                    $"{review.Sampled} of {review.Population} drawn, {review.Reviewed} decided one by one, {review.Leaks} with something the machine had missed; leak rate at most {review.LeakRateUpperBound95} with 95 % confidence (Clopper and Pearson, one-sided){Seq(b, "ReviewSampled")}."
                )
        );
        foreach (BatchPrivacy.Approval a in b.Approvals)
        {
            yield return (
                "Decision",
                Text(
                    $"{a.Decision} by {a.By} ({a.Roles}) at {a.At}{(a.Reason is null ? "" : ": " + a.Reason)} (seq {a.Seq})."
                )
            );
        }
    }

    private static string Text(FormattableString text) => text.ToString(Plain);

    private static string Kinds(BatchPrivacy.Residual check) =>
        check.Kinds.Count == 0 ? "" : ": " + string.Join(", ", check.Kinds.Select(k => $"{k.Key} ({k.Value})"));

    // At most three places of each kind: the rest is in the JSON.
    private static string Seq(BatchPrivacy b, params string[] types)
    {
        List<string> cited =
        [
            .. b
                .ProvedBy.Where(e => types.Contains(e.Type))
                .Select(e =>
                    $"{e.Type} seq {string.Join(", ", e.Seq.Take(3))}{(e.Seq.Count > 3 ? $" and {e.Seq.Count - 3} more" : "")}{(e.Disclosed ? "" : ", not disclosed: it may hold a person's words")}"
                ),
        ];
        return cited.Count == 0 ? "" : " (" + string.Join("; ", cited) + ")";
    }

    /// <summary>The name of a member as words: <c>SafeHarbor</c> as "Safe harbor".</summary>
    private static string Words(string name) =>
        string.Concat(
            name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString())
        )
            is { } words
            ? char.ToUpperInvariant(words[0]) + words[1..]
            : "";
}
