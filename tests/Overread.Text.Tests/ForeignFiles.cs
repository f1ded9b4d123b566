using System.Text;
using Overread.Text.Documents;
using Overread.Text.Formats;

namespace Overread.Text.Tests;

/// <summary>Files as other programs write them, with their ways of counting.</summary>
public sealed class ForeignFiles
{
    private static (AnnotatedDocument[] Documents, IReadOnlyList<Finding> Findings) Read(
        string name,
        string content,
        string? format = null,
        bool repair = false,
        params (string Name, string Text)[] beside
    )
    {
        Findings findings = new();
        Dictionary<string, string> others = beside.ToDictionary(b => b.Name, b => b.Text);
        TextSource source = new(name, content, n => others.GetValueOrDefault(n));
        ITextFormat? own = TextFormats.Of(source);
        Assert.Equal(format ?? own?.Name, own?.Name);
        return (
            [
                .. new DocumentReading(findings, new ReadingChoices { Repair = repair }).Read(
                    [source],
                    null,
                    alone: true
                ),
            ],
            findings.All
        );
    }

    private static IEnumerable<string> Said(AnnotatedDocument document) =>
        document.Spans.Select(s =>
            $"{s.Type} {string.Join(';', s.Fragments.Select(f => $"{f.Start}-{f.End}"))} {s.Surface(document.Points)}"
        );

    [Fact]
    public void Brat_with_events_attributes_equivalences_notes_and_fragments()
    {
        const string Text = "Pain in left and right knee.\r\nIt got worse 😀 today.\r\n";
        const string Ann =
            "T1\tFinding 0 4\tPain\r\nT2\tSite 8 12;23 27\tleft knee\r\nT3\tSite 17 27\tright knee\r\nT4\tChange 37 42\tworse\r\nT5\tTime 45 50\ttoday\r\n"
            + "E1\tGotWorse:T4 Theme:T1 When:T5\r\nE2\tMeta:T4 Of:E1\r\nR1\tlocated Arg1:T1 Arg2:T2\t\r\nA1\tNegated E1\r\nA2\tLevel T1 very high\r\nM1\tOld T5\r\n"
            + "N1\tReference T1 SNOMEDCT:22253000\tPain\r\n*\tEquiv T2 T3\r\n#1\tAnnotatorNotes T1\tcheck\r\nQ9\twhat\r\nR2\tlocated Arg1:T1 Arg2:T99\r\n";
        (AnnotatedDocument[] documents, IReadOnlyList<Finding> findings) = Read(
            "x.ann",
            Ann,
            "brat",
            false,
            ("x.txt", Text)
        );
        AnnotatedDocument document = Assert.Single(documents);
        Assert.Equal(
            [
                "Finding 0-4 Pain",
                "Site 8-12;23-27 left knee",
                "Site 17-27 right knee",
                "Change 37-42 worse",
                "Time 45-50 today",
            ],
            Said(document)
        );
        Assert.Equal(["GotWorse", "Meta", "located"], document.Relations.Select(r => r.Type));
        Assert.Equal("E1", document.Relations[1].Arguments.Single().Target);
        Assert.Equal(new NamedValue("Negated", "true"), document.Relations[0].Attributes.Single());
        Assert.Equal(new NamedValue("Level", "very high"), document.Spans[0].Attributes.Single());
        Assert.Equal(new Concept("SNOMEDCT", "22253000", "Pain"), document.Spans[0].Normalisations.Single());
        Assert.Equal(["T2", "T3"], document.Chains.Single().Spans);
        Assert.Equal(2, findings.Count(f => f.Grade == FindingGrade.LeftOut));
        Assert.Contains(findings, f => f.Line == 15);
        Assert.Contains(findings, f => f.What.StartsWith("R2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("UTF-16 units", 9, 14)]
    [InlineData("bytes of UTF-8", 13, 18)]
    [InlineData("code points, CR LF as one", 7, 12)]
    public void Offsets_in_another_unit_are_seen_from_the_words_and_said(string unit, int start, int end)
    {
        const string Text = "😀é\r\nno fever";
        (AnnotatedDocument[] documents, IReadOnlyList<Finding> findings) = Read(
            "x.ann",
            $"T1\tF {start - (unit.StartsWith('U') ? 1 : unit.StartsWith('b') ? 2 : 1)} {end - (unit.StartsWith('U') ? 1 : unit.StartsWith('b') ? 2 : 1)}\tfever\n",
            null,
            false,
            ("x.txt", Text)
        );
        Assert.Equal(["F 7-12 fever"], Said(documents[0]));
        Assert.Contains(unit, Assert.Single(findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_are_elsewhere_are_followed_only_where_there_is_one_place_or_when_asked()
    {
        const string Text = "fever and cough and fever";
        const string Ann = "T1\tF 5 10\tcough\nT2\tF 17 22\tfever\nT3\tF 3 8\tnausea\n";
        (AnnotatedDocument[] documents, IReadOnlyList<Finding> findings) = Read(
            "x.ann",
            Ann,
            null,
            false,
            ("x.txt", Text)
        );
        Assert.Equal(["F 10-15 cough", "F 17-22 nd fe", "F 3-8 er an"], Said(documents[0]));
        Assert.Equal([FindingGrade.Note, FindingGrade.Doubt, FindingGrade.Doubt], findings.Select(f => f.Grade));
        Assert.Equal([1L, 2L, 3L], findings.Select(f => f.Line));
        (documents, _) = Read("x.ann", Ann, null, true, ("x.txt", Text));
        Assert.Equal("F 20-25 fever", Said(documents[0]).ElementAt(1));
    }

    [Fact]
    public void PubTator_with_windows_line_ends_relations_and_no_sign_between_title_and_abstract()
    {
        (AnnotatedDocument[] documents, _) = Read(
            "p.txt",
            "1|t|Aspirin 😀 and fever\r\n1|a|It helps fever.\r\n1\t0\t7\tAspirin\tChemical\tMESH:D1\r\n1\t29\t34\tfever\tDisease\tD2|D3\ta|b\r\n1\tCID\tMESH:D1\tD2\t0.5\r\n\r\n2|t|Empty\r\n2|a|",
            "pubtator"
        );
        Assert.Equal(2, documents.Length);
        Assert.Equal(["Chemical 0-7 Aspirin", "Disease 29-34 fever"], Said(documents[0]));
        Assert.Equal([new Concept("", "D2", "a"), new Concept("", "D3", "b")], documents[0].Spans[1].Normalisations);
        Relation relation = documents[0].Relations.Single();
        Assert.Equal(["Chemical", "Disease"], relation.Arguments.Select(a => a.Role));
        (documents, IReadOnlyList<Finding> findings) = Read(
            "p.txt",
            "1|t|Aspirin\n1|a|It helps fever.\n1\t16\t21\tfever\tDisease\t-\n1\t0\t7\tAspirin\tChemical\t\n",
            "pubtator"
        );
        Assert.Equal(
            ["Disease 17-22 fever", "Chemical 0-7 Aspirin"],
            Said(documents[0]).Order(StringComparer.Ordinal).Reverse()
        );
        Assert.Contains("nothing between", findings.Single().What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OffsetUnit.CodePoints)]
    [InlineData(OffsetUnit.Utf16)]
    [InlineData(OffsetUnit.Utf8)]
    public void BioC_in_each_unit_with_sentences_and_several_locations(OffsetUnit unit)
    {
        string title = "Über 🫀";
        string[] sentences = ["胸痛 left.", "And right knee."];
        int Length(string s) =>
            unit switch
            {
                OffsetUnit.CodePoints => new CodePoints(s).Length,
                OffsetUnit.Utf16 => s.Length,
                _ => Encoding.UTF8.GetByteCount(s),
            };
        int first = Length(title) + 1;
        int second = first + Length(sentences[0]) + 1;
        int left = first + Length("胸痛 ");
        int knee = second + Length("And right ");
        string xml =
            $"<?xml version='1.0'?><collection><source/><date/><key/><document><id>d</id><passage><infon key='type'>title</infon><offset>0</offset><text>{title}</text></passage>"
            + $"<passage><infon key='type'>abstract</infon><offset>{first}</offset><sentence><offset>{first}</offset><text>{sentences[0]}</text></sentence>"
            + $"<sentence><offset>{second}</offset><text>{sentences[1]}</text>"
            + $"<annotation id='A'><infon key='type'>Site</infon><infon key='identifier'>MESH:D1,MESH:D2</infon><location offset='{left}' length='4'/><location offset='{knee}' length='4'/><text>left knee</text></annotation>"
            + $"<annotation id='B'><infon key='type'>Site</infon><location offset='{second + Length("And ")}' length='{Length("right knee")}'/><text>right knee</text></annotation></sentence></passage>"
            + "<relation id='R'><infon key='type'>pair</infon><node refid='A' role='one'/><node refid='B' role='two'/></relation></document></collection>";
        (AnnotatedDocument[] documents, IReadOnlyList<Finding> findings) = Read("b.xml", xml, "bioc");
        AnnotatedDocument document = documents.Single();
        Assert.Equal($"{title}\n{sentences[0]}\n{sentences[1]}", document.Text);
        Assert.Equal(["left knee", "right knee"], document.Spans.Select(s => s.Surface(document.Points)));
        Assert.Equal(2, document.Spans[0].Normalisations.Count);
        Assert.Equal("pair", document.Relations.Single().Type);
        Assert.Equal(unit == OffsetUnit.CodePoints ? 0 : 1, findings.Count);
    }

    [Theory]
    [InlineData(
        "-DOCSTART- -X- -X- O\n\nU.N. NNP I-NP I-ORG\nofficial NN I-NP O\nEkeus NNP I-NP I-PER\nRolf NNP I-NP B-PER\n\n-DOCSTART- -X- -X- O\n\nBaghdad NNP I-NP I-LOC",
        2,
        "ORG U.N.|PER Ekeus|PER Rolf|LOC Baghdad"
    )]
    [InlineData(
        "Melbourne B-LOC\r\n( O\r\nAustralia S-LOC\r\n) O\r\n\r\nNew B-LOC\r\nSouth I-LOC\r\nWales E-LOC\r\n",
        1,
        "LOC Melbourne|LOC Australia|LOC New South Wales"
    )]
    [InlineData("heart\tB-Organ\nfailure\tI-Finding\nagain\tO\n", 1, "Organ heart|Finding failure")]
    public void Conll_in_its_dialects(string file, int count, string spans)
    {
        (AnnotatedDocument[] documents, _) = Read("c.conll", file, "conll");
        Assert.Equal(count, documents.Length);
        Assert.Equal(
            spans,
            string.Join('|', documents.SelectMany(d => d.Spans.Select(s => $"{s.Type} {s.Surface(d.Points)}")))
        );
    }

    [Fact]
    public void WebAnno_with_stacked_spans_relations_chains_and_an_emoji()
    {
        const string Tsv =
            "#FORMAT=WebAnno TSV 3.3\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n#T_SP=webanno.custom.Flag\n"
            + "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation\n#T_RL=webanno.custom.Rel|label|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity\n\n\n"
            + "#Text=😀 Anna Smith saw her in Rome.\n1-1\t0-2\t😀\t_\t_\t_\t_\t_\t_\t_\t\n1-2\t3-7\tAnna\t*[1]|http://x/y[2]\tPER[1]|NAME[2]\t*\tname[1]\tcoref->1-1\t_\t_\t\n"
            + "1-3\t8-13\tSmith\t*[1]\tPER[1]\t_\t_\t_\t_\t_\t\n1-4\t14-17\tsaw\t_\t_\t_\t_\t_\t_\t_\t\n1-5\t18-21\ther\t_\t_\t_\tpr[1]\t*->1-2\t_\t_\t\n"
            + "1-6\t22-24\tin\t_\t_\t_\t_\t_\t_\t_\t\n1-7\t25-29\tRome\t*\tLOC\t_\t_\t_\tin\\_place\t1-2[1_0]\t\n1-8\t29-30\t.\t_\t_\t_\t_\t_\t_\t_\t\n\n"
            + "#Text=Next.\n2-1\t31-35\tNext\t_\t_\t_\t_\t_\t_\t_\t\n2-2\t35-36\t.\t_\t_\t_\t_\t_\t_\t_\t\n";
        (AnnotatedDocument[] documents, IReadOnlyList<Finding> findings) = Read("w.tsv", Tsv, "webanno");
        AnnotatedDocument document = documents.Single();
        Assert.Equal("😀 Anna Smith saw her in Rome.\nNext.", document.Text);
        Assert.Equal(
            ["PER Anna Smith", "NAME Anna", "Flag Anna", "CoreferenceLink Anna", "CoreferenceLink her", "LOC Rome"],
            document.Spans.Select(s => $"{s.Type} {s.Surface(document.Points)}")
        );
        Assert.Equal("http://x/y", document.Spans[1].Normalisations.Single().Code);
        Relation relation = document.Relations.Single();
        Assert.Equal(
            ("in_place", "T1", "T6"),
            (relation.Type, relation.Arguments[0].Target, relation.Arguments[1].Target)
        );
        Assert.Equal(["T4", "T5"], document.Chains.Single().Spans);
        Assert.Empty(findings);
    }

    [Fact]
    public void Xmi_of_DKPro_with_a_relation_a_chain_and_UTF16()
    {
        const string Xmi =
            "<?xml version=\"1.0\"?><xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" xmlns:type=\"http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore\" "
            + "xmlns:custom=\"http:///webanno/custom.ecore\" xmlns:seg=\"http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore\" xmlns:meta=\"http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore\" xmi:version=\"2.0\"><cas:NULL xmi:id=\"0\"/>"
            + "<meta:DocumentMetaData xmi:id=\"2\" sofa=\"1\" begin=\"0\" end=\"18\" documentId=\"note-7\"/><seg:Token xmi:id=\"9\" sofa=\"1\" begin=\"3\" end=\"8\"/>"
            + "<type:NamedEntity xmi:id=\"5\" sofa=\"1\" begin=\"3\" end=\"8\" value=\"Finding\" identifier=\"SNOMEDCT:386661006\"/><type:NamedEntity xmi:id=\"6\" sofa=\"1\" begin=\"12\" end=\"17\" value=\"Finding\"/>"
            + "<custom:Cause xmi:id=\"7\" sofa=\"1\" begin=\"12\" end=\"17\" label=\"because\" Governor=\"5\" Dependent=\"6\"/>"
            + "<cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text\" sofaString=\"😀 fever and&#xA;cough.\"/><cas:View sofa=\"1\" members=\"2 5 6 7 9\"/></xmi:XMI>";
        (AnnotatedDocument[] documents, _) = Read("x.xmi", Xmi, "xmi");
        AnnotatedDocument document = documents.Single();
        Assert.Equal("note-7", document.Id);
        Assert.Equal(["Finding 2-7 fever", "Finding 11-16 \ncoug"], Said(document));
        Assert.Equal("386661006", document.Spans[0].Normalisations.Single().Code);
        Assert.Equal("because", document.Relations.Single().Type);
    }

    [Theory]
    [InlineData(
        "{\"id\": 1, \"text\": \"No 😀 fever\", \"labels\": [[5, 10, \"F\"]]}\n{\"id\": 2, \"text\": \"ok\", \"labels\": []}\n",
        "F 5-10 fever",
        ""
    )]
    [InlineData(
        "{\"id\": 1, \"text\": \"No 😀 fever\", \"label\": [[5, 10, \"F\"]], \"meta\": {\"a\": \"b\"}}",
        "F 5-10 fever",
        ""
    )]
    [InlineData(
        "[{\"id\": 1, \"text\": \"No 😀 fever\", \"entities\": [{\"id\": 7, \"label\": \"F\", \"start_offset\": 5, \"end_offset\": 10}, {\"id\": 8, \"label\": \"N\", \"start_offset\": 0, \"end_offset\": 2}], \"relations\": [{\"id\": 1, \"from_id\": 8, \"to_id\": 7, \"type\": \"negates\"}], \"Comments\": [\"hm\"]}]",
        "F 5-10 fever|N 0-2 No",
        "negates"
    )]
    public void Doccano_in_its_styles(string json, string spans, string relations)
    {
        (AnnotatedDocument[] documents, _) = Read("d.jsonl", json, "doccano");
        Assert.Equal(spans, string.Join('|', Said(documents[0])));
        Assert.Equal(relations, string.Join('|', documents[0].Relations.Select(r => r.Type)));
    }

    [Fact]
    public void Label_Studio_counts_UTF16_and_keeps_every_readers_annotation()
    {
        const string Json =
            "[{\"id\": 12, \"data\": {\"note\": \"No 😀 fever\"}, \"annotations\": [{\"completed_by\": 3, \"result\": ["
            + "{\"id\": \"a\", \"type\": \"labels\", \"from_name\": \"l\", \"value\": {\"start\": 6, \"end\": 11, \"text\": \"fever\", \"labels\": [\"F\"]}}, {\"id\": \"b\", \"type\": \"labels\", \"value\": {\"start\": 0, \"end\": 2, \"text\": \"No\", \"labels\": [\"N\"]}},"
            + "{\"id\": \"a\", \"type\": \"choices\", \"from_name\": \"status\", \"value\": {\"start\": 6, \"end\": 11, \"choices\": [\"absent\"]}},"
            + "{\"type\": \"relation\", \"from_id\": \"a\", \"to_id\": \"b\", \"direction\": \"left\", \"labels\": [\"negates\"]}, {\"id\": \"c\", \"type\": \"choices\", \"from_name\": \"quality\", \"value\": {\"choices\": [\"good\"]}}]},"
            + "{\"completed_by\": {\"id\": 4}, \"result\": []}, {\"was_cancelled\": true, \"result\": []}]}]";
        (AnnotatedDocument[] documents, _) = Read("l.json", Json, "labelstudio");
        Assert.Equal(["12@3", "12@4"], documents.Select(d => d.Id));
        Assert.Equal(["F 5-10 fever", "N 0-2 No"], Said(documents[0]));
        Assert.Equal(new NamedValue("status", "absent"), documents[0].Spans[0].Attributes.Single());
        Assert.Equal("b", documents[0].Relations.Single().Arguments[0].Target);
        Assert.Equal(new NamedValue("quality", "good"), documents[0].Answers.Single());
    }

    [Fact]
    public void Prodigy_spans_can_give_their_tokens_alone()
    {
        const string Json =
            "{\"text\": \"No 😀 fever\", \"tokens\": [{\"text\": \"No\", \"start\": 0, \"end\": 2, \"id\": 0}, {\"text\": \"😀\", \"start\": 3, \"end\": 4, \"id\": 1}, {\"text\": \"fever\", \"start\": 5, \"end\": 10, \"id\": 2}], "
            + "\"spans\": [{\"token_start\": 2, \"token_end\": 2, \"label\": \"F\"}, {\"start\": 0, \"end\": 2, \"label\": \"N\"}], \"relations\": [{\"head\": 0, \"child\": 2, \"label\": \"negates\"}], \"answer\": \"reject\", \"_input_hash\": 5}\n"
            + "{\"text\": \"broken\", \"spans\": [}\n";
        (AnnotatedDocument[] documents, IReadOnlyList<Finding> findings) = Read("p.jsonl", Json, "prodigy");
        Assert.Equal(["F 5-10 fever", "N 0-2 No"], Said(documents.Single()));
        Assert.Equal("T2", documents[0].Relations.Single().Arguments[0].Target);
        Assert.Equal(new NamedValue("answer", "reject"), documents[0].Answers.Single());
        Assert.Equal((FindingGrade.LeftOut, 2L), (findings.Single().Grade, findings.Single().Line));
    }

    [Fact]
    public void A_broken_file_among_many_is_told_and_the_rest_goes_on()
    {
        Dictionary<string, string> files = new()
        {
            ["a.ann"] = "T1 no tabs",
            ["a.txt"] = "fever",
            ["b.ann"] = "T1\tF 0 5\tfever\n",
            ["b.txt"] = "fever",
            ["c.json"] = "{\"text\": ",
            ["README.md"] = "words",
        };
        Findings findings = new();
        AnnotatedDocument[] documents =
        [
            .. new DocumentReading(findings, ReadingChoices.Default).Read(
                files.Select(f => new TextSource(f.Key, f.Value, n => files.GetValueOrDefault(n))),
                null,
                alone: false
            ),
        ];
        Assert.Equal(["b"], documents.Select(d => d.Id));
        Assert.Equal(
            ["a.ann LeftOut", "c.json LeftOut", "README.md Note"],
            findings.All.Select(f => $"{f.Path} {f.Grade}")
        );
    }
}
