using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Overread.Domain.Comparison;
using Overread.Domain.Marks;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;
using Overread.Server.Features.Items.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Training.Contracts;

namespace Overread.Server.Features.Comparison.Contracts;

/// <summary>
/// The submitted reads of one protocol version with what they come to: what agreement, consensus and releases are computed
/// from. Items are sorted by id, readers by pseudonym, so the same reads give the same figures.
/// </summary>
internal sealed class RatingsTable
{
    private static readonly Dictionary<string, FieldDecision> Undecided = [];

    private readonly Dictionary<string, ItemOutcome> _outcomes = [];
    private readonly Dictionary<string, ItemOutcome> _agreed = [];
    private readonly Dictionary<string, FieldReads> _fields = [];
    private readonly HashSet<string> _compared;
    private readonly IReadOnlyDictionary<string, Dictionary<string, FieldDecision>> _decisions;
    private readonly Dictionary<string, ReadRow[]> _readsOf;

    private RatingsTable(
        ProtocolBody protocol,
        int version,
        List<ReadRow> reads,
        IReadOnlyDictionary<string, FileContent> contents,
        HashSet<string> compared,
        IReadOnlyDictionary<string, Dictionary<string, FieldDecision>> decisions
    )
    {
        Protocol = protocol;
        Version = version;
        Reads = reads;
        Contents = contents;
        _compared = compared;
        _decisions = decisions;
        _readsOf = reads
            .GroupBy(r => r.Read.Item, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
        Items = [.. _readsOf.Keys.Order(StringComparer.Ordinal)];
        Readers = [.. reads.Select(r => r.Reader).Distinct().Order(StringComparer.Ordinal)];
        InputHash = Hash();
    }

    public ProtocolBody Protocol { get; }
    public int Version { get; }
    public IReadOnlyList<string> Items { get; }

    /// <summary>Pseudonyms.</summary>
    public IReadOnlyList<string> Readers { get; }
    public IReadOnlyList<ReadRow> Reads { get; }

    /// <summary>What the items' files hold, by file; loaded where the protocol asks for marks.</summary>
    public IReadOnlyDictionary<string, FileContent> Contents { get; }

    /// <summary>SHA-256 over everything that went in: answers, marks and decisions.</summary>
    public string InputHash { get; }

    /// <summary>Fields that can be compared: all but words for people.</summary>
    public IEnumerable<Field> Fields => Protocol.Fields.Where(f => f.Kind.Scale != Scale.None);

    /// <param name="only">Of these items alone; null for all.</param>
    public static RatingsTable Load(
        DbConnection connection,
        string project,
        int version,
        ProtocolBody protocol,
        IReadOnlySet<string>? only = null
    )
    {
        Dictionary<string, string> names = MemberTable.Pseudonyms(connection, project);
        HashSet<string> withdrawn =
        [
            .. ItemTable.Withdrawn(connection, project),
            .. TrainingTable.Gold(connection, project),
        ];
        List<ReadRow> reads =
        [
            .. ReadRow
                .Submitted(connection, project, version)
                .Where(r => !withdrawn.Contains(r.Read.Item) && only?.Contains(r.Read.Item) != false)
                .Select(r => r with { Reader = names[r.Reader] }),
        ];
        // Each item's id once, however many tables it comes from.
        HashSet<string> items = reads.Select(r => r.Read.Item).ToHashSet(StringComparer.Ordinal);
        return new(
            protocol,
            version,
            reads,
            protocol.Fields.Any(f => f.HasMarks)
                ? FileContents.OfProject(connection, project)
                : new Dictionary<string, FileContent>(),
            [
                .. ComparisonTable
                    .Compared(connection, project)
                    .Select(i => items.TryGetValue(i, out string? known) ? known : i),
            ],
            only is null
                ? ComparisonTable.Decisions(connection, project)
                : ComparisonTable
                    .Decisions(connection, project)
                    .Where(d => only.Contains(d.Key))
                    .ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal)
        );
    }

    /// <summary>True when all reads that the policy wants of an item were in and compared.</summary>
    public bool IsCompared(string item) => _compared.Contains(item);

    /// <summary>What the reads of an item and the decisions over them come to, by field.</summary>
    public ItemOutcome OutcomeOf(string item)
    {
        if (!_outcomes.TryGetValue(item, out ItemOutcome? outcome))
        {
            _outcomes[item] = outcome = Compared(item, _decisions.GetValueOrDefault(item) ?? Undecided);
        }

        return outcome;
    }

    /// <summary>What the reads of an item come to by themselves, whatever was decided over them.</summary>
    public ItemOutcome AgreedOf(string item)
    {
        if (!_decisions.ContainsKey(item))
        {
            return OutcomeOf(item);
        }

        if (!_agreed.TryGetValue(item, out ItemOutcome? agreed))
        {
            _agreed[item] = agreed = Compared(item, Undecided);
        }

        return agreed;
    }

    private ItemOutcome Compared(string item, Dictionary<string, FieldDecision> decided) =>
        new([.. ItemComparison.Compare(Protocol, [.. _readsOf[item].Select(r => r.Read)], Contents, decided)]);

    /// <summary>What was decided about a field of an item, or null.</summary>
    public FieldDecision? DecisionOf(string item, string field) =>
        _decisions.GetValueOrDefault(item)?.GetValueOrDefault(field);

    /// <summary>One field of all reads.</summary>
    public FieldReads Of(Field field)
    {
        if (!_fields.TryGetValue(field.Id, out FieldReads? reads))
        {
            _fields[field.Id] = reads = new(this, field);
        }

        return reads;
    }

    /// <summary>The reads of an item in which a field was asked, is still asked, and was answered.</summary>
    public IEnumerable<ReadRow> AnsweredOf(string item, Field field)
    {
        bool dropped =
            IsCompared(item) && field.When is not null && OutcomeOf(item)[field.Id].Status == FieldStatus.NotAsked;
        return dropped
            ? []
            : _readsOf[item]
                .Where(r => r.Read.Answers.ContainsKey(field.Id) && ReadRules.IsAsked(r.Read, Protocol, field));
    }

    private string Hash()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string line) => hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        foreach (
            ReadRow row in Reads
                .OrderBy(r => r.Read.Item, StringComparer.Ordinal)
                .ThenBy(r => r.Reader, StringComparer.Ordinal)
        )
        {
            foreach ((string field, Answer answer) in row.Read.Answers.OrderBy(a => a.Key, StringComparer.Ordinal))
            {
                Add($"{row.Read.Item}\t{row.Reader}\t{field}\t{LabelOf(field, answer)}");
            }

            foreach (Mark mark in row.Read.Marks.OrderBy(m => m.Id, StringComparer.Ordinal))
            {
                Add($"{row.Read.Item}\t{row.Reader}\t{mark}");
            }
        }

        foreach (
            (string item, Dictionary<string, FieldDecision> decided) in _decisions.OrderBy(
                d => d.Key,
                StringComparer.Ordinal
            )
        )
        {
            foreach ((string field, FieldDecision d) in decided.OrderBy(d => d.Key, StringComparer.Ordinal))
            {
                Add($"{item}\tdecided\t{field}\t{LabelOf(field, d.Answer)}\t{string.Join('\t', d.Marks ?? [])}");
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private string LabelOf(string field, Answer answer) =>
        Protocol.Field(field) is { } asked ? asked.LabelOf(answer) : Answer.StateName(answer.State);
}
