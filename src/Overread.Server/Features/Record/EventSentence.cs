using System.Text.Json;
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
            "AnswerGiven" => $"{actor} answered {Text(e, "field")}: {AnswerOf(e)}",
            "AnswerWithdrawn" => $"{actor} took back the answer to {Text(e, "field")}",
            "MarkDrawn" => $"{actor} drew a mark for {MarkField(e)}",
            "MarkRevised" => $"{actor} changed a mark for {MarkField(e)}",
            "MarkWithdrawn" => $"{actor} took back a mark",
            "ReadAssigned" => Text(e, "by") == "queue" ? $"{actor} took the next item" : $"{actor} assigned the item",
            "ReadOpened" => $"{actor} opened the item",
            "ReadSubmitted" => $"{actor} submitted the read after {Number(e, "seconds")} s",
            "ReadSkipped" => $"{actor} skipped the item: {Text(e, "reason")}",
            "ReadReopened" => $"{actor} reopened the read: {Text(e, "reason")}",
            "ReadsCompared" => $"The reads were compared: {Count(e, "disputed")} fields disputed",
            "AdjudicationDecided" => $"{actor} decided {Text(e, "field")}: {AnswerOf(e)} ({Text(e, "reason")})",
            "ConsensusComputed" => $"{actor} computed a {Text(e, "method")} consensus of {Count(e, "labels")} labels",
            "ReleasePublished" => $"{actor} published {Text(e, "name")}:{Text(e, "version")}",
            "ProtocolPublished" => $"{actor} published protocol version {Number(e, "version")}",
            "BatchDecided" => $"{actor} decided the batch: {Text(e, "decision")}",
            "EntryDecided" => Text(e, "rule").Length > 0
                ? $"A rule decided an entry: {Text(e, "decision")} ({Text(e, "reason")})"
                : $"{actor} decided an entry: {Text(e, "decision")}{Because(e)}",
            "ReviewSampled" => $"{actor} drew {Count(e, "entries")} of {Number(e, "population")} entries for review",
            "BatchReceived" => $"{actor} received a batch of {Number(e, "files")} files",
            "KeyMade" => $"{actor} made the project's key {Text(e, "fingerprint")}",
            "KeyRotated" => $"{actor} put key {Text(e, "fingerprint")} in the place of {Text(e, "former")}{Because(e)}",
            "KeyEscrowed" =>
                $"{actor} divided key {Text(e, "fingerprint")}: {Number(e, "needed")} of {Number(e, "shares")} parts restore it",
            "KeyRestored" => $"{actor} restored key {Text(e, "fingerprint")} from its parts",
            "MappingDestroyed" => $"{actor} destroyed key {Text(e, "fingerprint")}{Because(e)}",
            "ItemReady" => $"The item passed the gate",
            "TablesSealed" => $"The sums of {Count(e, "tables")} tables were put into the record",
            "AnswersSeen" => $"{actor} was shown what others answered ({Text(e, "what")})",
            "EventsErased" => $"{actor} erased the content of {Count(e, "events")} events{Because(e)}",
            "EventsMarked" => $"{Number(e, "events")} events of an earlier build were taken over and marked",
            "StoreAccepted" => $"{Text(e, "by")} went on with a store with {Count(e, "faults")} faults{Because(e)}",
            "SignInsFailed" => $"Sign-ins were refused, counted in {Count(e, "tallies")} kinds",
            "SignInFailed" => $"A sign-in was refused ({Text(e, "why")})",
            _ => modalities.All.Select(m => m.Paper.Sentence(actor, type, e)).FirstOrDefault(s => s is not null)
                ?? $"{actor}: {Words(type)}",
        };
    }

    // "ReadSubmitted" → "read submitted".
    private static string Words(string type) =>
        string.Concat(
            type.Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString())
        );

    private static string Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out JsonElement v) && v.ValueKind == JsonValueKind.String ? v.GetString()! : "";

    private static string Because(JsonElement e) => Text(e, "reason") is { Length: > 0 } reason ? $" ({reason})" : "";

    private static string Number(JsonElement e, string name) =>
        e.TryGetProperty(name, out JsonElement v) ? v.GetRawText() : "";

    private static int Count(JsonElement e, string name) =>
        e.TryGetProperty(name, out JsonElement v) && v.ValueKind == JsonValueKind.Array ? v.GetArrayLength() : 0;

    private static string MarkField(JsonElement e) =>
        e.TryGetProperty("mark", out JsonElement m) ? Text(m, "field") : "";

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
