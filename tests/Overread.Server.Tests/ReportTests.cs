using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Overread.Cli.Server;
using Overread.Client;
using Overread.Client.Model;
using Overread.Domain.Releases;
using Overread.Ledger.Bundles;
using Overread.Server.Features.Protocols.Contracts;
using Overread.Server.Features.Releases;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Releases.Metadata;
using Overread.Server.Features.Releases.Report;
using Overread.Server.Features.Subjects.Contracts;
using Overread.Server.Modalities;
using Overread.Storage;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace Overread.Server.Tests;

/// <summary>The report for people has the figures of the files beside it, fits its pages, and is made the same twice.</summary>
public partial class ReportTests
{
    // Long enough to wrap in every table, with a word wider than its column.
    private const string LongTitle =
        "Enlarged cardiomediastinal silhouette, projection-dependent, with Supercalifragilisticexpialidociousness";

    private static readonly (string Id, string Title)[] Fields =
    [
        ("first", "Nodule"),
        ("second", LongTitle),
        ("third", "Fracture"),
    ];
    private static readonly string[] Measures = ["percent", "fleiss-kappa", "krippendorff-alpha", "gwet-ac1"];

    [Fact]
    public void A_word_of_many_pages_is_cut_into_lines_that_fit()
    {
        string word = string.Concat(Enumerable.Repeat("0123456789abcdef", 40_000));
        List<string> lines = ReportStyle.Wrap(word, ReportStyle.Small, 140);
        Assert.Equal(word, string.Concat(lines));
        using SkiaSharp.SKFont font = ReportStyle.Font(ReportStyle.Small);
        Assert.All(lines.Take(100), l => Assert.InRange(font.MeasureText(l), 1, 140));
        Assert.All(lines.Take(100), l => Assert.True(font.MeasureText(l + "m") > 120));
    }

    [Fact]
    public void A_row_that_is_higher_than_a_page_goes_on_over_the_next()
    {
        string[] words = [.. Enumerable.Range(0, 900).Select(i => $"word{i}")];
        using MemoryStream file = new();
        using (ReportPages pages = new(file, new SkiaSharp.SKDocumentPdfMetadata(), "Head", 0))
        {
            pages.NewPage();
            ReportTable table = new(pages, new("Left", 0.8f), new("Right", 0.2f));
            table.Row("first", "a");
            table.Row("short", string.Join(' ', words));
            table.Row("last", "z");
            Assert.True(pages.Count > 2);
        }

        using PdfDocument pdf = PdfDocument.Open(file.ToArray());
        List<Word> set = [.. pdf.GetPages().SelectMany(p => p.GetWords())];
        Assert.All(words, w => Assert.Single(set, s => s.Text == w));
        Assert.Single(set, s => s.Text == "last");
        Assert.All(set, s => Assert.InRange(s.BoundingBox.Bottom, 20, ReportStyle.PageHeight - 20));
    }

    [Fact]
    public async Task Every_number_of_the_agreement_table_is_that_of_the_file_and_stands_in_its_place()
    {
        await using TestServer server = await TestServer.Start();
        string folder = await Released(server);
        JsonNode agreement = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(folder, "quality/agreement.json"))
        )!;
        List<string> expected = [];
        foreach ((string field, _) in Fields)
        {
            List<JsonNode> rows =
            [
                .. Measures.Select(m =>
                    agreement["coefficients"]!
                        .AsArray()
                        .Single(c => c!["field"]!.GetValue<string>() == field && c["name"]!.GetValue<string>() == m)!
                ),
            ];
            double share = agreement["prevalence"]!
                .AsArray()
                .Where(p => p!["field"]!.GetValue<string>() == field)
                .Max(p => p!["share"]!.GetValue<double>());
            expected.Add(Three(share));
            // A field of one answer has raw agreement and nothing beyond chance; the words for it are no numbers.
            expected.AddRange(
                rows.Where(r => r["value"] is not null).Select(r => Three(r["value"]!.GetValue<double>()))
            );
            expected.AddRange(
                rows.Where(r => r["value"] is not null)
                    .SelectMany(r => (double[])[r["low"]!.GetValue<double>(), r["high"]!.GetValue<double>()])
                    .Select(Three)
            );
        }

        Assert.True(expected.Count > 20);
        using PdfDocument pdf = PdfDocument.Open(Path.Combine(folder, "report.pdf"));
        List<string> lines = [.. pdf.GetPages().SelectMany(Lines)];
        int from = lines.IndexOf(ReleaseReport.AgreementHeading);
        int to = lines.FindIndex(from, l => l == "Readers");
        Assert.True(from >= 0 && to > from);
        List<string> found =
        [
            .. lines.GetRange(from, to - from).SelectMany(l => Decimals().Matches(l)).Select(m => m.Value),
        ];
        Assert.Equal(expected, found);
        Assert.Contains(lines, l => l.Contains("single-category", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_leaves_the_page_and_the_head_of_a_table_is_repeated()
    {
        await using TestServer server = await TestServer.Start();
        string folder = await Released(server);
        using PdfDocument pdf = PdfDocument.Open(Path.Combine(folder, "report.pdf"));
        Assert.True(pdf.NumberOfPages >= 5);
        foreach (Page page in pdf.GetPages())
        {
            Assert.All(
                page.Letters,
                l =>
                {
                    Assert.InRange(l.BoundingBox.Left, ReportStyle.Margin - 1, ReportStyle.PageWidth);
                    Assert.InRange(l.BoundingBox.Right, 0, ReportStyle.PageWidth - ReportStyle.Margin + 1);
                    Assert.InRange(l.BoundingBox.Bottom, 30, ReportStyle.PageHeight - 30);
                }
            );
            Assert.Contains($"{page.Number} of {pdf.NumberOfPages}", Lines(page));
        }

        string title = string.Join(' ', Lines(pdf.GetPage(1)));
        Assert.Contains("test:1.0.0", title, StringComparison.Ordinal);
        Assert.Contains("origin overread.", title, StringComparison.Ordinal);
        Assert.DoesNotContain("@", title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_content_gives_the_same_bytes_in_every_file()
    {
        await using TestServer server = await TestServer.Start();
        string released = await Released(server);
        IDatabase database = server.App.Services.GetRequiredService<IDatabase>();
        string key = (await File.ReadAllTextAsync(Path.Combine(released, "keys.vkey"))).Trim();
        string again = Path.Combine(server.Data, "again");
        Directory.CreateDirectory(again);
        using (ReadLease read = database.Read())
        {
            (string Run, string Project) run = read.Connection.One(
                "SELECT id, project FROM consensus_run ORDER BY ordinal DESC LIMIT 1",
                r => (r.GetString(0), r.GetString(1))
            );
            BundleContent content = BundleContent.Load(
                read,
                server.App.Services.GetRequiredService<ModalityList>(),
                run.Project,
                run.Run,
                server.App.Services.GetRequiredService<ProtocolStore>(),
                new SplitPlan(0.5, 0.25, 0.25, 1),
                "test",
                "1.0.0",
                "",
                new SplitRequest(
                    new ProjectSubjects().Of(read.Connection, run.Project),
                    new Dictionary<string, ReleaseMembers.HeldSplit>(),
                    null
                )
            );
            ReleaseMetadata metadata = new(
                Path.GetFileName(released),
                ReleaseTerms.None,
                read.Connection.One(
                    "SELECT pseudonym FROM member WHERE project = @0 AND roles LIKE '%lead%'",
                    r => r.GetString(0),
                    run.Project
                ),
                ReleaseChanges.Of(content, read, null, [])
            );
            await BundleWriter.Write(
                content,
                metadata,
                read,
                server.App.Services.GetRequiredService<IBlobStore>(),
                again,
                key
            );
        }

        using BundleFolder first = new(released);
        using BundleFolder second = new(again);
        Assert.Contains("report.pdf", second.Paths);
        Assert.True(second.Paths.Count > 35);
        foreach (string path in second.Paths)
        {
            Assert.True(
                BundleManifest.Hash(first, path).Sha256 == BundleManifest.Hash(second, path).Sha256,
                $"{path} is not the same"
            );
        }
    }

    /// <summary>Two readers, three findings, one of which everybody calls absent; the second has a long name.</summary>
    private static async Task<string> Released(TestServer server)
    {
        string project = await server.Project(2);
        await server.Admin.Publish(project, Protocol());
        await server.References(project, 30);
        for (int reader = 0; reader < 2; reader++)
        {
            (OverreadClient client, _) = await server.Person(project, "reader" + reader, "reader");
            int n = 0;
            while (await client.NextRead(project) is { } work)
            {
                int item = int.Parse(work.Item.Title[^4..], CultureInfo.InvariantCulture);
                await Answer(client, work.Read, item, reader);
                n++;
            }

            Assert.Equal(30, n);
        }

        await CampaignTests.Release(server, project);
        return Directory.EnumerateDirectories(Path.Combine(server.Data, "releases")).Single();
    }

    private static Task<AppendReadEventsAppended> Answer(OverreadClient client, Read read, int item, int reader)
    {
        string id = read.Id;
        string[] states =
        [
            (item + reader) % 5 == 0 ? "present" : "absent",
            (item * (reader + 2)) % 4 < 2 ? "present" : "uncertain",
            "absent",
        ];
        return client.Append(
            id,
            read.Revision,
            [
                .. Fields.Zip(states, (field, state) => ReadEvents.Answered($"{id}-{field.Id}", field.Id, state)),
                ReadEvents.Submitted(id + "-s", 12 + item),
            ]
        );
    }

    private static ProtocolBody Protocol() =>
        new()
        {
            Title = "Report",
            Fields =
            [
                .. Fields.Select(f => new Field
                {
                    Id = f.Id,
                    Title = f.Title,
                    Kind = FieldKind.Finding,
                    Required = true,
                }),
            ],
            Guideline = "Look.",
            Policy = TestServer.Policy(2) with { Disputes = DisputeRule.None },
        };

    /// <summary>The words of a page in lines from top to bottom, each from left to right.</summary>
    private static IEnumerable<string> Lines(Page page) =>
        page.GetWords()
            .GroupBy(w => Math.Round(w.Letters[0].StartBaseLine.Y, 0))
            .OrderByDescending(g => g.Key)
            .Select(g => string.Join(' ', g.OrderBy(w => w.BoundingBox.Left).Select(w => w.Text)));

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-?\d\.\d{3}(?!\d)")]
    private static partial Regex Decimals();
}
