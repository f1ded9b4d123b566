using System.Text.Json;

namespace Overread.Ledger.Bundles.Statements;

/// <summary>The tables of a bundle that statements are counted from, and its events.</summary>
internal sealed class BundleFacts
{
    internal sealed record Item(string Id, string Subject, string Split, string Group, string From, string Since);

    /// <summary>One row of <c>labels/individual/reading.csv</c>.</summary>
    internal sealed record Read(
        string Id,
        string Item,
        string Reader,
        long Version,
        string HandedOut,
        string Origins,
        string By,
        bool Looked
    );

    internal sealed record Label(string Item, string Field, string Text, string Status);

    internal sealed record Approval(string Batch, string Decision, string By);

    public BundleFacts(IBundleSource source)
    {
        Events = BundleEvents.Of(source);
        Items =
        [
            .. CsvTable
                .Rows(source, "splits.csv")
                .Select(r => new Item(
                    Cell(r, "item"),
                    Cell(r, "subject"),
                    Cell(r, "split"),
                    Cell(r, "group"),
                    Cell(r, "subject_from"),
                    Cell(r, "since")
                )),
        ];
        Reads =
        [
            .. CsvTable
                .Rows(source, ReadingName)
                .Select(r => new Read(
                    Cell(r, "read"),
                    Cell(r, "item"),
                    Cell(r, "reader"),
                    long.TryParse(Cell(r, "protocol_version"), out long v) ? v : 0,
                    Cell(r, "handed_out"),
                    Cell(r, "origins"),
                    Cell(r, "submitted_by"),
                    Cell(r, "looked_before") == "true"
                )),
        ];
        Answers =
        [
            .. CsvTable
                .Rows(source, "labels/individual/reads.csv")
                .Select(r => (Cell(r, "read"), Cell(r, "field"), Cell(r, "state"))),
        ];
        Labels =
        [
            .. CsvTable
                .Rows(source, "labels/consensus/labels.csv")
                .Select(r => new Label(Cell(r, "item"), Cell(r, "field"), Cell(r, "label"), Cell(r, "status"))),
        ];
        Disputes =
        [
            .. CsvTable
                .Rows(source, "labels/adjudication.csv")
                .Where(r => Cell(r, "kind") == "dispute")
                .Select(r => (Cell(r, "item"), Cell(r, "field"), Cell(r, "decided").Length > 0)),
        ];
        Approvals =
        [
            .. CsvTable
                .Rows(source, ApprovalsName)
                .Select(r => new Approval(Cell(r, "batch"), Cell(r, "decision"), Cell(r, "by_kind"))),
        ];
        People =
        [
            .. CsvTable.Rows(source, "people/annotators.csv").Select(r => (Cell(r, "pseudonym"), Cell(r, "roles"))),
        ];
        Contents =
        [
            .. CsvTable
                .Rows(source, "items.csv")
                .Select(r => (Cell(r, "item"), Fingerprint(r)))
                .Where(r => r.Item2.Length > 0),
        ];
        MovedRows =
        [
            .. CsvTable
                .Rows(source, "labels/changes.csv")
                .Where(r => Cell(r, "change") == "split-changed")
                .Select(r => Cell(r, "item")),
        ];
        Exported =
        [
            .. CsvTable
                .Rows(source, "exports/labels.csv")
                .SelectMany(r => r.Where(c => c.Value.Length > 0).Select(c => (Cell(r, "item"), c.Key))),
        ];
        Policy(source);
        Leakage(source);
        Consensus(source);
    }

    /// <summary>How each released read was made.</summary>
    public const string ReadingName = "labels/individual/reading.csv";

    /// <summary>Who decided about batches.</summary>
    public const string ApprovalsName = "privacy/approvals.csv";

    public BundleEvents Events { get; }
    public IReadOnlyList<Item> Items { get; }
    public IReadOnlyList<Read> Reads { get; }
    public IReadOnlyList<(string Read, string Field, string State)> Answers { get; }
    public IReadOnlyList<Label> Labels { get; }
    public IReadOnlyList<(string Item, string Field, bool Decided)> Disputes { get; }
    public IReadOnlyList<Approval> Approvals { get; }
    public IReadOnlyList<(string Pseudonym, string Roles)> People { get; }

    /// <summary>What tells each file's content, by item.</summary>
    public IReadOnlyList<(string Item, string Fingerprint)> Contents { get; }

    /// <summary>Items with a row that says that their subject moved to another split.</summary>
    public IReadOnlyList<string> MovedRows { get; }

    /// <summary>Cells of <c>exports/labels.csv</c> that are not blank, by item and column.</summary>
    public IReadOnlyList<(string Item, string Column)> Exported { get; }

    public long ReadersAsked { get; private set; }
    public string Agreement { get; private set; } = "";
    public string DisputeRule { get; private set; } = "";
    public IReadOnlySet<string> Moved { get; private set; } = new HashSet<string>();
    public long OpenQuestions { get; private set; }
    public string InputHash { get; private set; } = "";

    /// <summary>The protocol version whose reads are released; 0 where there are none.</summary>
    public long Version => Reads.Count == 0 ? 0 : Reads[0].Version;

    private void Policy(IBundleSource source)
    {
        using JsonDocument? protocol = Json(source, "protocol/protocol.json");
        if (protocol?.RootElement.TryGetProperty("policy", out JsonElement policy) == true)
        {
            ReadersAsked = policy.TryGetProperty("readers", out JsonElement n) ? n.GetInt64() : 0;
            Agreement = policy.TryGetProperty("agreement", out JsonElement a) ? a.GetString() ?? "" : "";
            DisputeRule = policy.TryGetProperty("disputes", out JsonElement d) ? d.GetString() ?? "" : "";
        }
    }

    private void Leakage(IBundleSource source)
    {
        using JsonDocument? leakage = Json(source, "leakage-report.json");
        if (leakage is null)
        {
            return;
        }

        if (leakage.RootElement.TryGetProperty("moved", out JsonElement moved))
        {
            Moved = moved.EnumerateArray().Select(m => m.GetProperty("subject").GetString()!).ToHashSet();
        }

        if (leakage.RootElement.TryGetProperty("keptTogether", out JsonElement kept))
        {
            OpenQuestions = kept.EnumerateArray()
                .SelectMany(g => g.GetProperty("because").EnumerateArray())
                .Count(q => q.GetProperty("open").GetBoolean());
        }
    }

    private void Consensus(IBundleSource source)
    {
        using JsonDocument? platform = Json(source, "software/platform.json");
        if (
            platform?.RootElement.TryGetProperty("consensus", out JsonElement consensus) == true
            && consensus.TryGetProperty("inputHash", out JsonElement hash)
        )
        {
            InputHash = hash.GetString() ?? "";
        }
    }

    private static JsonDocument? Json(IBundleSource source, string path)
    {
        if (!source.Paths.Contains(path))
        {
            return null;
        }

        using Stream stream = source.Open(path);
        try
        {
            return JsonDocument.Parse(stream);
        }
        catch (JsonException)
        {
            // What cannot be read counts for nothing, and the sentence that needs it says so.
            return null;
        }
    }

    private static string Fingerprint(IReadOnlyDictionary<string, string> row) =>
        Cell(row, "pixel_sha256") is { Length: > 0 } pixels ? pixels : Cell(row, "sha256");

    private static string Cell(IReadOnlyDictionary<string, string> row, string name) => row.GetValueOrDefault(name, "");
}
