using System.Data.Common;
using System.Globalization;
using Overread.Domain;
using Overread.Domain.Comparison;
using Overread.Domain.Governance;
using Overread.Domain.Intake.Claims;
using Overread.Domain.Protocols;
using Overread.Domain.Releases;
using Overread.Domain.Signing;
using Overread.Domain.Subjects;
using Overread.Server.Composition;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Releases.Charter;
using Overread.Server.Features.Releases.Recipients;
using Overread.Server.Features.Signing.Contracts;
using Overread.Server.Features.Subjects.Contracts;
using Overread.Server.Features.Training.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Releases;

/// <summary>What a lead should know before a release is made: what is open, held, disputed, unsampled, missing, unclear.</summary>
internal static class ReleasePreflight
{
    /// <param name="Ready">True where nothing would be refused for what is known before.</param>
    internal sealed record View(bool Ready, int? ProtocolVersion, IReadOnlyList<PreflightCheck> Checks);

    /// <param name="Id">Which check.</param>
    /// <param name="State">stop: the release is refused. look: it is made, and says so.</param>
    /// <param name="Count">How many it concerns.</param>
    /// <param name="Text">What was found.</param>
    /// <param name="Next">What to do; null where there is nothing to do.</param>
    /// <param name="Place">The page of the workbench where it is done, within the project; null where there is none.</param>
    internal sealed record PreflightCheck(
        string Id,
        [property: Words("good", "look", "stop")] string State,
        long Count,
        string Text,
        string? Next = null,
        string? Place = null
    );

    public static View Show(
        string project,
        string? name,
        IDatabase database,
        DataFolder folder,
        ProtocolStore protocols,
        ProjectSubjects subjects,
        TimeProvider time
    )
    {
        using ReadLease read = database.Read();
        DbConnection c = read.Connection;
        if (ProtocolStore.Current(c, project) is not { } version)
        {
            return new(
                false,
                null,
                [new("protocol", "stop", 0, "No protocol is published.", "Publish one.", "/protocol")]
            );
        }

        ProtocolBody protocol = protocols.Published(c, project, version);
        List<PreflightCheck> checks =
        [
            Reads(c, project, version, protocol),
            Reading(c, project),
            Disputes(c, project),
            Gate(c, project),
            Flags(c, project),
            Recheck(read, project, protocol),
            Unclear(c, project, subjects),
            Splits(c, project, name, subjects, folder.Releases),
            Earlier(read, project, name, folder.Releases),
            Signatures(c, project, version),
            Meanings(read, project, protocol, version),
            Claim(c, project, Timestamps.Day(time.GetUtcNow())),
            Governance(c, project),
        ];
        return new(checks.TrueForAll(k => k.State != "stop"), version, checks);
    }

    private static PreflightCheck Reads(DbConnection c, string project, int version, ProtocolBody protocol)
    {
        Dictionary<string, int> counts = ReadRow
            .Submitted(c, project, version)
            .GroupBy(r => r.Read.Item, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        List<string> compared =
        [
            .. ItemTable
                .States(c, project)
                .Where(i => i.State is "agreed" or "disputed" or "adjudicated")
                .Select(i => i.Item),
        ];
        int none = compared.Count(i => counts.GetValueOrDefault(i) == 0);
        int fewer = compared.Count(i => counts.GetValueOrDefault(i) > 0 && counts[i] < protocol.Policy.Readers);
        return none == compared.Count
                ? new(
                    "reads",
                    "stop",
                    none,
                    Text($"No item was read by everybody under protocol version {version}."),
                    "Have items read under this version.",
                    "/items"
                )
            : none + fewer > 0
                ? new(
                    "reads",
                    "look",
                    none + fewer,
                    Text(
                        $"{Many(fewer, "item has", "items have")} fewer reads under protocol version {version} than the {protocol.Policy.Readers} that it asks for, and the release says so; {none} without any left out."
                    ),
                    "Have them read under this version.",
                    "/items"
                )
            : new(
                "reads",
                "good",
                compared.Count,
                Text(
                    $"{Many(compared.Count, "item", "items")} with {Many(protocol.Policy.Readers, "read", "reads")} or more each under version {version}."
                )
            );
    }

    private static PreflightCheck Reading(DbConnection c, string project)
    {
        // What has a reference answer serves training: nobody waits for its reads.
        long open =
            ItemTable.Waiting(c, project)
            - TrainingTable
                .Items(c, project)
                .LongCount(i => ItemTable.Find(c, project, i) is { State: "ready" or "reading" });
        return open == 0
            ? new("reading", "good", 0, "Every item is read.")
            : new(
                "reading",
                "look",
                open,
                Text($"{Many(open, "item is", "items are")} not read by everybody yet and left out."),
                null,
                "/items"
            );
    }

    private static PreflightCheck Disputes(DbConnection c, string project)
    {
        long open = ComparisonTable.ItemsInDispute(c, project);
        return open == 0
            ? new("disputes", "good", 0, "No dispute is open.")
            : new(
                "disputes",
                "look",
                open,
                Text(
                    $"{Many(open, "item has", "items have")} disputes that nobody has decided; such fields are released as disputed."
                ),
                "Decide them first.",
                "/disputes"
            );
    }

    private static PreflightCheck Gate(DbConnection c, string project)
    {
        (long batches, long entries) = BatchTable.AtGate(c, project);
        return batches == 0
            ? new("gate", "good", 0, "Nothing waits at the gate.")
            : new(
                "gate",
                "look",
                entries,
                Text(
                    $"{Many(entries, "entry", "entries")} of {Many(batches, "batch", "batches")} at the gate, left out."
                ),
                null,
                "/gate"
            );
    }

    private static PreflightCheck Flags(DbConnection c, string project)
    {
        long flagged = ItemTable.Flagged(c, project);
        return flagged == 0
            ? new("flags", "good", 0, "No item is flagged.")
            : new(
                "flags",
                "look",
                flagged,
                Text($"{Many(flagged, "item is", "items are")} flagged."),
                "Look at them, and take the flags off.",
                "/items?flagged=true"
            );
    }

    private static PreflightCheck Recheck(ReadLease read, string project, ProtocolBody protocol)
    {
        bool drawn = read.Record.Count(new RecordQuery { Project = project, Types = [nameof(RecheckSampled)] }) > 0;
        return protocol.Policy.RecheckShare <= 0
                ? new("recheck", "good", 0, "The protocol asks for no second look at agreed items.")
            : drawn ? new("recheck", "good", 0, "A sample of agreed items was drawn for a second look.")
            : new(
                "recheck",
                "look",
                0,
                Text(
                    $"The protocol asks for a second look at {protocol.Policy.RecheckShare:0.##} of the agreed items; none was drawn."
                ),
                "Draw the sample.",
                "/consensus"
            );
    }

    private static PreflightCheck Unclear(DbConnection c, string project, ProjectSubjects subjects)
    {
        IReadOnlyList<SubjectQuestion> open = subjects.Of(c, project).Groups.Open;
        return open.Count == 0
            ? new("subjects", "good", 0, "Nothing is unclear about who is who.")
            : new(
                "subjects",
                "look",
                open.Count,
                Text(
                    $"{Many(open.Count, "question", "questions")} about who is who open. The subjects in doubt are kept in one split until somebody says."
                ),
                "Answer them.",
                "/releases"
            );
    }

    private static PreflightCheck Splits(
        DbConnection c,
        string project,
        string? name,
        ProjectSubjects subjects,
        string bundles
    )
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return new("splits", "good", 0, "Subjects that a version has keep their split in the next.");
        }

        SplitRequest request = SplitRequest.Load(c, subjects, project, name, null, bundles);
        IReadOnlyList<string> moved = request.Divide(new SplitPlan(1, 0, 0, 1), request.Held.Keys).Moved;
        return moved.Count == 0
            ? new(
                "splits",
                "good",
                request.Held.Count,
                Text(
                    $"{Many(request.Held.Count, "subject", "subjects")} of earlier versions, each with the split that it had."
                )
            )
            : new(
                "splits",
                "stop",
                moved.Count,
                Text(
                    $"{Many(moved.Count, "subject", "subjects")} of earlier versions would move to another split, being one patient with others: {string.Join(", ", moved.Take(5))}."
                ),
                "State a reason with the release; it is signed and each is named in its changes."
            );
    }

    private static PreflightCheck Earlier(ReadLease read, string project, string? name, string bundles)
    {
        Dictionary<string, List<ReleaseNotice>> notices = ReleaseNotices.Of(read, project, bundles);
        int hold = ReleaseMembers
            .All(read.Connection, project)
            .Where(r => string.IsNullOrWhiteSpace(name) || r.Name == name)
            .Count(r => r.State == "published" && notices[r.Id].Exists(n => n.Items > 0));
        return hold == 0
            ? new("earlier", "good", 0, "No published version holds what was withdrawn or put right since.")
            : new(
                "earlier",
                "look",
                hold,
                Text(
                    $"{Many(hold, "published version holds", "published versions hold")} items that were withdrawn or put right since."
                ),
                "Tell whoever has them; recall them where it matters.",
                "/releases"
            );
    }

    private static PreflightCheck Meanings(ReadLease read, string project, ProtocolBody protocol, int version)
    {
        bool demanded = MeaningDemand.Of(read.Record, project).Demanded;
        IReadOnlyList<ProtocolFault> lacking = LabelMeanings.Lacking(protocol);
        return LabelMeanings.Release(demanded, protocol, version) is { } refusal
                ? new(
                    "meanings",
                    "stop",
                    lacking.Count,
                    string.Join(' ', lacking.Select(l => l.Message)),
                    refusal.Next,
                    "/protocol"
                )
            : lacking.Count > 0
                ? new(
                    "meanings",
                    "look",
                    lacking.Count,
                    Text(
                        $"{Many(lacking.Count, "label does", "labels do")} not say what they measure or how bad a wrong one is: {string.Join(' ', lacking.Take(5).Select(l => l.Message))}"
                    ),
                    "State it in the protocol, and have the project demand it.",
                    "/protocol"
                )
            : new("meanings", "good", 0, "Every label says what it measures and how bad a wrong one is.");
    }

    private static PreflightCheck Claim(DbConnection c, string project, DateOnly today)
    {
        ProjectClaim claim = ChosenPlans.Of(c, project).Claim;
        return ClaimRules.Release(claim, today) is { } ended
            ? new("claim", "stop", 1, ended.Title, ended.Next, "/plan")
            : new("claim", "good", 0, $"The project claims: {ClaimRules.NameOf(claim.Claim)}.");
    }

    private static PreflightCheck Governance(DbConnection c, string project)
    {
        ProjectCharter? charter = CharterTable.Of(c, project)?.Charter;
        if (CharterRules.Release(charter, RecipientTable.Policy(c, project).NeedsCharter == true) is { } refusal)
        {
            return new("charter", "stop", 1, refusal.Title, refusal.Next, "/governance");
        }

        List<string> open =
        [
            .. new[]
            {
                charter?.Uses.Count > 0 ? null : "uses",
                charter?.AssessmentIsNamed == true ? null : "impact assessment",
                charter?.Destinations.Count > 0 ? null : "countries",
                charter?.Keeping is null ? "keeping" : null,
            }.OfType<string>(),
        ];
        return open.Count == 0
            ? new("charter", "good", 0, "Uses, impact assessment, countries and keeping are laid down.")
            : new(
                "charter",
                "look",
                open.Count,
                $"Not laid down: {string.Join(", ", open)}. The release says that they are unknown.",
                "Lay them down.",
                "/governance"
            );
    }

    private static PreflightCheck Signatures(DbConnection c, string project, int version)
    {
        SigningPolicy policy = SigningTable.Policy(c, project);
        if (policy.Acts.Count == 0)
        {
            return new("signatures", "good", 0, "The project asks for no signatures.");
        }

        HashSet<string> signed = [.. SigningTable.Of(c, project).Select(s => s.Subject)];
        long decisions = policy.Asks(SignedAct.Adjudication)
            ? ComparisonTable
                .Disputes(c, project)
                .Count(d => d.Decided is not null && !signed.Contains($"item/{d.Item}/{d.Field}"))
            : 0;
        long protocol = policy.Asks(SignedAct.Protocol) && !signed.Contains(Text($"protocol/{version}")) ? 1 : 0;
        string then = policy.HoldsReleases
            ? policy.TwoPeople
                ? " The release waits until somebody else has approved it and it is published with a signature."
                : " The release waits until it is signed."
            : "";
        return decisions + protocol == 0
            ? new("signatures", "good", 0, "What has to be signed before a release is signed." + then)
            : new(
                "signatures",
                "look",
                decisions + protocol,
                Text(
                    $"Without a signature, from before the project asked for them: {(protocol > 0 ? Text($"protocol version {version}") : "no protocol version")}, {Many(decisions, "decision", "decisions")}."
                ) + then,
                "Publish the protocol anew or decide anew where it matters; or release it so, and it is seen in the bundle.",
                "/protocol"
            );
    }

    private static string Many(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
