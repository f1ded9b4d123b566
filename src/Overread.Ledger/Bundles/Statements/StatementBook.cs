using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Overread.Ledger.Bundles.Statements;

/// <summary>
/// All statements of a bundle, computed from its files. The papers print them from here; <see cref="Name"/> keeps them
/// with their figures and the papers that print them, and <see cref="Check(IBundleSource)"/> computes them again.
/// </summary>
public sealed class StatementBook
{
    /// <summary>The file of a bundle that lists its statements.</summary>
    public const string Name = "statements.json";

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Dictionary<string, BundleStatement> _byId;

    private readonly IReadOnlyList<(string Path, string Why)> _unreadable;

    private StatementBook(IReadOnlyList<BundleStatement> all, IReadOnlyList<(string Path, string Why)> unreadable)
    {
        All = all;
        _unreadable = unreadable;
        _byId = all.ToDictionary(s => s.Id, StringComparer.Ordinal);
    }

    /// <summary>The statements, in order of their ids.</summary>
    public IReadOnlyList<BundleStatement> All { get; }

    /// <summary>A statement.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that id.</exception>
    public BundleStatement this[string id] => _byId[id];

    /// <summary>Every contradiction, with the statement that it makes untrue, and every file that cannot be read.</summary>
    public IEnumerable<(string Id, string Fault)> Faults =>
        All.SelectMany(s => s.Faults.Select(f => (s.Id, f))).Concat(_unreadable.Select(u => (u.Path, u.Why)));

    /// <summary>Computes the statements of a bundle, finished or in the making: tables and events must be there.</summary>
    public static StatementBook Of(IBundleSource source) => Of(new BundleFacts(source));

    private static StatementBook Of(BundleFacts facts)
    {
        return new(
            [
                .. ReadingStatements
                    .Of(facts)
                    .Concat(DecisionStatements.Of(facts))
                    .Concat(SplitStatements.Of(facts))
                    .Concat(LabelStatements.Of(facts))
                    .Concat(PopulationStatements.Of(facts))
                    .Concat(AcquisitionStatement.Of(facts))
                    .OrderBy(s => s.Id, StringComparer.Ordinal),
            ],
            facts.Unreadable
        );
    }

    /// <summary>The text of <see cref="Name"/>.</summary>
    /// <param name="papers">The papers that were written, by path: those that print a statement are named with it.</param>
    public string ToJson(IReadOnlyDictionary<string, string> papers) =>
        JsonSerializer.Serialize(
            new
            {
                format = "overread-statements/1",
                statements = All.Select(s => new
                {
                    s.Id,
                    s.Text,
                    s.Holds,
                    s.Figures,
                    s.From,
                    s.Events,
                    recomputedFrom = s.Believed is null ? "this bundle" : "this bundle, except that " + s.Believed,
                    printedIn = papers
                        .Where(p => p.Value.Contains(s.Text, StringComparison.Ordinal))
                        .Select(p => p.Key)
                        .Order(StringComparer.Ordinal),
                }),
            },
            Indented
        ) + "\n";

    /// <summary>
    /// Computes the statements of a bundle again and holds them against its list and its papers. Bundles of before have no
    /// list; of them nothing is said.
    /// </summary>
    /// <returns>The statements, none for a bundle without a list; and what does not hold.</returns>
    public static (IReadOnlyList<BundleStatement> Statements, IReadOnlyList<BundleFault> Faults) Check(
        IBundleSource source
    ) => Check(source, null);

    /// <summary>The same for a bundle whose events were read already.</summary>
    /// <param name="source">The bundle.</param>
    /// <param name="events">The disclosed events, null to read them here.</param>
    internal static (IReadOnlyList<BundleStatement> Statements, IReadOnlyList<BundleFault> Faults) Check(
        IBundleSource source,
        BundleEvents? events
    )
    {
        if (!source.Paths.Contains(Name))
        {
            return ([], []);
        }

        List<BundleFault> faults = [];
        StatementBook book = Of(new BundleFacts(source, events));
        foreach ((string id, string fault) in book.Faults)
        {
            faults.Add(new(Name, $"{id} is not true: {fault}"));
        }

        try
        {
            using JsonDocument listed = JsonDocument.Parse(Text(source, Name));
            HashSet<string> left = [.. book._byId.Keys];
            foreach (JsonElement said in listed.RootElement.GetProperty("statements").EnumerateArray())
            {
                string id = said.GetProperty("id").GetString()!;
                left.Remove(id);
                faults.AddRange(Compare(source, said, book._byId.GetValueOrDefault(id), id));
            }

            faults.AddRange(left.Select(id => new BundleFault(Name, $"The statement {id} is missing.")));
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or ArgumentException
            )
        {
            faults.Add(new(Name, "The list of statements cannot be read: " + e.Message));
        }

        return (book.All, faults);
    }

    private static IEnumerable<BundleFault> Compare(
        IBundleSource source,
        JsonElement said,
        BundleStatement? computed,
        string id
    )
    {
        string text = said.GetProperty("text").GetString()!;
        if (computed is null)
        {
            // Of a newer build: what this one cannot compute it does not call wrong.
            yield break;
        }

        if (text != computed.Text || said.GetProperty("holds").GetBoolean() != computed.Holds)
        {
            yield return new(Name, $"{id} says \"{text}\"; from the bundle it is \"{computed.Text}\"");
        }

        Dictionary<string, long> figures = said.GetProperty("figures")
            .EnumerateObject()
            .ToDictionary(p => p.Name, p => p.Value.GetInt64(), StringComparer.Ordinal);
        if (
            figures.Count != computed.Figures.Count
            || figures.Any(f => !computed.Figures.TryGetValue(f.Key, out long value) || value != f.Value)
        )
        {
            yield return new(Name, $"The figures of {id} are not those of the bundle.");
        }

        foreach (JsonElement paper in said.GetProperty("printedIn").EnumerateArray())
        {
            string path = paper.GetString()!;
            if (!source.Paths.Contains(path) || !Text(source, path).Contains(text, StringComparison.Ordinal))
            {
                yield return new(path, $"The paper does not print the statement {id}.");
            }
        }
    }

    private static string Text(IBundleSource source, string path)
    {
        using StreamReader reader = new(source.Open(path), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
