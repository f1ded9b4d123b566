using System.Globalization;
using System.Text.Json;

namespace Overread.Ledger.Bundles.Statements;

/// <summary>The disclosed events of a bundle, folded into what statements are counted from.</summary>
internal sealed class BundleEvents
{
    /// <summary>A decision of an adjudicator.</summary>
    internal sealed record Decided(long Seq, string Item, string Field, string Kind, string Actor, bool Reasoned);

    /// <summary>A suggestion that a reader was shown.</summary>
    internal sealed record ShownSuggestion(
        string Read,
        string Field,
        string Id,
        string Model,
        string Version,
        string Sha256
    );

    private readonly Dictionary<string, (long First, long Last, long Count)> _types = new(StringComparer.Ordinal);

    /// <summary>What events and tables have in common.</summary>
    public StringPool Pool { get; } = new();

    public Dictionary<string, ReadTrace> Reads { get; } = new(StringComparer.Ordinal);
    public List<Decided> Decisions { get; } = [];

    /// <summary>Place and version of each published protocol.</summary>
    public List<(long Seq, long Version)> Protocols { get; } = [];

    /// <summary>Batch by item, of items that came with one.</summary>
    public Dictionary<string, string> Batches { get; } = new(StringComparer.Ordinal);

    /// <summary>Kind and subject by item.</summary>
    public Dictionary<string, (string Kind, string Subject)> Ready { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Withdrawn { get; } = new(StringComparer.Ordinal);
    public HashSet<string> InputHashes { get; } = new(StringComparer.Ordinal);
    public long Count { get; private set; }

    /// <summary>Events that speak of suggestions.</summary>
    public long Suggestions { get; private set; }

    /// <summary>What readers were shown of models, in order.</summary>
    public List<ShownSuggestion> Shown { get; } = [];

    /// <summary>What the labels of each published protocol say of themselves, by version.</summary>
    public Dictionary<long, IReadOnlyList<LabelMeaningRow>> Meanings { get; } = [];

    /// <summary>The project demands a meaning of every label, as it laid down last.</summary>
    public bool MeaningsDemanded { get; private set; }

    /// <summary>What is declared of how data were acquired, by import and member; what is blank is not there.</summary>
    public Dictionary<string, IReadOnlyDictionary<string, string>> Acquired { get; } = new(StringComparer.Ordinal);

    /// <summary>The declared share of each group of the population that is aimed at; null where none is declared.</summary>
    public IReadOnlyDictionary<(string Trait, string Value), double>? Target { get; private set; }

    /// <summary>Reads an events file; lines that cannot be read are left to the verifier.</summary>
    public static BundleEvents Of(IBundleSource source)
    {
        BundleEvents events = new();
        if (!source.Paths.Contains(BundleManifest.EventsName))
        {
            return events;
        }

        using StreamReader reader = new(source.Open(BundleManifest.EventsName));
        while (reader.ReadLine() is { } line)
        {
            try
            {
                events.Add(DisclosedEvent.Parse(line));
            }
            catch (FormatException)
            {
                events.AddUnreadable();
            }
        }

        return events;
    }

    /// <summary>Folds one more event, in the order of the record; one whose payload cannot be read counts as unreadable.</summary>
    public void Add(DisclosedEvent disclosed)
    {
        try
        {
            using JsonDocument payload = JsonDocument.Parse(disclosed.Payload);
            Take(disclosed.Seq, payload.RootElement);
        }
        catch (Exception e)
            when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            AddUnreadable();
        }
    }

    /// <summary>Counts a line that cannot be read; what is wrong with it is the verifier's to say.</summary>
    public void AddUnreadable() => _types["unreadable"] = (-1, -1, CountOf("unreadable") + 1);

    /// <summary>How many events of a kind are disclosed.</summary>
    public long CountOf(string type) => _types.GetValueOrDefault(type).Count;

    /// <summary>The places of the first and last events of these kinds.</summary>
    public IReadOnlyList<long> Places(params string[] types)
    {
        List<(long First, long Last, long Count)> found = [.. types.Where(_types.ContainsKey).Select(t => _types[t])];
        return found.Count == 0 ? [] : [.. new[] { found.Min(f => f.First), found.Max(f => f.Last) }.Distinct()];
    }

    /// <summary>Kinds of the events that were cited, with how many there are.</summary>
    public IEnumerable<string> Cite(params string[] types) =>
        types
            .Where(_types.ContainsKey)
            .Select(t =>
                string.Create(CultureInfo.InvariantCulture, $"{BundleManifest.EventsName}: {_types[t].Count} {t}")
            );

    private void Take(long seq, JsonElement envelope)
    {
        JsonElement happened = envelope.GetProperty("event");
        string type = Text(happened, "type") ?? throw new FormatException("An event has no type.");
        string stream = Text(envelope, "stream") ?? throw new FormatException("An event has no stream.");
        string actor = Text(envelope, "actor") ?? throw new FormatException("An event has no actor.");
        string? item = Text(envelope, "item");
        Count++;
        (long first, _, long count) = _types.GetValueOrDefault(type, (seq, seq, 0));
        _types[type] = (first, seq, count + 1);
        if (type.Contains("Suggestion", StringComparison.Ordinal))
        {
            Suggestions++;
        }

        if (stream.StartsWith("read/", StringComparison.Ordinal))
        {
            OfRead(seq, stream["read/".Length..], type, happened, actor, item);
            return;
        }

        switch (type)
        {
            case "ProtocolPublished":
                long version = happened.GetProperty("version").GetInt64();
                Protocols.Add((seq, version));
                Meanings[version] = LabelMeaningRow.OfProtocol(happened.GetProperty("body"));
                break;
            case "LabelMeaningsDemanded":
                MeaningsDemanded = happened.GetProperty("demanded").GetBoolean();
                break;
            case "AcquisitionDeclared":
                Acquired[Text(happened, "import") ?? ""] = Words(happened.GetProperty("stated"));
                break;
            case "TargetPopulationDeclared":
                Target = Shares(happened);
                break;
            case "ItemReady":
                JsonElement facts = happened.GetProperty("item");
                string id = Pooled(facts, "id");
                Ready[id] = (Pooled(facts, "kind"), Pooled(facts, "subject"));
                if (Text(facts, "batch") is { } batch)
                {
                    Batches[id] = Pool.Of(batch);
                }

                break;
            case "ItemWithdrawn" when item is not null:
                Withdrawn.Add(item);
                break;
            case "ItemRestored" when item is not null:
                Withdrawn.Remove(item);
                break;
            case "ConsensusComputed":
                InputHashes.Add(Text(happened, "inputHash") ?? "");
                break;
            case "AdjudicationDecided" when item is not null:
                Decisions.Add(
                    new(
                        seq,
                        item,
                        Text(happened, "field") ?? "",
                        Text(happened, "kind") ?? "",
                        actor,
                        !string.IsNullOrWhiteSpace(Text(happened, "reason"))
                    )
                );
                break;
        }
    }

    private void OfRead(long seq, string id, string type, JsonElement happened, string actor, string? item)
    {
        if (!Reads.TryGetValue(id, out ReadTrace? read))
        {
            Reads[Pool.Of(id)] = read = new();
        }

        switch (type)
        {
            case "ReadAssigned":
                read.Item = Pooled(happened, "item");
                read.Reader = Pooled(happened, "reader");
                read.Version = happened.GetProperty("protocolVersion").GetInt64();
                read.Assigned = seq;
                read.ByQueue = Text(happened, "by") == "queue";
                break;
            case "ReadOpened":
                read.Opened = true;
                break;
            case "AnswerGiven":
                read.Answer(Pooled(happened, "field"), Pooled(happened.GetProperty("answer"), "state"));
                read.From(Pool.Of(Text(happened, "origin") ?? "hand"));
                break;
            case "AnswerWithdrawn":
                read.Blank(Text(happened, "field") ?? "");
                break;
            case "MarkDrawn":
                read.From(Pool.Of(Text(happened, "origin") ?? "hand"));
                JsonElement mark = happened.GetProperty("mark");
                read.Draw(Text(mark, "id") ?? "", Pooled(mark, "field"));
                break;
            case "MarkWithdrawn":
                read.TakeBack(Text(happened, "mark") ?? "");
                break;
            case "SuggestionShown":
                JsonElement shown = happened.GetProperty("suggestion");
                Shown.Add(
                    new(
                        id,
                        Pooled(shown, "field"),
                        Text(shown, "id") ?? "",
                        Pooled(shown, "model"),
                        Pooled(shown, "version"),
                        Pooled(shown, "sha256")
                    )
                );
                break;
            case "ReadReopened":
                read.OpenAgain = true;
                break;
            case "ReadSubmitted":
                read.OpenAgain = false;
                read.Submitted = seq;
                read.FirstSubmitted = read.FirstSubmitted < 0 ? seq : read.FirstSubmitted;
                read.SubmittedBy = Pool.Of(actor);
                read.Item ??= item;
                break;
        }
    }

    private static Dictionary<string, string> Words(JsonElement stated) =>
        stated
            .EnumerateObject()
            .Select(p => (p.Name, Text: p.Value.ToString().Trim()))
            .Where(p => p.Text.Length > 0)
            .ToDictionary(p => p.Name, p => p.Text, StringComparer.Ordinal);

    private static Dictionary<(string, string), double>? Shares(JsonElement happened) =>
        happened.TryGetProperty("target", out JsonElement target) && target.ValueKind == JsonValueKind.Object
            ? target
                .GetProperty("shares")
                .EnumerateArray()
                .ToDictionary(
                    s => (Text(s, "trait") ?? "", Text(s, "value") ?? ""),
                    s => s.GetProperty("share").GetDouble()
                )
            : null;

    private string Pooled(JsonElement element, string name) => Pool.Of(Text(element, name) ?? "");

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
