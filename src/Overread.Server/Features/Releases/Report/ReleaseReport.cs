using System.Globalization;
using Overread.Domain.Protocols;
using Overread.Ledger;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Releases.Regulators;
using SkiaSharp;
using static Overread.Server.Features.Releases.Report.ReportStyle;

namespace Overread.Server.Features.Releases.Report;

/// <summary>
/// The human copy of a release (21 CFR 11.10(b)): the same figures as the files beside it, drawn from the same rows. The
/// same content gives the same bytes: its dates are the record's.
/// </summary>
internal sealed class ReleaseReport(
    BundleContent content,
    AgreementView agreement,
    PrivacyPapers privacy,
    ReaderQuality readers,
    SubgroupQuality subgroups,
    CorrectionLog corrections,
    PopulationFlow flow,
    ReferenceStandard standard
)
{
    /// <summary>The names of the sections, as they stand in the report.</summary>
    public const string AgreementHeading = "3 Agreement between readers";
    public const string AdjudicationHeading = "4 Adjudication and settled labels";

    public void Write(Stream to, string key)
    {
        using MemoryStream counted = new();
        int pages = Draw(counted, key, 0);
        Draw(to, key, pages);
    }

    private int Draw(Stream to, string key, int of)
    {
        DateTime at = DateTime.Parse(content.Run.At, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        SKDocumentPdfMetadata metadata = new()
        {
            Title = $"{content.Name}:{content.Version}",
            Subject = "Release report",
            Creator = "Overread",
            Producer = "Overread",
            Creation = at,
            Modified = at,
            RasterDpi = 72,
            EncodingQuality = 101,
        };
        using ReportPages pages = new(to, metadata, $"{content.Name}:{content.Version}  ·  release report", of);
        TitlePage(pages, key);
        pages.NewPage();
        Population(pages);
        Standard(pages);
        LabelPages.Draw(pages, content);
        Agreement(pages);
        Adjudication(pages);
        Quality(pages);
        Privacy(pages);
        Limits(pages);
        return pages.Count;
    }

    private void TitlePage(ReportPages p, string key)
    {
        p.NewPage();
        p.Y = 150;
        p.Draw("Labelled dataset, release report", Margin, p.Y, 10, Quiet);
        p.Y += 14;
        foreach (string line in Wrap($"{content.Name}:{content.Version}", 26, Width))
        {
            p.Y += 28;
            p.Draw(line, Margin, p.Y, 26, Accent);
        }

        p.Y += 14;
        p.Paragraph(content.Notes.Length > 0 ? content.Notes : content.Purpose, 11);
        p.Y += 22;
        Tiles(p);
        p.Pair("Project", content.ProjectName);
        p.Pair("Purpose", content.Purpose);
        p.Pair("Legal basis", content.LegalBasis);
        p.Pair("Reads submitted", ReadTimes());
        p.Pair("Protocol", $"{content.Protocol.Title}, version {content.ProtocolVersion}, {content.ProtocolHash}");
        p.Pair(
            "Consensus",
            Text(
                $"{content.Run.Method} (version {content.Run.Version}), computed {content.Run.At} over the first {content.Run.RecordSize} events of the record"
            )
        );
        p.Pair("Record", $"origin {VerifierKey.Parse(key).Name}");
        p.Pair("Signing key", key);
        p.Heading("How to verify", 11, 80);
        p.Paragraph(
            "This report is one file of a bundle and proves nothing alone. \"overread verify BUNDLE\" checks every file, the signed "
                + "checkpoint of the record, each disclosed event and the release event, offline; VERIFY.md in the bundle says how to do "
                + "the same without Overread. Compare the signing key with the one that the publisher told you. Where this report and "
                + "another file of the bundle differ, the other file holds."
        );
    }

    private void Tiles(ReportPages p)
    {
        (string Value, string Name)[] tiles =
        [
            (Text($"{content.Items.Count}"), "items"),
            (Text($"{content.Subjects}"), "subjects"),
            (Text($"{content.Ratings.Readers.Count}"), "readers"),
            (Text($"{flow.ReadsOfLabels}"), "reads"),
            (Text($"{content.Labels.Count(l => ReleasedRatings.IsSettled(l.Status))}"), "settled labels"),
        ];
        const float Gutter = 8;
        float width = (Width + Gutter) / tiles.Length;
        using SKPaint shade = Fill(Shade);
        for (int i = 0; i < tiles.Length; i++)
        {
            float x = Margin + (i * width);
            p.Canvas.DrawRect(x, p.Y, width - Gutter, 46, shade);
            p.Draw(tiles[i].Value, x + 10, p.Y + 22, 15, Ink);
            p.Draw(tiles[i].Name, x + 10, p.Y + 37, 8, Quiet);
        }

        p.Y += 66;
    }

    private void Population(ReportPages p)
    {
        p.Heading("1 Flow of data");
        p.Paragraph(
            flow.Reconciles
                ? "Of the whole project, up to this release. The parts of every stage add up to its whole."
                : "Of the whole project, up to this release. Where parts do not add up, the difference is shown."
        );
        p.Space(12);
        FlowDiagram.Draw(p, flow);
        foreach (PopulationFlow.Stage stage in flow.Stages.Where(s => !s.IsOfItems))
        {
            p.Pair(
                Text($"{stage.Of} {stage.Name}"),
                string.Join(", ", stage.Parts.Where(w => w.Count > 0).Select(w => Text($"{w.Count} {w.Name}")))
                    + (stage.Difference == 0 ? "." : Text($", {stage.Difference} not accounted for."))
            );
        }

        p.Paragraph($"Considered before anything was sent: {PopulationFlow.NotScreened}.");
        p.Heading("Missing, and why", 11);
        ReportTable table = new(p, new("what", 0.2f), new("how much", 0.22f), new("why", 0.58f));
        foreach ((string what, string much, string why) in PopulationTables.Missing(content))
        {
            table.Row(what, much, why);
        }
    }

    private void Standard(ReportPages p)
    {
        p.Heading("2 Reference standard");
        p.Paragraph(
            "Each statement is made from the record; \"seq\" is an event's place in it. The events are in audit/events.jsonl."
        );
        foreach (ReferenceStandard.Item item in standard.Items)
        {
            p.Heading(Text($"2.{item.Number} {item.Title}"), 10, 30);
            foreach (string sentence in item.Sentences.Where(s => !standard.Figures.Contains(s)))
            {
                p.Bullet(
                    sentence.EndsWith(':') ? Bare(sentence[..^1]) + "; the table is in section 3." : Bare(sentence)
                );
            }
        }
    }

    private void Agreement(ReportPages p)
    {
        p.Heading(AgreementHeading);
        p.Paragraph(
            "95 % intervals over items, which are taken as independent. κ falls where a finding is rare; the share of the most "
                + "frequent answer stands beside it for that reason. More in quality/agreement.json."
        );
        p.Space(8);
        ReportTable table = new(
            p,
            new("field", 0.23f),
            new("items", 0.06f, Right: true),
            new("most frequent answer", 0.13f),
            new("figures of", 0.145f, Right: true),
            new("the field's", 0.145f, Right: true),
            new("scale, with", 0.145f, Right: true),
            new("95 % intervals", 0.145f, Right: true)
        );
        foreach (Field field in content.Ratings.Fields)
        {
            AgreementView.PrevalenceRow? most = agreement
                .Prevalence.Where(r => r.Field == field.Id)
                .MaxBy(r => r.Count);
            table.Row([
                field.Title,
                Text($"{AgreementFigures.Items(agreement, field)}"),
                most is null ? "none" : Text($"{most.Answer} {most.Share:0.000}"),
                .. AgreementFigures.Of(agreement, field).Select(Figure).Concat(["", "", "", ""]).Take(4),
            ]);
        }

        ByReader(p);
    }

    private void ByReader(ReportPages p)
    {
        p.Heading("Readers", 11);
        p.Paragraph(
            "Over the released items. Agreement with the released label flatters, for the reader's own answers are part of it; "
                + "AC1 is with the majority of the other readers. Per field in quality/by-reader.csv."
        );
        p.Space(8);
        ReportTable table = new(
            p,
            new("reader", 0.22f),
            new("reads", 0.1f, Right: true),
            new("hours", 0.14f, Right: true),
            new("median seconds", 0.14f, Right: true),
            new("agrees with released label, lowest to highest field", 0.2f, Right: true),
            new("AC1 with others, lowest to highest field", 0.2f, Right: true)
        );
        foreach (var reader in readers.Rows.GroupBy(r => r.Reader, StringComparer.Ordinal))
        {
            table.Row(
                reader.Key,
                Work(reader, "reads", "0"),
                Work(reader, "hours", "0.00"),
                Work(reader, "median-seconds", "0.0"),
                Range(reader, "released-label-percent"),
                Range(reader, "other-readers-gwet-ac1")
            );
        }
    }

    private void Adjudication(ReportPages p)
    {
        p.Heading(AdjudicationHeading);
        foreach (string sentence in standard.Items[4].Sentences)
        {
            p.Bullet(Bare(sentence));
        }

        p.Space(6);
        ReportTable table = new(
            p,
            new("field", 0.35f),
            new("accepted", 0.13f, Right: true),
            new("adjudicated", 0.13f, Right: true),
            new("disputed or tie", 0.13f, Right: true),
            new("incomplete", 0.13f, Right: true),
            new("not asked", 0.13f, Right: true)
        );
        foreach (Field field in content.Ratings.Fields)
        {
            string Count(params string[] statuses) =>
                Text($"{content.Labels.Count(l => l.Field == field.Id && statuses.Contains(l.Status))}");
            table.Row(
                field.Title,
                Count("accepted"),
                Count("adjudicated"),
                Count("disputed", "tie"),
                Count("incomplete"),
                Count("not-asked")
            );
        }
    }

    private void Quality(ReportPages p)
    {
        p.Heading("5 Quality");
        foreach (string sentence in standard.Items[7].Sentences.Concat(standard.Items[6].Sentences))
        {
            p.Bullet(Bare(sentence));
        }

        int small = subgroups
            .Rows.Where(r => r.Items < SubgroupQuality.SmallCell)
            .Select(r => (r.Subgroup, r.Group, r.Field))
            .Distinct()
            .Count();
        p.Bullet(
            Text(
                $"{small} groups of a field have fewer than {SubgroupQuality.SmallCell} items and are marked small in quality/by-subgroup.csv."
            )
        );
        if (corrections.Rows.Count == 0)
        {
            return;
        }

        p.Space(6);
        ReportTable table = new(
            p,
            new("what", 0.18f),
            new("when", 0.25f),
            new("by", 0.16f),
            new("reason", 0.33f),
            new("seq", 0.08f, Right: true)
        );
        foreach (CorrectionLog.Row row in corrections.Rows.Take(MostCorrections))
        {
            table.Row(
                row.Kind,
                row.At,
                row.By,
                row.Changed is null ? row.Reason : $"{row.Reason}\n{row.Changed}",
                Text($"{row.Seq}")
            );
        }

        if (corrections.Rows.Count > MostCorrections)
        {
            p.Paragraph(Text($"And {corrections.Rows.Count - MostCorrections} more in quality/corrections.csv."));
        }
    }

    private const int MostCorrections = 40;

    private void Privacy(ReportPages p)
    {
        p.Heading("6 Privacy");
        p.Paragraph(privacy.Statement);
        p.Space(4);
        p.Pair("Legal basis", content.LegalBasis);
        foreach (BatchPrivacy batch in privacy.Batches)
        {
            p.Heading($"Batch {batch.Batch}", 10, 40);
            p.Paragraph(PrivacyPapers.Share(batch));
            p.Space(4);
            foreach ((string label, string text) in PrivacyPapers.Lines(batch))
            {
                p.Pair(label, Bare(text));
            }
        }
    }

    private void Limits(ReportPages p)
    {
        p.Heading("7 Limits");
        p.Bullet(
            "A signature shows that nothing was changed since, not that what readers answered is true, that no event was kept from the record before it was written, or that the signing key was not stolen."
        );
        p.Bullet(
            content.Subjects < content.Items.Count
                ? "Some subjects have several items; intervals take items as independent and are too narrow where a subject's items resemble each other."
                : "Each subject has one item; intervals take items as independent."
        );
        foreach ((string what, string why) in privacy.Unknown)
        {
            p.Bullet($"{PrivacyPapers.NameOf(what)}: {why}.");
        }

        foreach (
            string unknown in standard
                .Items.SelectMany(i => i.Sentences)
                .Where(s => s.Contains("unknown, because", StringComparison.Ordinal))
                .Where(s => !s.Contains("Synthetic", StringComparison.Ordinal))
        )
        {
            p.Bullet(Bare(unknown));
        }
    }

    private string ReadTimes()
    {
        List<string> times =
        [
            .. content.Ratings.Reads.Select(r => r.Read.Submitted).OfType<string>().Order(StringComparer.Ordinal),
        ];
        return times.Count == 0 ? "none" : $"{times[0]} to {times[^1]}";
    }

    private static string Figure(AgreementView.CoefficientRow row)
    {
        string unit = row.Unit is { } u ? " " + u : "";
        return row is { Value: { } value, Low: { } low, High: { } high }
                ? Text($"{row.Title}\n{value:0.000}{unit}\n{low:0.000} to {high:0.000}")
            : row.Value is { } alone ? Text($"{row.Title}\n{alone:0.000}{unit}\nno interval")
            : $"{row.Title}\n{row.State ?? "not computed"}";
    }

    private static string Work(IEnumerable<ReaderQuality.Row> rows, string measure, string format)
    {
        QualityRow figure = rows.Single(r => r.Field.Length == 0 && r.Figure.Measure == measure).Figure;
        return figure.Value?.ToString(format, CultureInfo.InvariantCulture) ?? figure.State!.Replace('-', ' ');
    }

    private static string Range(IEnumerable<ReaderQuality.Row> rows, string measure)
    {
        List<double> values =
        [
            .. rows.Where(r => r.Figure.Measure == measure).Select(r => r.Figure.Value).OfType<double>(),
        ];
        return values.Count == 0 ? "none" : Text($"{values.Min():0.000} to {values.Max():0.000}");
    }

    private static string Bare(string text) => text.Replace("`", "", StringComparison.Ordinal);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
