using Overread.Text.Formats;
using Overread.Text.Terminology;
using Overread.Text.Terminology.Files;

namespace Overread.Text.Tests;

public sealed class TerminologyTests
{
    private static TermIndex Index(params (string Code, string Text)[] terms)
    {
        TermIndexBuilder builder = new();
        foreach ((string code, string text) in terms)
        {
            builder.Add(new(code, text, true));
        }

        using MemoryStream stream = new();
        builder.Write(stream, "TEST", "1", [new("a.csv", "00")]);
        return TermIndex.Open(stream.ToArray());
    }

    private static readonly TermIndex s_small = Index(
        ("I21.9", "Acute myocardial infarction, unspecified"),
        ("I21.9", "Heart attack"),
        ("I25.2", "Old myocardial infarction"),
        ("E11.9", "Type 2 diabetes mellitus without complications"),
        ("E10.9", "Type 1 diabetes mellitus without complications"),
        ("K50.90", "Crohn's disease, unspecified, without complications"),
        ("H81.0", "Ménière's disease"),
        ("R05", "Cough"),
        ("J45.909", "Asthma"),
        ("M35.0", "Sjögren syndrome")
    );

    [Theory]
    [InlineData("infarction myocardial acute", "I21.9", TermMatch.Words)]
    [InlineData("myo inf old", "I25.2", TermMatch.Beginnings)]
    [InlineData("heart att", "I21.9", TermMatch.Beginnings)]
    [InlineData("miocardial infraction acute", "I21.9", TermMatch.Corrected)]
    [InlineData("diabtes type 1", "E10.9", TermMatch.Corrected)]
    [InlineData("diabtes type 2", "E11.9", TermMatch.Corrected)]
    [InlineData("crohns disease", "K50.90", TermMatch.Words)]
    [InlineData("meniere", "H81.0", TermMatch.Beginnings)]
    [InlineData("sjoegren", "M35.0", TermMatch.Words)]
    [InlineData("i219", "I21.9", TermMatch.Code)]
    [InlineData("E11", "E11.9", TermMatch.Code)]
    [InlineData("ashtma", "J45.909", TermMatch.Corrected)]
    public void What_is_meant_comes_first(string query, string code, TermMatch how)
    {
        TermHit hit = s_small.Search(query)[0];
        Assert.Equal((code, how), (hit.Code, hit.How));
    }

    [Fact]
    public void A_concept_is_found_once_and_shown_by_its_preferred_name()
    {
        TermHit hit = Assert.Single(s_small.Search("heart"));
        Assert.Equal(("Acute myocardial infarction, unspecified", "Heart attack"), (hit.Name, hit.Matched));
        Assert.Empty(s_small.Search("zzzz qqqq"));
        Assert.Empty(s_small.Search("  ,"));
        Assert.Equal("Cough", s_small.NameOf("r05"));
        Assert.Null(s_small.NameOf("R06"));
        Assert.Equal(
            ("TEST", "1", 9, 10),
            (s_small.Edition.Terminology, s_small.Edition.Edition, s_small.Edition.Concepts, s_small.Edition.Terms)
        );
    }

    [Fact]
    public void What_is_no_index_is_refused()
    {
        using MemoryStream stream = new();
        TermIndexBuilder builder = new();
        builder.Add(new("A", "b", true));
        builder.Write(stream, "T", "1", []);
        byte[] bytes = stream.ToArray();
        Assert.Throws<FormatException>(() => TermIndex.Open(bytes.AsMemory(0, bytes.Length - 8)));
        Assert.Throws<FormatException>(() => TermIndex.Open("not an index at all, but some text"u8.ToArray()));
    }

    [Fact]
    public void Typing_errors_are_found_as_by_comparing_every_word()
    {
        Random random = new(5);
        string Word() => new([.. Enumerable.Range(0, 1 + random.Next(9)).Select(_ => (char)('a' + random.Next(4)))]);
        for (int round = 0; round < 400; round++)
        {
            string[] vocabulary = [.. Enumerable.Range(0, 1 + random.Next(40)).Select(_ => Word()).Distinct()];
            string query = Word();
            TermIndex index = Index([.. vocabulary.Select((w, i) => ($"C{i}", w))]);
            int errors =
                query.Length < 4 ? 0
                : query.Length < 8 ? 1
                : 2;
            HashSet<string> found = [.. index.Search(query, 1000).Select(h => h.Name)];
            string[] asTyped = [.. vocabulary.Where(w => w.StartsWith(query, StringComparison.Ordinal))];
            // As somebody types, the beginning of a word is enough; where that fits, slips are not looked for.
            IEnumerable<string> expected =
                asTyped.Length >= 5 || asTyped.Contains(query)
                    ? asTyped
                    : vocabulary
                        .Where(w => Enumerable.Range(0, w.Length + 1).Any(n => Distance(w[..n], query) <= errors))
                        .Union(asTyped);
            Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        }
    }

    private static int Distance(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                d[i, j] =
                    i == 0 ? j
                    : j == 0 ? i
                    : Math.Min(
                        Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1),
                        d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                    );
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }

    [Theory]
    [InlineData(
        "icd10cm",
        "00001 A00     0 Cholera                                                      Cholera\n00002 A000    1 Cholera due to Vibrio cholerae 01, biovar cholerae           Cholera due to Vibrio cholerae 01, biovar cholerae\n",
        "A00 Cholera|A00.0 Cholera due to Vibrio cholerae 01, biovar cholerae"
    )]
    [InlineData(
        "icd10cm",
        "A000    Cholera due to Vibrio\nnonsense\nB20     HIV\n",
        "A00.0 Cholera due to Vibrio|B20 HIV"
    )]
    [InlineData(
        "icd10cm",
        "<ICD10CM.tabular><chapter><name>1</name><section><diag><name>A00</name><desc>Cholera</desc><diag><name>A00.0</name><desc>Classical</desc><inclusionTerm><note>Classical cholera</note></inclusionTerm></diag></diag></section></chapter></ICD10CM.tabular>",
        "A00 Cholera|A00.0 Classical|A00.0 Classical cholera"
    )]
    [InlineData(
        "mrconso",
        "C0000005|ENG|P|L1|PF|S1|Y|A1||M1|D1|MSH|PEN|D012711|(131)I-MAA|0|N|256|\nC0000005|FRE|P|L1|PF|S1|Y|A1||M1|D1|MSH|PEN|D012711|Non|0|N|256|\nC0000005|ENG|S|L1|PF|S1|Y|A1||M1|D1|MSH|PEN|D012711|old|0|O|256|\n",
        "C0000005 (131)I-MAA"
    )]
    [InlineData(
        "rxnorm",
        "161|ENG||||||8||161||RXNORM|IN|161|acetaminophen||N|4096|\n161|ENG||||||9||161||RXNORM|SY|161|APAP||N|4096|\n",
        "161 acetaminophen|161 APAP"
    )]
    [InlineData(
        "loinc",
        "\"LOINC_NUM\",\"COMPONENT\",\"SHORTNAME\",\"LONG_COMMON_NAME\",\"RELATEDNAMES2\"\n\"2345-7\",\"Glucose\",\"Glucose SerPl-mCnc\",\"Glucose [Mass/volume] in Serum or Plasma\",\"Glu; Gluc\"\n",
        "2345-7 Glucose [Mass/volume] in Serum or Plasma|2345-7 Glucose SerPl-mCnc|2345-7 Glucose|2345-7 Glu|2345-7 Gluc"
    )]
    [InlineData("csv", "code;term;synonyms\nX1;Heart;cor|Herz\n", "X1 Heart|X1 cor|X1 Herz")]
    [InlineData(
        "obo",
        "data-version: 2026-01-01\n\n[Term]\nid: HP:1\nname: Fever\nsynonym: \"Raised \\\"temp\\\"\" EXACT []\n\n[Term]\nid: HP:2\nname: Old\nis_obsolete: true\n\n[Typedef]\nid: part_of\nname: part of\n",
        "HP:1 Fever|HP:1 Raised \"temp\""
    )]
    public void Files_are_read_as_they_are_published(string format, string file, string expected)
    {
        Findings findings = new();
        string edition = "";
        string[] read =
        [
            .. TermFiles
                .Read(format, [new("f", () => new StringReader(file))], "en", findings, e => edition = e)
                .Select(e => $"{e.Code} {e.Text}"),
        ];
        Assert.Equal(expected, string.Join('|', read));
        Assert.Equal(file.Contains("nonsense", StringComparison.Ordinal) ? 1 : 0, findings.All.Count);
        Assert.Equal(format == "obo" ? "2026-01-01" : "", edition);
    }

    [Fact]
    public void Snomed_leaves_out_what_is_retired_and_knows_what_is_preferred()
    {
        const string Descriptions =
            "id\teffectiveTime\tactive\tmoduleId\tconceptId\tlanguageCode\ttypeId\tterm\tcaseSignificanceId\n11\t20260101\t1\tm\t1\ten\t900000000000003001\tFever (finding)\tc\n12\t20260301\t1\tm\t1\ten\t900000000000013009\tFever\tc\n13\t20250101\t0\tm\t1\ten\t900000000000013009\tHot\tc\n14\t20250101\t1\tm\t2\ten\t900000000000013009\tGone\tc\n15\t20250101\t1\tm\t1\tes\t900000000000013009\tFiebre\tc\n";
        const string Concepts =
            "id\teffectiveTime\tactive\tmoduleId\tdefinitionStatusId\n1\t20260101\t1\tm\td\n2\t20260101\t0\tm\td\n";
        const string Refset =
            "id\teffectiveTime\tactive\tmoduleId\trefsetId\treferencedComponentId\tacceptabilityId\nx\t20260101\t1\tm\tr\t12\t900000000000548007\n";
        string edition = "";
        TermEntry[] read =
        [
            .. TermFiles.Read(
                "snomed-rf2",
                [
                    new("d", () => new StringReader(Descriptions)),
                    new("c", () => new StringReader(Concepts)),
                    new("l", () => new StringReader(Refset)),
                ],
                "en",
                new Findings(),
                e => edition = e
            ),
        ];
        Assert.Equal([new("1", "Fever (finding)", false), new TermEntry("1", "Fever", true)], read);
        Assert.Equal("20260301", edition);
    }
}
