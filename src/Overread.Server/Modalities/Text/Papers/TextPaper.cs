using System.Text.Json;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Text;
using Overread.Domain.Record;
using Overread.Server.Modalities.Text.Gate;

namespace Overread.Server.Modalities.Text.Papers;

/// <summary>What bundles and the audit page say of documents.</summary>
internal sealed class TextPaper : IPaper
{
    private sealed record Documents(int Read, int BlackedOut, int Places, int CodePoints)
    {
        /// <summary>Documents that a program has searched, what it proposed, and what people took back of it.</summary>
        public int Searched { get; init; }
        public int Proposed { get; init; }
        public int Dismissed { get; init; }
    }

    /// <inheritdoc/>
    public IReadOnlySet<string> Disclosed { get; } =
        new HashSet<string> { nameof(SpansProposed), nameof(SpansMarked), nameof(TextBlackedOut) };

    /// <inheritdoc/>
    public IReadOnlyList<string> Cleaning { get; } = [nameof(TextBlackedOut)];

    /// <inheritdoc/>
    public IReadOnlyList<FileColumn> Columns { get; } = [new("code_points", true, c => (c as TextContent)?.Length)];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Unknown { get; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Hints { get; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Func<ItemFacts, string> ValueOf)> Covariates { get; } = [];

    /// <inheritdoc/>
    public string? Sentence(string actor, string type, JsonElement happened) =>
        type switch
        {
            nameof(SpansProposed) =>
                $"a program proposed {Number(happened, "spans")} places of a document to be blacked out",
            nameof(SpansMarked) when happened.TryGetProperty("dismissed", out JsonElement dismissed) =>
                $"{actor} marked {Number(happened, "spans")} places of a document; {dismissed.GetRawText()} of those proposed are not among them",
            nameof(SpansMarked) => $"{actor} marked {Number(happened, "spans")} places of a document",
            nameof(TextBlackedOut) =>
                $"{Number(happened, "spans")} approved places of a document were blacked out ({Number(happened, "codePoints")} characters)",
            _ => null,
        };

    /// <inheritdoc/>
    public PlanPaper? Plan(string hash, IEnumerable<string> documents) =>
        TextGate.Titles.TryGetValue(hash, out string? title) ? new(title, "no standard", [], []) : null;

    /// <inheritdoc/>
    public PrivacyPart? Privacy(IReadOnlyList<Envelope> events)
    {
        int read = events
            .Select(e => e.Event)
            .OfType<DeidentificationApplied>()
            .Count(e => TextGate.Titles.ContainsKey(e.PlanHash));
        if (read == 0)
        {
            return null;
        }

        List<TextBlackedOut> black = [.. events.Select(e => e.Event).OfType<TextBlackedOut>()];
        List<SpansProposed> sought = [.. events.Select(e => e.Event).OfType<SpansProposed>()];
        Documents documents = new(read, black.Count, black.Sum(b => b.Spans), black.Sum(b => b.CodePoints))
        {
            Searched = sought.Count,
            Proposed = sought.Sum(p => p.Spans),
            // The last word of each document counts; one that nobody touched has what was proposed.
            Dismissed = events
                .Select(e => e.Event)
                .OfType<SpansMarked>()
                .GroupBy(m => m.Entry)
                .Sum(g => g.MaxBy(m => m.Revision)!.Dismissed ?? 0),
        };
        string searched =
            documents.Searched == 0
                ? ""
                : FormattableString.Invariant(
                    $"; a program searched {documents.Searched} and proposed {documents.Proposed} places, of which people took {documents.Dismissed} back"
                );
        return new(
            new Dictionary<string, object> { ["documents"] = documents },
            [
                (
                    "Documents",
                    FormattableString.Invariant(
                        $"{documents.Read} held at the gate to be read whole; in {documents.BlackedOut} of them {documents.Places} places ({documents.CodePoints} characters) were blacked out{searched}"
                    ),
                    [nameof(SpansProposed), nameof(SpansMarked), nameof(TextBlackedOut)]
                ),
            ]
        );
    }

    private static string Number(JsonElement happened, string name) =>
        happened.TryGetProperty(name, out JsonElement v) ? v.GetRawText() : "";
}
