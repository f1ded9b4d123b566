using System.Globalization;
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

    /// <summary>What the register says of a reader; blank where it says nothing.</summary>
    internal sealed record Registered(
        string Profession,
        string Years,
        string Licence,
        string Conflicts,
        string Agreements
    );

    /// <summary>One cell of <c>population/traits.csv</c>.</summary>
    internal sealed record TraitCell(string Split, string Trait, string Value, long Subjects, long Items, string Why);

    /// <summary>One row of <c>population/target.csv</c>; a number that is not there is NaN.</summary>
    internal sealed record TargetRow(
        string Trait,
        string Value,
        double Declared,
        long Subjects,
        long Known,
        double Share,
        double Corrected,
        string Verdict
    );

    internal sealed record Approval(string Batch, string Decision, string By);

    /// <param name="source">The bundle.</param>
    /// <param name="events">The disclosed events, where they have been read already; null to read them here.</param>
    public BundleFacts(IBundleSource source, BundleEvents? events = null)
    {
        Events = events ?? BundleEvents.Of(source);
        StringPool pool = Events.Pool;
        string Cell(IReadOnlyDictionary<string, string> row, string name) => pool.Of(row.GetValueOrDefault(name, ""));
        string Fingerprint(IReadOnlyDictionary<string, string> row) =>
            Cell(row, "pixel_sha256") is { Length: > 0 } pixels ? pixels : Cell(row, "sha256");
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
        Sealed =
        [
            .. CsvTable
                .Rows(source, SealedRow.TableName)
                .Select(r => (Cell(r, "item"), Cell(r, "subject"), Cell(r, "group"), Cell(r, "commitment"))),
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
        Take(
            CsvTable
                .Rows(source, "labels/individual/reads.csv")
                .Select(r => (Cell(r, "read"), Cell(r, "field"), Cell(r, "state")))
        );
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
        Suggested =
        [
            .. CsvTable
                .Rows(source, SuggestedName)
                .Select(r => new BundleEvents.ShownSuggestion(
                    Cell(r, "read"),
                    Cell(r, "field"),
                    Cell(r, "suggestion"),
                    Cell(r, "model"),
                    Cell(r, "version"),
                    Cell(r, "sha256")
                )),
        ];
        People =
        [
            .. CsvTable.Rows(source, "people/annotators.csv").Select(r => (Cell(r, "pseudonym"), Cell(r, "roles"))),
        ];
        Register =
        [
            .. CsvTable
                .Rows(source, "people/annotators.csv")
                .Where(r => r.ContainsKey("profession"))
                .Select(r => new Registered(
                    Cell(r, "profession"),
                    Cell(r, "years"),
                    Cell(r, "licence"),
                    Cell(r, "conflicts"),
                    Cell(r, "agreements")
                )),
        ];
        Contents =
        [
            .. CsvTable
                .Rows(source, "items.csv")
                .Select(r => (Cell(r, "item"), Fingerprint(r)))
                .Where(r => r.Item2.Length > 0),
        ];
        MovedRows = CsvTable
            .Rows(source, "labels/changes.csv")
            .Where(r => Cell(r, "change") == "split-changed")
            .Select(r => Cell(r, "item"))
            .ToHashSet(StringComparer.Ordinal);
        Exported =
        [
            .. CsvTable
                .Rows(source, "exports/labels.csv")
                .SelectMany(r => r.Where(c => c.Value.Length > 0).Select(c => (Cell(r, "item"), pool.Of(c.Key)))),
        ];
        SaysPopulation = source.Paths.Contains(DictionaryName) && source.Paths.Contains(TraitsName);
        Dictionary =
        [
            .. CsvTable
                .Rows(source, DictionaryName)
                .Select(r => new LabelMeaningRow(
                    Cell(r, "field"),
                    Cell(r, "answer"),
                    Cell(r, "measures"),
                    Cell(r, "severity")
                )),
        ];
        Traits =
        [
            .. CsvTable
                .Rows(source, TraitsName)
                .Select(r => new TraitCell(
                    Cell(r, "split"),
                    Cell(r, "trait"),
                    Cell(r, "value"),
                    Whole(Cell(r, "subjects")),
                    Whole(Cell(r, "items")),
                    Cell(r, "missing_because")
                )),
        ];
        Target =
        [
            .. CsvTable
                .Rows(source, TargetName)
                .Select(r => new TargetRow(
                    Cell(r, "trait"),
                    Cell(r, "value"),
                    Real(Cell(r, "declared_share")),
                    Whole(Cell(r, "subjects")),
                    Whole(Cell(r, "subjects_known")),
                    Real(Cell(r, "share")),
                    Real(Cell(r, "p_holm")),
                    Cell(r, "verdict")
                )),
        ];
        SaysAcquisition = source.Paths.Contains(AcquisitionName);
        Acquisitions = [.. CsvTable.Rows(source, AcquisitionName)];
        Policy(source);
        Leakage(source);
        Consensus(source);
    }

    /// <summary>How each released read was made.</summary>
    public const string ReadingName = "labels/individual/reading.csv";

    /// <summary>What models suggested to readers.</summary>
    public const string SuggestedName = "labels/individual/suggestions.csv";

    /// <summary>Who decided about batches.</summary>
    public const string ApprovalsName = "privacy/approvals.csv";

    /// <summary>What each label means.</summary>
    public const string DictionaryName = "labels/dictionary.csv";

    /// <summary>Coarse facts of the items, by split.</summary>
    public const string TraitsName = "population/traits.csv";

    /// <summary>The population aimed at beside the one that came.</summary>
    public const string TargetName = "population/target.csv";

    /// <summary>How data were acquired before they came to the platform.</summary>
    public const string AcquisitionName = "population/acquisition.csv";

    /// <summary>False for bundles of before releases said how data were acquired.</summary>
    public bool SaysAcquisition { get; }

    /// <summary>A row for each import, by column.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Acquisitions { get; }

    /// <summary>False for bundles of before releases said what labels mean and of whom the data are.</summary>
    public bool SaysPopulation { get; }

    /// <summary>The rows of the label dictionary; none where the bundle is of before there was one.</summary>
    public IReadOnlyList<LabelMeaningRow> Dictionary { get; }

    /// <summary>The cells of the table of traits by split.</summary>
    public IReadOnlyList<TraitCell> Traits { get; }

    /// <summary>The rows of the target population; none where none is declared.</summary>
    public IReadOnlyList<TargetRow> Target { get; }

    public BundleEvents Events { get; }
    public IReadOnlyList<Item> Items { get; }

    /// <summary>Items whose labels are held back, with what commits to them.</summary>
    public IReadOnlyList<(string Item, string Subject, string Group, string Commitment)> Sealed { get; }
    public IReadOnlyList<Read> Reads { get; }

    /// <summary>Reads with a row in <c>labels/individual/reads.csv</c>.</summary>
    public HashSet<string> ReadsWithAnswers { get; } = new(StringComparer.Ordinal);

    /// <summary>Items and fields that somebody answered, by that table.</summary>
    public HashSet<(string Item, string Field)> Answered { get; } = [];

    /// <summary>Where that table and the events differ; the first <see cref="MostFaults"/>.</summary>
    public List<string> AnswerFaults { get; } = [];

    /// <summary>How many faults of a kind are named.</summary>
    public const int MostFaults = 50;
    public IReadOnlyList<Label> Labels { get; }
    public IReadOnlyList<(string Item, string Field, bool Decided)> Disputes { get; }
    public IReadOnlyList<Approval> Approvals { get; }

    /// <summary>Rows of the table of what readers were shown of models; none where there is no such table.</summary>
    public IReadOnlyList<BundleEvents.ShownSuggestion> Suggested { get; }

    /// <summary>A row for each reader; none where the bundle is of before there was a register.</summary>
    public IReadOnlyList<Registered> Register { get; }
    public IReadOnlyList<(string Pseudonym, string Roles)> People { get; }

    /// <summary>What tells each file's content, by item.</summary>
    public IReadOnlyList<(string Item, string Fingerprint)> Contents { get; }

    /// <summary>Items with a row that says that their subject moved to another split.</summary>
    public IReadOnlySet<string> MovedRows { get; }

    /// <summary>Cells of <c>exports/labels.csv</c> that are not blank, by item and column.</summary>
    public IReadOnlyList<(string Item, string Column)> Exported { get; }

    /// <summary>Files that could not be read, with why.</summary>
    public List<(string Path, string Why)> Unreadable { get; } = [];

    public long ReadersAsked { get; private set; }
    public string Agreement { get; private set; } = "";
    public string DisputeRule { get; private set; } = "";
    public IReadOnlySet<string> Moved { get; private set; } = new HashSet<string>();
    public long OpenQuestions { get; private set; }
    public string InputHash { get; private set; } = "";

    /// <summary>The protocol version whose reads are released; 0 where there are none.</summary>
    public long Version => Reads.Count == 0 ? 0 : Reads[0].Version;

    private static long Whole(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long n) ? n : -1;

    private static double Real(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double n) ? n : double.NaN;

    // Row by row: the table may have millions.
    private void Take(IEnumerable<(string Read, string Field, string State)> rows)
    {
        Dictionary<string, string> items = new(StringComparer.Ordinal);
        foreach (Read read in Reads)
        {
            items[read.Id] = read.Item;
        }

        foreach ((string read, string field, string state) in rows)
        {
            ReadsWithAnswers.Add(read);
            if (items.TryGetValue(read, out string? item))
            {
                Answered.Add((item, field));
            }

            string? said = Events.Reads.GetValueOrDefault(read)?.StateOf(field);
            string? fault =
                item is null ? $"labels/individual/reads.csv has read {read}, which is none of the release."
                : said != state ? $"Read {read} answers {field} with {said ?? "nothing"}, the table says {state}."
                : null;
            if (fault is not null && AnswerFaults.Count < MostFaults)
            {
                AnswerFaults.Add(fault);
            }
        }
    }

    private void Policy(IBundleSource source) =>
        From(
            source,
            "protocol/protocol.json",
            root =>
            {
                JsonElement policy = root.GetProperty("policy");
                ReadersAsked = policy.GetProperty("readers").GetInt64();
                Agreement = policy.GetProperty("agreement").GetString() ?? "";
                DisputeRule = policy.GetProperty("disputes").GetString() ?? "";
            }
        );

    private void Leakage(IBundleSource source) =>
        From(
            source,
            "leakage-report.json",
            root =>
            {
                Moved = root.GetProperty("moved")
                    .EnumerateArray()
                    .Select(m => m.GetProperty("subject").GetString() ?? "")
                    .ToHashSet(StringComparer.Ordinal);
                OpenQuestions = root.GetProperty("keptTogether")
                    .EnumerateArray()
                    .SelectMany(g => g.GetProperty("because").EnumerateArray())
                    .Count(q => q.GetProperty("open").GetBoolean());
            }
        );

    private void Consensus(IBundleSource source) =>
        From(
            source,
            "software/platform.json",
            root => InputHash = root.GetProperty("consensus").GetProperty("inputHash").GetString() ?? ""
        );

    // What cannot be read counts for nothing, and no sentence that needs it holds.
    private void From(IBundleSource source, string path, Action<JsonElement> take)
    {
        if (!source.Paths.Contains(path))
        {
            return;
        }

        using Stream stream = source.Open(path);
        try
        {
            using JsonDocument json = JsonDocument.Parse(stream);
            take(json.RootElement);
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            Unreadable.Add((path, $"The file does not hold what it should: {e.Message}"));
        }
    }
}
