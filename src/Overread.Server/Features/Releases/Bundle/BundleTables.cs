using Overread.Domain.Comparison;
using Overread.Domain.Intake;
using Overread.Domain.Marks;
using Overread.Domain.Modalities;
using Overread.Domain.Projects;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Releases.Metadata;
using Overread.Server.Modalities;

namespace Overread.Server.Features.Releases.Bundle;

/// <summary>The tables of a bundle.</summary>
internal static class BundleTables
{
    public static CsvText Items(BundleContent content)
    {
        List<FileColumn> columns = [.. content.Modalities.All.SelectMany(m => m.Paper.Columns)];
        List<FileColumn> shapes = [.. columns.Where(c => !c.Identifies)];
        List<FileColumn> identities = [.. columns.Where(c => c.Identifies)];
        CsvText csv = new([
            .. (string[])["item", "title", "subject", "split", "kind", "modality", "series", "file", "media_type"],
            .. shapes.Select(c => c.Name),
            "sha256",
            .. identities.Select(c => c.Name),
            "reference",
        ]);
        foreach (ItemFacts item in content.Items)
        {
            object?[] head = [item.Id, item.Title, item.Subject, content.SplitOf[item.Subject], item.Kind];
            if (item.Series.Count == 0)
            {
                csv.Row([.. head, item.Modality, .. Enumerable.Repeat("", columns.Count + 4), item.Reference]);
            }

            foreach ((SeriesFacts series, FileFacts file) in item.Series.SelectMany(s => s.Files.Select(f => (s, f))))
            {
                csv.Row([
                    .. head,
                    series.Modality,
                    series.Id,
                    file.Id,
                    file.MediaType,
                    .. shapes.Select(c => c.Value(file.Content)),
                    file.Hash,
                    .. identities.Select(c => c.Value(file.Content)),
                    item.Reference,
                ]);
            }
        }

        return csv;
    }

    public static CsvText Splits(BundleContent content)
    {
        CsvText csv = new("item", "subject", "site", "split", "group", "subject_from", "since");
        foreach (ItemFacts item in content.Items)
        {
            string split = content.SplitOf[item.Subject];
            ReleaseMembers.HeldSplit? held = content.Splitting.Held.GetValueOrDefault(item.Subject);
            csv.Row(
                item.Id,
                item.Subject,
                "",
                split,
                content.Splitting.GroupOf(item.Subject),
                item.SubjectKnownFrom,
                held?.Split == split ? held.Since : content.Version
            );
        }

        return csv;
    }

    /// <summary>Whoever read something of the release, by pseudonym, with the reads and hours of the release.</summary>
    public static CsvText Readers(BundleContent content)
    {
        CsvText csv = new(
            "pseudonym",
            "roles",
            "reads",
            "hours",
            "profession",
            "specialty",
            "years",
            "licence",
            "conflicts",
            "agreements"
        );
        foreach (
            IGrouping<string, ReadRow> reader in Included(content)
                .GroupBy(r => r.Reader)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
        )
        {
            Qualifications? stated = content.Readers.FirstOrDefault(r => r.Pseudonym == reader.Key)?.Stated;
            csv.Row(
                reader.Key,
                ReleasePeople.Roles(content, reader.Key),
                reader.Count(),
                Math.Round(reader.Sum(r => r.Read.Seconds ?? 0) / 3600, 3),
                stated?.Profession,
                stated?.Specialty,
                stated?.Years,
                ReleasePeople.Licence(stated, content.Run.At),
                ReleasePeople.Conflicts(stated),
                ReleasePeople.Agreements(stated)
            );
        }

        return csv;
    }

    public static CsvText IndividualLabels(BundleContent content)
    {
        CsvText csv = new(
            "item",
            "reader",
            "field",
            "state",
            "value",
            "label",
            "confidence",
            "read",
            "protocol_version",
            "submitted",
            "seconds"
        );
        foreach (ReadRow row in Included(content))
        {
            foreach (Field field in content.Protocol.Fields)
            {
                if (row.Read.Answers.TryGetValue(field.Id, out Answer? answer))
                {
                    csv.Row(
                        row.Read.Item,
                        row.Reader,
                        field.Id,
                        Answer.StateName(answer.State),
                        answer.Value?.ToString(),
                        field.LabelOf(answer),
                        answer.Confidence,
                        row.Read.Id,
                        row.Read.ProtocolVersion,
                        row.Read.Submitted,
                        row.Read.Seconds
                    );
                }
            }
        }

        return csv;
    }

    public static CsvText IndividualMarks(BundleContent content)
    {
        CsvText csv = MarkHeader(content, "reader");
        foreach (ReadRow row in Included(content))
        {
            foreach (Mark mark in row.Read.Marks)
            {
                MarkRow(content, csv, row.Read.Item, row.Reader, mark);
            }
        }

        return csv;
    }

    public static CsvText ConsensusLabels(BundleContent content)
    {
        CsvText csv = new(
            "item",
            "field",
            "label",
            "probability",
            "status",
            "support",
            "asked",
            "spread",
            "opinion",
            "opinion_probability"
        );
        foreach (ConsensusLabel label in content.Labels)
        {
            csv.Row(
                label.Item,
                label.Field,
                label.Label,
                label.Probability,
                label.Status,
                label.Support,
                label.Asked,
                label.Spread,
                label.Opinion,
                label.OpinionProbability
            );
        }

        return csv;
    }

    public static CsvText ConsensusMarks(BundleContent content)
    {
        CsvText csv = MarkHeader(content, "source", "drawn", "asked");
        foreach (ItemFacts item in content.Items)
        {
            foreach (Field field in content.Protocol.Fields.Where(f => f.HasMarks))
            {
                foreach (BundleContent.ReleasedMark m in content.Marks.GetValueOrDefault((item.Id, field.Id), []))
                {
                    MarkRow(content, csv, item.Id, m.Source, m.Mark, m.Drawn, m.Asked);
                }
            }
        }

        return csv;
    }

    /// <summary>Marks that stand in the record and could not go out.</summary>
    public static CsvText LeftOutMarks(BundleContent content)
    {
        CsvText csv = new("item", "field", "mark", "class", "file", "kind", "why");
        foreach (BundleContent.LeftOutMark m in content.LeftOut)
        {
            csv.Row(
                m.Item,
                m.Field,
                m.Mark.Id,
                m.Mark.Class,
                m.Mark.Region.File,
                DomainModalities.KindOf(m.Mark.Region).Name,
                m.Why
            );
        }

        return csv;
    }

    public static CsvText Adjudication(BundleContent content)
    {
        CsvText csv = new(
            "item",
            "field",
            "kind",
            "since",
            "decided",
            "adjudicator",
            "label",
            "taken_from",
            "reason",
            "inputs"
        );
        HashSet<string> decided = [.. content.Adjudications.Select(a => a.Item)];
        Dictionary<(string, string), string> inputs = Included(content)
            .Where(r => decided.Contains(r.Read.Item))
            .SelectMany(r =>
                r.Read.Answers.Select(a =>
                    (Key: (r.Read.Item, a.Key), Text: $"{r.Reader}={LabelOf(content, a.Key, a.Value)}")
                )
            )
            .GroupBy(r => r.Key)
            .ToDictionary(g => g.Key, g => string.Join("; ", g.Select(r => r.Text).Order(StringComparer.Ordinal)));
        foreach (BundleContent.Adjudication a in content.Adjudications)
        {
            csv.Row(
                a.Item,
                a.Field,
                a.Kind,
                a.Since,
                a.Decided,
                a.By,
                a.Answer is { } answer ? LabelOf(content, a.Field, answer) : null,
                a.TakenFrom,
                a.Reason,
                inputs.GetValueOrDefault((a.Item, a.Field))
            );
        }

        return csv;
    }

    public static CsvText Indeterminate(BundleContent content)
    {
        CsvText csv = new("item", "field", "status", "label");
        foreach (
            ConsensusLabel label in content.Labels.Where(l =>
                l.Status is not ("accepted" or "adjudicated") || l.Label is "uncertain" or "notAssessed"
            )
        )
        {
            csv.Row(label.Item, label.Field, label.Status, label.Label);
        }

        return csv;
    }

    public static CsvText Accountability(BundleContent content)
    {
        CsvText csv = new("state", "items");
        foreach ((string state, long count) in content.States.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            csv.Row(state, count);
        }

        csv.Row("released", content.Items.Count);
        return csv;
    }

    public static CsvText WideLabels(BundleContent content)
    {
        List<Field> fields = [.. content.Ratings.Fields];
        CsvText csv = new(["item", "subject", "split", .. fields.Select(f => f.Id)]);
        Dictionary<(string, string), ConsensusLabel> labels = content.Labels.ToDictionary(l => (l.Item, l.Field));
        foreach (ItemFacts item in content.Items)
        {
            csv.Row([
                item.Id,
                item.Subject,
                content.SplitOf[item.Subject],
                .. fields.Select(f =>
                    labels.TryGetValue((item.Id, f.Id), out ConsensusLabel? l)
                    && l.Status is "accepted" or "adjudicated"
                        ? labels[(item.Id, f.Id)].Label
                        : ""
                ),
            ]);
        }

        return csv;
    }

    /// <summary>The reads of released items, in order of item and reader.</summary>
    public static IEnumerable<ReadRow> Included(BundleContent content)
    {
        HashSet<string> items = [.. content.Items.Select(i => i.Id)];
        return content
            .Ratings.Reads.Where(r => items.Contains(r.Read.Item))
            .OrderBy(r => r.Read.Item, StringComparer.Ordinal)
            .ThenBy(r => r.Reader, StringComparer.Ordinal);
    }

    private static string LabelOf(BundleContent content, string field, Answer answer) =>
        content.Protocol.Field(field) is { } asked ? asked.LabelOf(answer) : Answer.StateName(answer.State);

    private static CsvText MarkHeader(BundleContent content, string who, params IReadOnlyList<string> more) =>
        new(["item", who, "field", "mark", "class", "file", "kind", .. Columns(content), .. Traces(content), .. more]);

    // The columns of the shapes that the protocol asks for; a shape has no value in another's column.
    private static IReadOnlyList<string> Columns(BundleContent content) =>
        [.. content.Protocol.Fields.SelectMany(f => f.Kind.Region?.Columns ?? []).Distinct(StringComparer.Ordinal)];

    // The columns that take a whole shape, such as the corners of an outline.
    private static IReadOnlyList<string> Traces(BundleContent content) =>
        [
            .. content
                .Protocol.Fields.Select(f => f.Kind.Region?.TraceColumn)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];

    private static void MarkRow(
        BundleContent content,
        CsvText csv,
        string item,
        string who,
        Mark mark,
        params IReadOnlyList<object?> more
    )
    {
        RegionKind kind = DomainModalities.KindOf(mark.Region);
        IReadOnlyList<double> values = kind.Values(mark.Region);
        Dictionary<string, double> places = kind
            .Columns.Select((c, i) => (c, i))
            .ToDictionary(c => c.c, c => values[c.i], StringComparer.Ordinal);
        csv.Row([
            item,
            who,
            mark.Field,
            mark.Id,
            mark.Class,
            mark.Region.File,
            kind.Name,
            .. Columns(content).Select(c => places.TryGetValue(c, out double v) ? (object?)v : null),
            .. Traces(content).Select(c => c == kind.TraceColumn ? kind.Trace(mark.Region) : null),
            .. more,
        ]);
    }
}
