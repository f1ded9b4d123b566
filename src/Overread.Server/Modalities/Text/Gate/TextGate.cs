using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Overread.Domain.Intake;
using Overread.Domain.Intake.Claims;
using Overread.Domain.Modalities.Text;
using Overread.Domain.Record;
using Overread.Server.Features.Intake;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Modalities.Text.Intake;
using Overread.Storage;
using Overread.Text;

namespace Overread.Server.Modalities.Text.Gate;

/// <summary>Documents at the gate: a program proposes places; a person reads each document and says what is blacked out.</summary>
internal sealed class TextGate : IGate
{
    private const string Rule =
        "Documents 2: a program proposes places that are blacked out; a person reads each document, takes places back and marks others.";

    private const string PeopleDecide =
        "documents are cleaned by people, to whom a program proposes places, and no program checks what they leave";

    public static AppliedPlan AppliedPlan { get; } =
        new(HashOf(Rule), "Documents, searched by a program, read and blacked out by a person", "", "")
        {
            Stands =
            [
                new(ClaimRules.LimitedDataSet, false, [PeopleDecide], []),
                new(ClaimRules.SafeHarbor, false, [PeopleDecide], []),
                new(ClaimRules.ExpertDetermination, true, [], []),
            ],
        };

    /// <summary>The title of each plan by which documents were ever cleaned, by its hash.</summary>
    public static IReadOnlyDictionary<string, string> Titles { get; } =
        new Dictionary<string, string>
        {
            [AppliedPlan.Hash] = AppliedPlan.Title,
            [
                HashOf(
                    "Documents 1: nothing is removed by a program; a person reads each document and marks the places that are blacked out."
                )
            ] = "Documents, read and blacked out by a person",
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

    /// <inheritdoc/>
    public string Lay(IUnitOfWork u, About about, string batch, IntakeEntry entry)
    {
        IReadOnlyList<GateSpan> proposed = ((DocumentEntry)entry).Proposed;
        u.Append(
            about,
            new SpansProposed(entry.Id, DocumentSeeker.Name, proposed.Count, proposed.Sum(p => p.End - p.Start))
        );
        return new DocumentPlaces(proposed, proposed).Write();
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, GateWork> Works(DbConnection c, IReadOnlyList<GateEntry> entries) =>
        entries.ToDictionary(
            e => e.Id,
            GateWork (e) =>
            {
                DocumentPlaces places = DocumentPlaces.Read(e.Review.Work);
                return new TextWork(places.Proposed, places.Spans, e.Looked);
            }
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
                        content.TakenFrom,
                        new PlainDocument(
                            File.ReadAllText(Path.Combine(clean, entry.Facts.Paths[f.Id]), Encoding.UTF8),
                            ""
                        ).LineEnds,
                        $"{address}documents/{f.Id}"
                    );
                }),
            ],
            Spans = TextWork.Of(entry).Spans,
            Proposed = TextWork.Of(entry).Proposed,
        };

    /// <inheritdoc/>
    public IReadOnlyList<BatchReport.ElementCount> Elements(string details) => [];

    /// <inheritdoc/>
    public BatchReport.Linkage? Linkage(string details) => null;

    private static string HashOf(string rule) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(rule)));
}
