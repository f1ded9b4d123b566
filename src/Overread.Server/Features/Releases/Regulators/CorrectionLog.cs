using Overread.Domain.Comparison;
using Overread.Domain.Intake;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Domain.Work;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>
/// Everything that was put right (21 CFR 11.10(e); ISO 13485 8.3; requirements (e) 8): reads opened again, with what
/// changed, items withdrawn and restored, flags and what became of them, decisions that took the place of others.
/// </summary>
internal sealed class CorrectionLog
{
    /// <summary>One row of <c>quality/corrections.csv</c>.</summary>
    /// <param name="Reader">Whose read it was; null where it was none.</param>
    /// <param name="Changed">Field, answer before and after; null where nothing changed or there are no answers.</param>
    internal sealed record Row(
        string Kind,
        string Item,
        string? Read,
        string? Reader,
        string? Field,
        string By,
        string At,
        string Reason,
        string? Changed,
        long Seq,
        bool Disclosed
    );

    public CorrectionLog(ProtocolBody protocol, ReleaseEvidence evidence)
    {
        List<Row> rows = [];
        HashSet<(string, string, string)> decided = [];
        foreach (Envelope e in evidence.Corrections)
        {
            (string Kind, string Reason, string? Field)? found = e.Event switch
            {
                ReadReopened r => ("read-reopened", r.Reason, null),
                ItemWithdrawn w => ("item-withdrawn", w.Reason, null),
                ItemRestored r => ("item-restored", r.Reason, null),
                ItemFlagged f => ("item-flagged", f.Comment, null),
                ItemUnflagged u => ("item-unflagged", u.Reason, null),
                // The first decision settles a dispute; each later one corrects it.
                AdjudicationDecided d when !decided.Add((e.Item!, d.Field, d.Kind)) => (
                    "adjudication-revised",
                    d.Reason,
                    d.Field
                ),
                _ => null,
            };
            if (found is not { } correction)
            {
                continue;
            }

            string? read = e.Event is ReadReopened ? e.Stream["read/".Length..] : null;
            rows.Add(
                new(
                    correction.Kind,
                    e.Item ?? "",
                    read,
                    read is null ? null : ReaderOf(evidence, e.Stream),
                    correction.Field,
                    evidence.By(e.Actor).Pseudonym,
                    e.At,
                    evidence.Disclosure.Has(e.Item) ? correction.Reason : BundleDisclosure.Withheld,
                    read is null ? null : Changes(protocol, evidence.Reopened[e.Stream], e.Seq),
                    e.Seq,
                    evidence.Disclosure.Takes(e.Item, e.Stream, e.Event.GetType().Name, e.Seq)
                )
            );
        }

        Rows = rows;
    }

    public IReadOnlyList<Row> Rows { get; }

    public string ToCsv()
    {
        CsvText csv = new(
            "kind",
            "item",
            "read",
            "reader",
            "field",
            "by",
            "at",
            "reason",
            "changed",
            "seq",
            "disclosed"
        );
        foreach (Row r in Rows)
        {
            csv.Row(r.Kind, r.Item, r.Read, r.Reader, r.Field, r.By, r.At, r.Reason, r.Changed, r.Seq, r.Disclosed);
        }

        return csv.ToString();
    }

    private static string ReaderOf(ReleaseEvidence evidence, string stream) =>
        evidence.Reopened[stream].Select(e => e.Event).OfType<ReadAssigned>().FirstOrDefault() is { } assigned
            ? evidence.By(assigned.Reader).Pseudonym
            : "unknown, because the assignment was erased";

    /// <summary>Answers that differ between the reopening of a read and its next submission, or now where there is none.</summary>
    private static string? Changes(ProtocolBody protocol, IReadOnlyList<Envelope> stream, long reopened)
    {
        Read read = new("", "", 0);
        Read? before = null;
        foreach (Envelope e in stream)
        {
            if (e.Seq == reopened)
            {
                before = read;
            }

            read = read.After(e.Event, e.Id, e.At);
            if (before is not null && e.Event is ReadSubmitted)
            {
                break;
            }
        }

        List<string> changed =
        [
            .. before!
                .Answers.Keys.Union(read.Answers.Keys)
                .Order(StringComparer.Ordinal)
                .Select(f => (Field: f, Was: LabelOf(protocol, before, f), Is: LabelOf(protocol, read, f)))
                .Where(c => c.Was != c.Is)
                .Select(c => $"{c.Field}: {c.Was} to {c.Is}"),
        ];
        return changed.Count == 0 ? null : string.Join("; ", changed);
    }

    private static string LabelOf(ProtocolBody protocol, Read read, string field) =>
        !read.Answers.TryGetValue(field, out Answer? answer) ? "blank"
        : protocol.Field(field) is { } asked ? asked.LabelOf(answer)
        : Answer.StateName(answer.State);
}
