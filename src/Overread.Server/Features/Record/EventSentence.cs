using System.Globalization;
using System.Text.Json;
using Overread.Domain.Intake.Claims;
using Overread.Domain.Reads;
using Overread.Server.Modalities;

namespace Overread.Server.Features.Record;

/// <summary>One plain sentence per event, for the audit page.</summary>
internal static class EventSentence
{
    public static string Of(ModalityList modalities, string actor, string type, JsonElement? payload)
    {
        if (payload is not { } json || !json.TryGetProperty("event", out JsonElement e))
        {
            return $"{actor}: {Words(type)} (content erased)";
        }

        return type switch
        {
            "AnswerGiven" => $"{actor} answered {Text(e, "field")}: {AnswerOf(e)}{WithRest(e)}{TakenOver(e)}",
            "AnswerWithdrawn" => $"{actor} took back the answer to {Text(e, "field")}",
            "MarkDrawn" => $"{actor} drew a mark for {MarkField(e)}",
            "MarkRevised" => $"{actor} changed a mark for {MarkField(e)}",
            "MarkPartsRevised" => $"{actor} changed parts of a mark",
            "MarkWithdrawn" => $"{actor} took back a mark",
            "ReadAssigned" => Text(e, "by") == "queue" ? $"{actor} took the next item" : $"{actor} assigned the item",
            "ReadOpened" => $"{actor} opened the item",
            "WorkTimed" => $"{actor} has worked on the read for {Number(e, "seconds")} s in one browser",
            "ReadSubmitted" => $"{actor} submitted the read after {Number(e, "seconds")} s",
            "CommentAdded" => $"{actor} left a comment",
            "ThreadOpened" => e.GetProperty("question").GetBoolean()
                ? $"{actor} asked a question"
                : $"{actor} began a thread",
            "ThreadAnswered" => $"{actor} wrote in a thread",
            "ThreadResolved" => $"{actor} settled a thread",
            "ThreadReopened" => $"{actor} opened a thread again",
            "ThreadNoted" => $"{actor} put what a thread came to into guideline version {Number(e, "guideline")}",
            "ThreadViewed" => $"{actor} looked at what others wrote in a thread",
            "NoticesSeen" => $"{actor} looked at what waits for them",
            "NoticesWanted" => $"{actor} said how often they want mails: {Text(e, "wish")}",
            "NoticesMailed" => "Somebody was told by mail that something waits",
            "ItemFlagged" => $"{actor} flagged the item",
            "ItemUnflagged" => $"{actor} took the flag off{Because(e)}",
            "ItemWithdrawn" => $"{actor} withdrew the item{Because(e)}",
            "ItemRestored" => $"{actor} restored the item{Because(e)}",
            "ItemViewed" => $"{actor} looked at {Viewed(Text(e, "what"))}",
            "ReadSkipped" => $"{actor} skipped the item: {Text(e, "reason")}",
            "ReadReopened" => $"{actor} reopened the read: {Text(e, "reason")}",
            "ReadsCompared" => $"The reads were compared: {Count(e, "disputed")} fields disputed",
            "AdjudicationDecided" => $"{actor} decided {Text(e, "field")}: {AnswerOf(e)} ({Text(e, "reason")})",
            "ConsensusComputed" => $"{actor} computed a {Text(e, "method")} consensus of {Labels(e)} labels",
            "ConsensusLabelled" => $"{Count(e, "labels")} labels of a consensus",
            "QualificationsStated" => $"{actor} stated in the register what a person is qualified by",
            "FitnessRulesSet" => $"{actor} laid down what is demanded of readers{Because(e)}",
            "SiteStated" => $"{actor} stated that {Count(e, "items")} items come from {Text(e, "site")}",
            "TrainingSetKept" =>
                $"{actor} laid down a set for {Text(e.GetProperty("set"), "purpose")}: {Text(e.GetProperty("set"), "title")}",
            "ReferenceStated" => $"{actor} stated the right answers of an item, for {Text(e, "purpose")}",
            "ReferenceRetired" => $"{actor} retired an item with a reference answer{Because(e)}",
            "ReferencesSeen" => $"{actor} looked at {Count(e, "items")} reference answers",
            "PracticeAnswered" => $"{actor} practised on an item",
            "GoldJudged" => "A read of gold was held against its reference",
            "TestDrawn" => $"A test of {Count(e, "items")} items was drawn for {actor}, attempt {Number(e, "number")}",
            "TestAnswered" => $"{actor} answered an item of a test",
            "QualificationPassed" => $"{actor} passed a test",
            "QualificationFailed" => $"{actor} did not pass a test",
            "ReadersWatched" => $"{Number(e, "reads")} reads were looked through: {Number(e, "found")} new findings",
            "ReaderDoubted" =>
                $"The watch over reads asks about a reader: {Text(e.GetProperty("finding"), "kind")}; it proposes {Text(e.GetProperty("finding"), "proposal")}",
            "ReaderFindingDecided" => e.GetProperty("follows").GetBoolean()
                ? $"{actor} follows a finding of the watch over reads{Because(e)}"
                : $"{actor} lets a finding of the watch over reads rest{Because(e)}",
            "ReaderHeldBack" => $"A reader was refused work: {Text(e, "code")}",
            "GuidelinePublished" => $"{actor} published guideline version {Number(e, "version")}",
            "GuidelineAcknowledged" => $"{actor} acknowledged guideline version {Number(e, "version")}",
            "RecipientStated" => $"{actor} stated what is known of a recipient of releases",
            "RecipientNotified" => $"{actor} told a recipient what became of a release ({Text(e, "how")})",
            "DisclosurePolicySet" => $"{actor} laid down how bundles are given out",
            "CharterStated" =>
                $"{actor} laid down what the data may be used for, where they may go and how long they are kept{Because(e)}",
            "FurtherUseDecided" => e.GetProperty("decided") is var use && use.GetProperty("compatible").GetBoolean()
                ? $"{actor} decided that “{Text(use, "use")}” is a compatible use{Because(use)}"
                : $"{actor} decided that “{Text(use, "use")}” is not a compatible use{Because(use)}",
            "ReleaseErased" =>
                $"{actor} had a release destroyed, which had to be kept until {Text(e, "keptUntil")}{Because(e)}",
            "ReleasePrepared" => $"{actor} made {ReleaseOf(e)}, which waits for signatures",
            "ReleaseDiscarded" => $"{actor} gave up a release{Because(e)}",
            "SigningPolicySet" => $"{actor} laid down that {Count(e, "acts")} kinds of acts are signed{Because(e)}",
            "ContentSigned" => $"{Text(e, "name")} signed {Text(e, "subject")}. {Text(e, "meaning")}",
            "ReleasePublished" => $"{actor} published {Text(e, "name")}:{Text(e, "version")}",
            "ProtocolPublished" => $"{actor} published protocol version {Number(e, "version")}",
            "LabelMeaningsDemanded" => e.TryGetProperty("demanded", out JsonElement d)
            && d.ValueKind == JsonValueKind.True
                ? $"{actor} demanded that every label says what it means{Because(e)}"
                : $"{actor} demands no more that every label says what it means{Because(e)}",
            "AcquisitionDeclared" => $"{actor} declared how data were acquired before they came here",
            "TargetPopulationDeclared" => $"{actor} declared the population that is aimed at",
            "ItemDescribed" => $"{Count(e, "traits")} coarse facts were noted of the item",
            "BatchDecided" => $"{actor} decided the batch: {Text(e, "decision")}",
            "EntryDecided" => Text(e, "rule").Length > 0
                ? $"A rule decided an entry: {Text(e, "decision")} ({Text(e, "reason")})"
                : $"{actor} decided an entry: {Text(e, "decision")}{Because(e)}",
            "ReviewSampled" => $"{actor} drew {Count(e, "entries")} of {Number(e, "population")} entries for review",
            "BatchReceived" => $"{actor} received a batch of {Number(e, "files")} files",
            "PlanChosen" =>
                $"{actor} chose the plan {Text(e, "planHash")[..16]} for what is received as {Text(e, "modality")}{Because(e)}",
            "ClaimChosen" =>
                $"{actor} chose what is claimed of the data: {ClaimRules.NameOf(e.GetProperty("claim").GetProperty("claim").GetString()!)}{Because(e)}",
            "ClaimMade" =>
                $"{ClaimRules.NameOf(e.GetProperty("claim").GetProperty("claim").GetString()!)} was claimed of {Count(e, "entries")} entries",
            "KeyMade" => $"{actor} made the project's key {Text(e, "fingerprint")}",
            "KeyRotated" => $"{actor} put key {Text(e, "fingerprint")} in the place of {Text(e, "former")}{Because(e)}",
            "KeyEscrowed" =>
                $"{actor} divided key {Text(e, "fingerprint")}: {Number(e, "needed")} of {Number(e, "shares")} parts restore it",
            "KeyRestored" => $"{actor} restored key {Text(e, "fingerprint")} from its parts",
            "MappingDestroyed" => $"{actor} destroyed key {Text(e, "fingerprint")}{Because(e)}",
            "ItemReady" => $"The item passed the gate",
            "CompanionsJoined" => $"{Count(e, "files")} files that go with the item passed the gate and joined it",
            "TablesSealed" => $"The sums of {Count(e, "tables")} tables were put into the record",
            "AnswersSeen" => $"{actor} was shown what others answered ({Text(e, "what")})",
            "EventsErased" => $"{actor} erased the content of {Count(e, "events")} events{Because(e)}",
            "EventsMarked" => $"{Number(e, "events")} events of an earlier build were taken over and marked",
            "StoreAccepted" => $"{Text(e, "by")} went on with a store with {Count(e, "faults")} faults{Because(e)}",
            "BackupMade" =>
                $"{Text(e, "by")} made backup {Short(e)} of {Number(e, "events")} events{Wrong(e, "faults")}",
            "BackupDrilled" =>
                $"{Text(e, "by")} restored backup {Short(e)} for trial in {Number(e, "restoreSeconds")} s{Wrong(e, "faults")}",
            "StoreRestored" =>
                $"{Text(e, "by")} restored the store from backup {Short(e)} of {Text(e, "made")}{Wrong(e, "missing")}",
            "EmergencyOpened" => $"{actor} gave themselves emergency access until {Text(e, "until")}{Because(e)}",
            "EmergencyLooked" => $"{actor} was shown {Text(e, "route")} under emergency access",
            "EmergencyEnded" => Text(e, "how") == "time"
                ? "The emergency access ended by itself"
                : $"{actor} ended the emergency access",
            "EmergencyReviewed" => $"{actor} reviewed the emergency access ({Text(e, "note")})",
            "EmergencyRightGiven" => $"{actor} gave a person the right to emergency access",
            "EmergencyRightTaken" => $"{actor} took the right to emergency access from a person",
            "ClockJumped" => $"The clock went from {Text(e, "before")} to {Text(e, "after")}",
            "StoreAudited" => $"{actor} had {Number(e, "events")} events audited: {Number(e, "faults")} faults",
            "CheckpointCosigned" => $"The witness {Text(e, "witness")} cosigned {Number(e, "size")} events",
            "WitnessObjected" =>
                $"The witness {Text(e, "witness")} objected ({Text(e, "kind")}): it has seen {Number(e, "seen")} events, it was shown {Number(e, "size")}",
            "LogKeyRotated" =>
                $"{Text(e, "by")} replaced the record's signing key{(e.TryGetProperty("compromisedSince", out JsonElement since) && since.ValueKind == JsonValueKind.String ? $", which may have been in others' hands since {Text(e, "compromisedSince")}" : "")}{Because(e)}",
            "MarksKeyRotated" =>
                $"{Text(e, "by")} replaced the key of marks and sums, under which {Number(e, "events")} events were marked anew{(e.TryGetProperty("compromisedSince", out JsonElement from) && from.ValueKind == JsonValueKind.String ? $"; others may have had the former since {Text(e, "compromisedSince")}" : "")}{Because(e)}",
            "StoreShareAudited" =>
                $"{Number(e, "files")} of {Number(e, "of")} files were read through: {Number(e, "faults")} faults",
            "SignInRestored" =>
                $"{Text(e, "by")} gave an administrator a way to sign in, on the server's machine{Because(e)}",
            "AccountsReviewed" => $"{actor} looked through {Count(e, "accounts")} accounts ({Text(e, "note")})",
            "SignInsFailed" => $"Sign-ins were refused, counted in {Count(e, "tallies")} kinds",
            "SubjectErased" =>
                $"{actor} erased a subject with {Number(e, "items")} items and {Number(e, "events")} events{Because(e)}",
            "SubjectRetained" => $"{actor} decided that subject {Text(e, "subject")} is retained{Because(e)}",
            "ModelRegistered" =>
                $"{actor} registered the model {Text(e.GetProperty("model"), "name")} {Text(e.GetProperty("model"), "version")}",
            "ModelApproved" =>
                $"{actor} approved a model for protocol version {Number(e, "protocolVersion")}{Because(e)}",
            "ModelRetired" => $"{actor} took a model out of use{Because(e)}",
            "SuggestionsMade" =>
                $"{Text(e, "name")} {Text(e, "version")} suggested answers to {Count(e, "suggestions")} fields",
            "SuggestionShown" =>
                $"{actor} was shown what {Text(e.GetProperty("suggestion"), "model")} suggests for {Text(e.GetProperty("suggestion"), "field")}",
            "SessionEnded" => Text(e, "why") == "sign-out"
                ? $"{actor} signed out"
                : $"A session was ended ({Text(e, "why")})",
            "SignInFailed" => $"A sign-in was refused ({Text(e, "why")})",
            _ => modalities.All.Select(m => m.Paper.Sentence(actor, type, e)).FirstOrDefault(s => s is not null)
                ?? $"{actor}: {Words(type)}",
        };
    }

    /// <summary>What the sentences say of a type, where its own words do not, for whoever searches by what a page shows.</summary>
    public static string Phrase(string type) =>
        type switch
        {
            "AnswerGiven" => "answered the answer to",
            "AnswerWithdrawn" => "took back the answer to",
            "MarkDrawn" => "drew a mark for",
            "MarkRevised" => "changed a mark for",
            "MarkPartsRevised" => "changed parts of a mark",
            "MarkWithdrawn" => "took back a mark",
            "ReadAssigned" => "took the next item assigned the item",
            "ReadOpened" => "opened the item",
            "ReadSubmitted" => "submitted the read after",
            "ReadSkipped" => "skipped the item",
            "ReadReopened" => "reopened the read",
            "WorkTimed" => "has worked on the read time of work",
            "CommentAdded" => "left a comment commented",
            "ThreadOpened" => "began a thread asked a question",
            "ThreadAnswered" => "wrote in a thread answered replied",
            "ThreadResolved" => "settled a thread",
            "ThreadReopened" => "opened a thread again",
            "ThreadNoted" => "put what a thread came to into guideline note",
            "ThreadViewed" => "looked at what others wrote in a thread",
            "NoticesSeen" => "looked at what waits for them notices",
            "NoticesWanted" => "said how often they want mails notices",
            "NoticesMailed" => "somebody was told by mail that something waits notices",
            "ItemFlagged" => "flagged the item flag",
            "ItemUnflagged" => "took the flag off",
            "ItemWithdrawn" => "withdrew the item",
            "ItemRestored" => "restored the item",
            "ItemViewed" => "looked at viewed saw",
            "ReadsCompared" => "the reads were compared disputed",
            "AdjudicationDecided" => "decided adjudicated dispute",
            "ConsensusComputed" => "computed a consensus",
            "ConsensusLabelled" => "labels of a consensus",
            "ReleasePublished" => "published release",
            "ReleasePrepared" => "made release which waits for signatures",
            "ReleaseDiscarded" => "gave up a release",
            "CharterStated" => "laid down what the data may be used for charter purpose countries keeping",
            "FurtherUseDecided" => "decided that is a compatible use purpose",
            "ReleaseErased" => "had a release destroyed erased kept until",
            "SigningPolicySet" => "laid down that acts are signed signature policy",
            "ContentSigned" => "signed signature",
            "ProtocolPublished" => "published protocol version",
            "BatchDecided" => "decided the batch",
            "EntryDecided" => "decided an entry a rule decided",
            "ReviewSampled" => "drew entries for review",
            "BatchReceived" => "received a batch of files",
            "PlanChosen" => "chose the plan for what is received",
            "ClaimChosen" => "chose what is claimed of the data",
            "ClaimMade" => "was claimed of entries",
            "KeyMade" => "made the project's key",
            "KeyEscrowed" => "divided key",
            "MappingDestroyed" => "destroyed key",
            "ItemReady" => "the item passed the gate",
            "TablesSealed" => "the sums of tables were put into the record",
            "SignInFailed" => "a sign-in was refused",
            "SubjectErased" => "erased a subject",
            "SubjectRetained" => "decided that a subject is retained",
            "ModelRegistered" => "registered the model",
            "ModelApproved" => "approved a model for protocol version",
            "ModelRetired" => "took a model out of use",
            "SuggestionsMade" => "suggested answers to fields",
            "SuggestionShown" => "was shown what suggests for suggestion",
            "SessionEnded" => "signed out a session was ended",
            "BackupMade" => "made backup",
            "BackupDrilled" => "restored backup for trial drill",
            "StoreRestored" => "restored the store from backup",
            "ClockJumped" => "the clock went from to",
            "StoreAudited" => "had events audited faults audit",
            "StoreShareAudited" => "files were read through faults audit share",
            "SignInRestored" => "gave an administrator a way to sign in emergency",
            "CheckpointCosigned" => "the witness cosigned events",
            "WitnessObjected" => "the witness objected fork rollback",
            "LogKeyRotated" => "replaced the record's signing key",
            "MarksKeyRotated" => "replaced the key of marks and sums events were marked anew",
            _ => "",
        };

    private static string ReleaseOf(JsonElement e) =>
        e.TryGetProperty("release", out JsonElement release)
            ? $"{Text(release, "name")}:{Text(release, "version")}"
            : "a release";

    private static string Viewed(string what) =>
        what switch
        {
            "item" => "the item",
            "reads" => "the reads of the item",
            "remarks" => "what readers wrote about the item",
            "history" => "the history of the item",
            "dispute" => "the dispute",
            _ => what.Replace('-', ' '),
        };

    /// <summary>"ReadSubmitted" → "read submitted".</summary>
    public static string Words(string type) =>
        string.Concat(
            type.Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString())
        );

    private static string Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out JsonElement v) && v.ValueKind == JsonValueKind.String ? v.GetString()! : "";

    private static string Because(JsonElement e) => Text(e, "reason") is { Length: > 0 } reason ? $" ({reason})" : "";

    // As lists of backups show it.
    private static string Short(JsonElement e) => Text(e, "backup") is var id ? id[..Math.Min(8, id.Length)] : "";

    private static string Wrong(JsonElement e, string list) =>
        Count(e, list) is > 0 and var count ? $"; {count} faults" : "";

    private static string Number(JsonElement e, string name) =>
        e.TryGetProperty(name, out JsonElement v) ? v.GetRawText() : "";

    // Records of before hold the labels in the event itself.
    private static string Labels(JsonElement e) =>
        Number(e, "count") is { Length: > 0 } count && count != "null"
            ? count
            : Count(e, "labels").ToString(CultureInfo.InvariantCulture);

    private static int Count(JsonElement e, string name) =>
        e.TryGetProperty(name, out JsonElement v) && v.ValueKind == JsonValueKind.Array ? v.GetArrayLength() : 0;

    private static string MarkField(JsonElement e) =>
        e.TryGetProperty("mark", out JsonElement m) ? Text(m, "field") : "";

    private static string WithRest(JsonElement e) =>
        Text(e, "origin") == ReadRules.Rest ? ", with all that was still blank" : "";

    private static string TakenOver(JsonElement e) =>
        Text(e, "origin") == ReadRules.TakenOver ? ", as a model suggested" : "";

    private static string AnswerOf(JsonElement e)
    {
        if (!e.TryGetProperty("answer", out JsonElement a))
        {
            return "";
        }

        string state = Text(a, "state");
        return a.TryGetProperty("value", out JsonElement v)
            ? (state == "present" ? v.ToString() : $"{state} {v}")
            : state;
    }
}
