using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Overread.Domain.Intake;
using Overread.Domain.Intake.Claims;
using Overread.Domain.Modalities.Text;
using Overread.Domain.Record;
using Overread.Server.Features.Intake;
using Overread.Server.Features.Intake.Contracts;
using Overread.Storage;
using Overread.Text;

namespace Overread.Server.Modalities.Text.Gate;

/// <summary>Documents at the gate: a person reads each and marks what is blacked out.</summary>
internal sealed class TextGate : IGate
{
    private const string Rule =
        "Documents 1: nothing is removed by a program; a person reads each document and marks the places that are blacked out.";

    private const string PeopleAlone = "documents are cleaned by people alone, and no program checks what they leave";

    public static AppliedPlan AppliedPlan { get; } =
        new(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Rule))),
            "Documents, read and blacked out by a person",
            "",
            ""
        )
        {
            Stands =
            [
                new(ClaimRules.LimitedDataSet, false, [PeopleAlone], []),
                new(ClaimRules.SafeHarbor, false, [PeopleAlone], []),
                new(ClaimRules.ExpertDetermination, true, [], []),
            ],
        };

    /// <inheritdoc/>
    public AppliedPlan PlanOf(string? document) =>
        document is null
            ? AppliedPlan
            : throw new RefusedException(
                new("plan.document", "Documents are cleaned by people; there is no other plan for them.")
                {
                    Where = "document",
                }
            );

    /// <inheritdoc/>
    public Type Detail => typeof(TextEntryDetail);

    /// <inheritdoc/>
    public IReadOnlyList<string> Undecided { get; } = ["gate.unopened"];

    /// <summary>Nothing was looked for, so there is nothing to record.</summary>
    public string Lay(IUnitOfWork u, About about, string batch, IntakeEntry entry) => WorkOf([]);

    /// <summary>Spans as <see cref="GateReview.Work"/> holds them.</summary>
    public static string WorkOf(IReadOnlyList<GateSpan> spans) => JsonSerializer.Serialize(spans, EventJson.Options);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, GateWork> Works(DbConnection c, IReadOnlyList<GateEntry> entries) =>
        entries.ToDictionary(
            e => e.Id,
            GateWork (e) =>
                new TextWork(JsonSerializer.Deserialize<List<GateSpan>>(e.Review.Work, EventJson.Options)!, e.Looked)
        );

    /// <inheritdoc/>
    public void Approved(IUnitOfWork u, About about, string batch, GateEntry entry, string? reason) { }

    /// <inheritdoc/>
    public CleanedEntry Clean(GateEntry entry, string clean, string details)
    {
        TextWork work = TextWork.Of(entry);
        if (work.Spans.Count == 0)
        {
            return new(entry.Facts, [], null);
        }

        Dictionary<string, string> paths = new(entry.Facts.Paths);
        Dictionary<string, FileFacts> changed = [];
        int codePoints = 0;
        foreach (IGrouping<string, GateSpan> spans in work.Spans.GroupBy(s => s.File))
        {
            CodePoints text = new(File.ReadAllText(Path.Combine(clean, paths[spans.Key]), Encoding.UTF8));
            byte[] black = Encoding.UTF8.GetBytes(text.BlackedOut(spans.Select(s => (s.Start, s.End)), out int count));
            codePoints += count;
            paths[spans.Key] = spans.Key + ".approved";
            File.WriteAllBytes(Path.Combine(clean, paths[spans.Key]), black);
            changed[spans.Key] = entry.Files.First(f => f.Id == spans.Key) with
            {
                Hash = Convert.ToHexStringLower(SHA256.HashData(black)),
                Size = black.Length,
            };
        }

        ItemFacts item = entry.Facts.Item with
        {
            Series =
            [
                .. entry.Facts.Item.Series.Select(s =>
                    s with
                    {
                        Files = [.. s.Files.Select(f => changed.GetValueOrDefault(f.Id, f))],
                    }
                ),
            ],
        };
        return new(
            entry.Facts with
            {
                Item = item,
                Paths = paths,
            },
            [new TextBlackedOut(entry.Id, work.Spans.Count, codePoints)],
            null
        );
    }

    /// <inheritdoc/>
    public void Remove(DbConnection c, string entry) { }

    /// <inheritdoc/>
    public EntryDetail Show(GateEntry entry, string address, string clean, string details) =>
        new TextEntryDetail(entry)
        {
            Documents =
            [
                .. entry.Files.Select(f =>
                {
                    TextContent content = (TextContent)f.Content;
                    return new TextEntryDetail.DocumentView(
                        f.Id,
                        "Document",
                        content.Length,
                        content.ReceivedAs,
                        new PlainDocument(
                            File.ReadAllText(Path.Combine(clean, entry.Facts.Paths[f.Id]), Encoding.UTF8),
                            ""
                        ).LineEnds,
                        $"{address}documents/{f.Id}"
                    );
                }),
            ],
            Spans = TextWork.Of(entry).Spans,
        };

    /// <inheritdoc/>
    public IReadOnlyList<BatchReport.ElementCount> Elements(string details) => [];

    /// <inheritdoc/>
    public BatchReport.Linkage? Linkage(string details) => null;
}
