using System.IO.Compression;
using System.Text;
using Overread.Cli.Server;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Composition;
using Overread.Text;
using Overread.Text.Documents;
using Overread.Text.Formats;
using Overread.Text.Formats.Brat;

namespace Overread.Server.Tests;

/// <summary>Documents through the front door: received, held, blacked out, read, compared, released.</summary>
public class TextModalityTests
{
    // An emoji, a letter with a combining mark, both line ends, a family joined by zero-width joiners.
    private const string Letter =
        "Dear Dr. Zo\u0065\u0301 Vogelsang,\r\nthe 🫀 shows no effusion.\r\nSmall nodule, 👩‍👩‍👧 informed.\nRegards\r\n";

    private static readonly CodePoints Points = new(Letter);

    [Fact]
    public async Task A_document_is_held_read_blacked_out_compared_and_released_as_brat()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Project(server);
        (OverreadClient steward, _) = await server.Person(project, "sam", "steward");
        string batch = await Gate.Receive(
            steward,
            project,
            [("letters/Zoé Vogelsang.txt", Encoding.UTF8.GetBytes(Letter))]
        );
        EntryView entry = await Gate.Entry(steward, project, batch);
        string id = entry.Id;
        Assert.Equal(("document", "hold"), (entry.Kind, entry.Decision));
        Assert.DoesNotContain("Vogelsang", entry.Title, StringComparison.Ordinal);

        OverreadProblemException unopened = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            Gate.Decide(steward, project, batch, id, "approve", "Read.")
        );
        Assert.Contains("Nobody has opened this document", unopened.Message, StringComparison.Ordinal);
        DocumentView document = Assert.Single((await Gate.Text(steward, project, batch, id)).Documents);
        string file = document.File;
        Assert.Equal(Points.Length, document.Length);
        Assert.Equal("mixed", document.LineEnds);
        Assert.Equal(Letter, await Text(steward, document.Address));

        (int start, int end) = Place("Zo\u0065\u0301 Vogelsang");
        Task Black(int to) => Mark(steward, project, batch, id, 0, file, start, to);
        await Assert.ThrowsAsync<OverreadProblemException>(() => Black(Points.Length + 1));
        await Black(end);
        OverreadProblemException moved = await Assert.ThrowsAsync<OverreadProblemException>(() => Black(end));
        Assert.Contains("Somebody else has changed these places", moved.Message, StringComparison.Ordinal);
        await Gate.Decide(
            steward,
            project,
            batch,
            id,
            "approve",
            "Read to the end.",
            new Dictionary<string, IReadOnlyList<int>> { [file] = [0] }
        );
        GateOutcome outcome = await Gate.DecideBatch(steward, project, batch);
        Assert.Equal(1, outcome.Approved);
        Assert.Equal(0, outcome.Leaks);

        CodePoints black = new(
            Letter.Replace("Zo\u0065\u0301 Vogelsang", new string('█', end - start), StringComparison.Ordinal)
        );
        (int Start, int End) nodule = Place("Small nodule");
        (OverreadClient ann, _) = await server.Person(project, "ann", "reader");
        (OverreadClient bob, _) = await server.Person(project, "bob", "reader");
        string text = await Read(ann, project, black.Text, nodule.Start, nodule.End);
        Assert.Equal(text, await Read(bob, project, black.Text, nodule.Start + 6, nodule.End));

        string bundle = await CampaignTests.Release(server, project);
        Assert.Empty(VerifyCommand.Verify(bundle, null).Faults);
        using ZipArchive zip = ZipFile.OpenRead(bundle);
        CodePoints released = new(Entry(zip, ".txt", "exports/brat/"));
        Assert.Equal(black.Text, released.Text);
        TextSource annotated = new("a.ann", Entry(zip, ".ann", "exports/brat/"), _ => released.Text);
        AnnotatedDocument standoff = Assert.Single(
            new BratFormat().Read(annotated, new Findings(), ReadingChoices.Default)
        );
        TextSpan annotation = Assert.Single(standoff.Spans);
        Assert.Equal("findings_lesion", annotation.Type);
        Assert.Equal((nodule.Start + 3, nodule.End), (annotation.Start, annotation.End));
        Assert.Equal("ll nodule", released.Slice(annotation.Start, annotation.End));
        Assert.DoesNotContain("exports/coco.json", zip.Entries.Select(e => e.FullName));
        Assert.Contains(
            "1 held at the gate to be read whole",
            Entry(zip, "README.md", "privacy/"),
            StringComparison.Ordinal
        );
        foreach (ZipArchiveEntry one in zip.Entries)
        {
            using StreamReader reader = new(one.Open());
            Assert.DoesNotContain("Vogelsang", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }

        Assert.Empty(StoreAudit.Run(server.Data, fast: false, null, CancellationToken.None).Faults);
    }

    [Fact]
    public async Task A_program_proposes_places_and_a_person_decides_and_the_papers_count_both()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Project(server);
        (OverreadClient steward, _) = await server.Person(project, "sam", "steward");
        const string note =
            "Mr. Jonathan Quillfeather was seen by Dr. Swithin on 14 March 2019. 🫀 MRN: 7714093. Parkinson disease is stable.";
        string batch = await Gate.Receive(steward, project, [("note.txt", Encoding.UTF8.GetBytes(note))]);
        string id = (await Gate.Entry(steward, project, batch)).Id;
        TextEntryDetail shown = await Gate.Text(steward, project, batch, id);
        CodePoints points = new(note);
        string[] words = [.. shown.Proposed!.Select(p => points.Slice(p.Start, p.End))];
        foreach (string named in new[] { "Quillfeather", "Swithin", "March", "7714093" })
        {
            Assert.Contains(words, w => w.Contains(named, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(words, w => w.Contains("Parkinson", StringComparison.Ordinal));
        Assert.Equal(shown.Proposed!.Select(p => p.Id), shown.Spans.Select(s => s.Id));
        Assert.All(shown.Spans, s => Assert.True(s.Found is { Rule.Length: > 0, Score: > 0 and <= 1 }));

        // Taken back by a person, with a place of their own that claims to be a program's.
        GateSpan own = new()
        {
            Id = "own",
            File = shown.Documents[0].File,
            Start = points.Length - 7,
            End = points.Length - 1,
            Found = new()
            {
                Type = "name",
                Rule = "forged",
                Score = 1,
            },
        };
        await steward.MarkGateSpans(
            project,
            batch,
            id,
            new() { Revision = shown.Revision, Spans = [.. shown.Spans.Skip(1), own] }
        );
        TextEntryDetail after = await Gate.Text(steward, project, batch, id);
        Assert.Null(after.Spans.Single(s => s.Id == "own").Found);
        Assert.Equal(shown.Proposed!.Count, after.Proposed!.Count);
        await Gate.ApproveAll(steward, project, batch);
        (OverreadClient ann, _) = await server.Person(project, "ann", "reader");
        WorkView work = (await ann.NextRead(project))!;
        string read = await Text(ann, work.Item.Series[0].Files[0].Url!);
        Assert.Equal(points.Length, new CodePoints(read).Length);
        Assert.Contains(words[0], read, StringComparison.Ordinal);
        Assert.DoesNotContain("7714093", read, StringComparison.Ordinal);
        Assert.DoesNotContain("stable", read, StringComparison.Ordinal);
        await Draw(ann, work, 0, 3);
        (OverreadClient bob, _) = await server.Person(project, "bob", "reader");
        await Draw(bob, (await bob.NextRead(project))!, 0, 3);
        using ZipArchive zip = ZipFile.OpenRead(await CampaignTests.Release(server, project));
        Assert.Contains(
            $"a program searched 1 and proposed {words.Length} places, of which people took 1 back",
            Entry(zip, "README.md", "privacy/"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Texts_are_taken_out_of_clinical_files()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Project(server);
        (OverreadClient steward, _) = await server.Person(project, "sam", "steward");
        const string hl7 =
            "MSH|^~\\&|A|B|C|D|201903141200||ORU^R01|1|P|2.3\rPID|1||MRN7714093||Quillfeather^Jonathan||19400102|M\rOBR|1\rOBX|1|TX|R||The chest is clear.\r";
        const string fhir =
            """{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"DiagnosticReport","id":"a","conclusion":"No nodule."}},{"resource":{"resourceType":"DiagnosticReport","id":"b","conclusion":"One nodule \ud800 here."}}]}""";
        const string cda =
            """<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><component><structuredBody><component><section><title>Findings</title><text>Lungs are clear.</text></section></component></structuredBody></component></ClinicalDocument>""";
        string batch = await Gate.Receive(
            steward,
            project,
            [
                ("a.hl7", Encoding.UTF8.GetBytes(hl7)),
                ("b.html", "<html><body><p>Heart is <b>normal</b>.</p><script>x()</script></body></html>"u8.ToArray()),
                ("c.rtf", "{\\rtf1\\ansi No fracture.\\par}"u8.ToArray()),
                ("d.json", Encoding.UTF8.GetBytes(fhir)),
                ("e.xml", Encoding.UTF8.GetBytes(cda)),
                ("broken.xml", Encoding.UTF8.GetBytes(cda[..200])),
            ]
        );
        ShowGateDetail shown = await steward.ShowBatch(project, batch);
        Dictionary<string, string> texts = [];
        foreach (EntryView entry in shown.Gate)
        {
            DocumentView document = (await Gate.Text(steward, project, batch, entry.Id)).Documents[0];
            texts.Add(await Text(steward, document.Address), document.TakenFrom!);
        }

        string Form(string words) => texts.Single(t => t.Key.Contains(words, StringComparison.Ordinal)).Value;
        Assert.Equal("hl7v2", Form("The chest is clear."));
        Assert.Equal("html", Form("Heart is normal."));
        Assert.Equal("rtf", Form("No fracture."));
        Assert.Equal("fhir", Form("No nodule."));
        Assert.Equal("cda", Form("Lungs are clear."));
        Assert.DoesNotContain(texts.Keys, t => t.Contains("Quillfeather", StringComparison.Ordinal) || t.Contains('<'));
        Assert.Equal(
            "The file is no whole cda document: export it again, or save it as plain text.",
            shown.Problems.Single(p => p.Path == "broken.xml").Reason
        );
    }

    [Theory]
    [InlineData(
        "a.hl7",
        "MSH|^~\\&|A|B|C|D|20190314||ORU^R01|1|P|2.5\rPID|1||7714093^^^H||Featherquill^Ottoline||19400102\rOBX|1|TX|1^Report||Liver normal for featherquill.\r"
    )]
    [InlineData(
        "b.xml",
        """<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole><id extension="7714093"/><patient><name><given>Ottoline</given><family>Featherquill</family></name></patient></patientRole></recordTarget><component><structuredBody><component><section><text>Liver normal for featherquill.</text></section></component></structuredBody></component></ClinicalDocument>"""
    )]
    [InlineData(
        "c.json",
        """{"resourceType":"DiagnosticReport","subject":{"display":"Ottoline Featherquill"},"conclusion":"Liver normal for featherquill."}"""
    )]
    public async Task What_the_head_of_a_document_says_of_its_subject_is_met_in_its_text(string name, string document)
    {
        await using TestServer server = await TestServer.Start();
        string project = await Project(server);
        (OverreadClient steward, _) = await server.Person(project, "sam", "steward");
        string batch = await Gate.Receive(steward, project, [(name, Encoding.UTF8.GetBytes(document))]);
        EntryView entry = await Gate.Entry(steward, project, batch);
        TextEntryDetail detail = await Gate.Text(steward, project, batch, entry.Id);
        string text = await Text(steward, detail.Documents[0].Address);
        int at = text.IndexOf("featherquill", StringComparison.Ordinal);
        Assert.True(at > 0);
        Assert.Contains(detail.Spans, span => span.Start <= at && span.End >= at + "featherquill".Length);
    }

    [Fact]
    public async Task What_is_no_plain_text_is_refused_with_its_reason()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Project(server);
        (OverreadClient steward, _) = await server.Person(project, "sam", "steward");
        byte[] utf16 = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Letter)];
        string batch = await Gate.Receive(
            steward,
            project,
            [
                ("a.txt", utf16),
                ("b.txt", utf16),
                ("empty.txt", "\uFEFF \r\n"u8.ToArray()),
                ("latin.txt", [0x61, 0xE9, 0x62]),
                ("program.txt", [0x7F, 0x45, 0x4C, 0x46, 0x00, 0xFF]),
                ("large.txt", [.. Enumerable.Repeat((byte)'a', (4 << 20) + 1)]),
            ]
        );
        ShowGateDetail shown = await steward.ShowBatch(project, batch);
        Dictionary<string, string> problems = shown.Problems.ToDictionary(p => p.Path, p => p.Reason);
        string held = Assert.Single(shown.Gate).Id;
        Assert.Contains(
            "received before",
            problems.GetValueOrDefault("a.txt") ?? problems["b.txt"],
            StringComparison.Ordinal
        );
        Assert.Equal("The document is empty.", problems["empty.txt"]);
        Assert.Equal("The text is not valid UTF-8 (byte 1): save it as UTF-8.", problems["latin.txt"]);
        Assert.StartsWith("Binary:", problems["program.txt"], StringComparison.Ordinal);
        Assert.Equal("The document is larger than 4 MiB: divide it.", problems["large.txt"]);
        DocumentView document = Assert.Single((await Gate.Text(steward, project, batch, held)).Documents);
        Assert.Equal("utf-16le", document.Encoding);
        Assert.Equal(Letter, await Text(steward, document.Address));
        await Assert.ThrowsAsync<OverreadProblemException>(() =>
            steward.MarkBoxes(project, batch, held, new() { Revision = 0, Boxes = [] })
        );
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 3)]
    [InlineData(-1, 4)]
    [InlineData(0, 100_000)]
    public async Task A_span_that_does_not_lie_in_its_document_is_refused(int start, int end)
    {
        await using TestServer server = await TestServer.Start();
        string project = await Project(server);
        (OverreadClient steward, _) = await server.Person(project, "sam", "steward");
        string batch = await Gate.Receive(steward, project, [("a.txt", Encoding.UTF8.GetBytes(Letter))]);
        await Gate.Text(steward, project, batch, (await Gate.Entry(steward, project, batch)).Id);
        await Gate.ApproveAll(steward, project, batch);
        (OverreadClient ann, _) = await server.Person(project, "ann", "reader");
        WorkView work = (await ann.NextRead(project))!;
        await Assert.ThrowsAsync<OverreadProblemException>(() => Draw(ann, work, start, end));
    }

    [Fact]
    public async Task A_drawn_mark_counts_once_and_what_is_1_by_definition_is_not_shown()
    {
        await using TestServer server = await TestServer.Start();
        string project = await Project(server, new() { Measure = "exact", Threshold = 1 }, readers: 3);
        (OverreadClient steward, _) = await server.Person(project, "sam", "steward");
        string batch = await Gate.Receive(steward, project, [("note.txt", "No effusion, one nodule."u8.ToArray())]);
        await Gate.Text(steward, project, batch, (await Gate.Entry(steward, project, batch)).Id);
        await Gate.ApproveAll(steward, project, batch);
        foreach ((string name, int start) in new[] { ("ann", 0), ("bob", 0), ("cid", 1) })
        {
            (OverreadClient reader, _) = await server.Person(project, name, "reader");
            WorkView work = (await reader.NextRead(project))!;
            await Draw(reader, work, start, 6);
        }

        AgreementView agreement = await server.Admin.ShowAgreement(project);
        Assert.All(agreement.Detection, d => Assert.Equal((2, 1, 1), (d.Others, d.Own, d.Items)));
        // Two drew the same, the third another.
        Assert.Equal([0, 1, 1], agreement.Detection.Select(d => d.Shared).Order());
        Assert.Equal([0, 1, 1], agreement.Detection.Select(d => d.Found).Order());
        Assert.DoesNotContain(agreement.Coefficients, c => c.Entry == "mean-nearness");
        Assert.Contains(agreement.Coefficients, c => c.Entry == "span-exact-f1");
    }

    private static async Task<string> Project(TestServer server, MatchRule? match = null, int readers = 2)
    {
        string project = await server.Project(readers);
        Field findings = new()
        {
            Id = "findings",
            Title = "Findings",
            Kind = FieldKind.Spans,
            Options = [new() { Id = "lesion", Title = "Lesion" }, new() { Id = "effusion", Title = "Effusion" }],
            Match = match ?? new() { Measure = "span-f1", Threshold = 0.5 },
        };
        await server.Admin.Publish(
            project,
            new()
            {
                Title = "Letters",
                Fields = [findings],
                Guideline = "Mark.",
                Policy = TestServer.Policy(readers),
            }
        );
        return project;
    }

    private static (int Start, int End) Place(string words)
    {
        int at = Letter.IndexOf(words, StringComparison.Ordinal);
        return (Points.OfUnits(at), Points.OfUnits(at + words.Length));
    }

    private static Task<MarkSpansSaved> Mark(
        OverreadClient steward,
        string project,
        string batch,
        string entry,
        int revision,
        string file,
        int start,
        int end
    )
    {
        GateSpan span = new()
        {
            Id = "s1",
            File = file,
            Start = start,
            End = end,
        };
        return steward.MarkGateSpans(project, batch, entry, new() { Revision = revision, Spans = [span] });
    }

    private static async Task<string> Read(OverreadClient reader, string project, string expected, int start, int end)
    {
        WorkView work = (await reader.NextRead(project))!;
        FileView file = work.Item.Series[0].Files[0];
        TextContent content = Assert.IsType<TextContent>(file.Content);
        Assert.Equal(new CodePoints(expected).Length, content.Length);
        string text = await Text(reader, file.Url);
        Assert.Equal(expected, text);
        await Draw(reader, work, start, end);
        return text;
    }

    private static Task<AppendReadEventsAppended> Draw(OverreadClient reader, WorkView work, int start, int end)
    {
        string read = work.Read.Id;
        Mark lesion = new()
        {
            Id = read + "-1",
            Field = "findings",
            Class = "lesion",
            Geometry = new SpanRegion
            {
                File = work.Item.Series[0].Files[0].Id,
                Start = start,
                End = end,
            },
        };
        return reader.Append(
            read,
            work.Read.Revision,
            ReadEvents.Marked(read + "-m", "MarkDrawn", lesion),
            ReadEvents.Submitted(read + "-s")
        );
    }

    private static async Task<string> Text(OverreadClient client, string address) =>
        new UTF8Encoding(false, true).GetString(await client.Raw().GetBytes(address));

    private static string Entry(ZipArchive zip, string ending, string folder)
    {
        ZipArchiveEntry entry = zip.Entries.Single(e =>
            e.FullName.Contains(folder, StringComparison.Ordinal)
            && e.FullName.EndsWith(ending, StringComparison.Ordinal)
        );
        using StreamReader reader = new(entry.Open(), Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        return reader.ReadToEnd();
    }
}
