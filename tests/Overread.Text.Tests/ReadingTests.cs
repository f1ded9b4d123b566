using System.Text;
using Overread.Text.Documents;
using Overread.Text.Formats;
using Overread.Text.Reading;

namespace Overread.Text.Tests;

public sealed class ReadingTests
{
    private static List<ReadableText> Read(
        string name,
        string content,
        Findings? findings = null,
        string? column = null
    ) => [.. TextReading.Read(TextSource.Alone(name, content), null, column, findings ?? new Findings())];

    [Fact]
    public void Html_is_read_as_a_person_sees_it()
    {
        ReadableText text = Read(
                "a.html",
                "<html><head><title>x</title><style>p{}</style></head><body><h1>Findings</h1><p>Lungs &lt; clear&nbsp;&amp; <b>dry</b>.<br>No\n effusion</p><ul><li>one<li>two</ul><table><tr><td>Hb</td><td>12</td></tr></table><script>1<2</script>a < b</body>"
            )
            .Single();
        Assert.Equal(
            ("html", "Findings\nLungs < clear & dry.\nNo effusion\n- one\n- two\nHb\t12\na < b"),
            (text.Kind, text.Text)
        );
    }

    [Fact]
    public void Rtf_keeps_words_and_leaves_out_fonts()
    {
        ReadableText text = Read(
                "a.rtf",
                @"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\*\generator X;}\f0 \b Findings:\b0\par Caf\'e9 \u8364?5 \{ok\}\line{\v hidden}end\tab x}"
            )
            .Single();
        Assert.Equal("Findings:\nCafé €5 {ok}\nend\tx", text.Text);
        Assert.Throws<FormatException>(() => RichText.Of("no rtf"));
    }

    [Fact]
    public void Hl7_gives_the_report_of_each_message()
    {
        Findings findings = new();
        List<ReadableText> texts = Read(
            "m.hl7",
            "MSH|^~\\&|A|B|C|D|2026||ORU^R01|MSG1|P|2.5\rPID|1||X\rOBR|1|||CXR^Chest X-ray\rOBX|1|TX|R^Findings||Lungs clear \\T\\ dry.\rOBX|2|TX|R^Findings||No effusion.\\.br\\Heart normal~Bones normal\rOBX|3|ED|P||^application^pdf^Base64^AAAA\rNTE|1||Read by phone\rMSH|^~\\&|A|B|C|D|2026||ADT^A01|MSG2|P|2.5\rPID|1||X\r",
            findings
        );
        Assert.Equal(
            (
                "MSG1",
                "Chest X-ray\nFindings:\nLungs clear & dry.\nNo effusion.\nHeart normal\nBones normal\nRead by phone"
            ),
            (texts.Single().Id, texts.Single().Text)
        );
        Assert.Contains("application/pdf", findings.All.Single().What, StringComparison.Ordinal);
    }

    [Fact]
    public void Cda_sections_are_passages_with_their_codes()
    {
        ReadableText text = Read(
                "c.xml",
                "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>Report</title><component><structuredBody><component><section><code code=\"10164-2\"/><title>HPI</title><text><paragraph>Fever <content ID=\"a\">for days</content>.</paragraph><list><item>cough</item></list></text>"
                    + "<component><section><title>Inner</title><text>x</text></section></component></section></component></structuredBody></component></ClinicalDocument>"
            )
            .Single();
        Assert.Equal("Report\n\nHPI\nFever for days.\n- cough\n\nInner\nx", text.Text);
        Assert.Equal(["HPI", "Inner"], text.Passages.Select(p => p.Type));
        Assert.Equal("10164-2", text.Passages[0].Attributes.Single().Value);
        Assert.Equal("Inner\nx", new CodePoints(text.Text).Slice(text.Passages[1].Start, text.Passages[1].End));
    }

    [Fact]
    public void Fhir_texts_come_from_attachments_and_sections()
    {
        string data = Convert.ToBase64String(Encoding.UTF8.GetBytes("Chest pain 😀"));
        Findings findings = new();
        List<ReadableText> texts = Read(
            "f.json",
            $"{{\"resourceType\":\"Bundle\",\"entry\":[{{\"resource\":{{\"resourceType\":\"DocumentReference\",\"id\":\"d\",\"content\":[{{\"attachment\":{{\"contentType\":\"text/plain\",\"data\":\"{data}\"}}}}]}}}},"
                + $"{{\"resource\":{{\"resourceType\":\"DiagnosticReport\",\"id\":\"r\",\"presentedForm\":[{{\"contentType\":\"image/png\",\"data\":\"{data}\"}}]}}}},"
                + "{\"resource\":{\"resourceType\":\"Composition\",\"id\":\"c\",\"title\":\"Letter\",\"section\":[{\"title\":\"Plan\",\"text\":{\"div\":\"<div>Rest<br/>Drink</div>\"}}]}}]}",
            findings
        );
        Assert.Equal(["Chest pain 😀", "Letter\n\nPlan\nRest\nDrink\n"], texts.Select(t => t.Text));
        Assert.Contains("image/png", findings.All.Single().What, StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_sentences_and_tokens_have_exact_places()
    {
        const string Note =
            "CHIEF COMPLAINT\r\nChest pain 😀.\r\n\r\nHistory of Present Illness: Dr. Smith saw a pt. with 3.5 mg of drug X. No fe\u0301ver. Took vs. not.\r\nPLAN:\r\n- Rest\r\n- Don't smoke\r\n胸痛。なし。";
        CodePoints text = new(Note);
        Assert.Equal(["chief complaint", "history of present illness", "plan"], Sections.Of(text).Select(s => s.Name));
        Assert.Equal(
            [
                "CHIEF COMPLAINT",
                "Chest pain 😀.",
                "History of Present Illness: Dr. Smith saw a pt. with 3.5 mg of drug X.",
                "No fe\u0301ver.",
                "Took vs. not.",
                "PLAN:",
                "- Rest",
                "- Don't smoke",
                "胸痛。",
                "なし。",
            ],
            Sentences.Of(text).Select(s => text.Slice(s.Start, s.End))
        );
        string[] tokens = [.. Tokens.Of(text).Select(t => text.Slice(t.Start, t.End))];
        Assert.Contains("3.5", tokens);
        Assert.Contains("Don't", tokens);
        Assert.Contains("fe\u0301ver", tokens);
        Assert.Contains("胸", tokens);
        Assert.Contains("😀", tokens);
    }

    [Fact]
    public void A_column_of_a_table_is_a_text_a_row()
    {
        Findings findings = new();
        List<ReadableText> texts = Read("t.csv", "id,report\n7,\"Lungs\nclear\"\n8,\n", findings, "report");
        Assert.Equal(("7", "Lungs\nclear"), (texts.Single().Id, texts.Single().Text));
        Assert.Single(findings.All);
        Assert.Throws<FormatException>(() => Read("t.csv", "a,b\n1,2\n", null, "c"));
    }

    [Theory]
    [InlineData("ccda", 8)]
    [InlineData("hl7v2", 20)]
    [InlineData("fhir", 0)]
    public void Real_files_are_read_or_told(string folder, int least)
    {
        string? shared = SharedCorpora.Folder();
        Assert.SkipWhen(shared is null, "shared/data is not there.");
        int texts = 0;
        Findings findings = new();
        foreach (
            string file in Directory
                .EnumerateFiles(Path.Combine(shared!, "..", folder), "*", SearchOption.AllDirectories)
                .Where(f => new FileInfo(f).Length < 3_000_000)
        )
        {
            foreach (
                ReadableText text in TextReading.Read(
                    TextSource.Alone(file, File.ReadAllText(file)),
                    null,
                    null,
                    findings
                )
            )
            {
                texts++;
                Assert.Equal(
                    folder switch
                    {
                        "ccda" => "cda",
                        "hl7v2" => "hl7v2",
                        _ => "fhir",
                    },
                    text.Kind
                );
                AnnotatedDocument document = TextReading.Document(text);
                Assert.Empty(document.Faults());
                Assert.All(document.Passages, p => Assert.InRange(p.End, p.Start, document.Points.Length));
            }
        }

        Assert.InRange(texts, least, int.MaxValue);
        Assert.True(texts > 0 || findings.All.Count > 0, "Files without text are told.");
    }

    [Fact]
    public void Maps_to_units_and_bytes_hold_for_every_text()
    {
        CsCheck.Check.Sample(
            CsCheck.Gen.String,
            given =>
            {
                string text = string.Concat(given.EnumerateRunes().Select(r => r.ToString()));
                CodePoints points = new(text);
                for (int i = 0; i <= points.Length; i++)
                {
                    Assert.Equal(points.ToUtf8(i), Encoding.UTF8.GetByteCount(text[..points.ToUnits(i)]));
                    Assert.True(points.TryOfUtf8(points.ToUtf8(i), out int back) && back == i);
                    Assert.True(points.TryOfUnits(points.ToUnits(i), out back) && back == i);
                }
            }
        );
    }
}
