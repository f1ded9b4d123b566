using Overread.Text.Documents;
using Overread.Text.Formats;

namespace Overread.Text.Tests;

/// <summary>NCBI disease and BC5CDR through every format.</summary>
public sealed class SharedCorpora
{
    private static readonly WritingChoices s_writing = new(new DateTimeOffset(2026, 11, 29, 0, 0, 0, TimeSpan.Zero));

    internal static string? Folder()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            foreach (
                string shared in (string[])
                    [
                        Path.Combine(folder, "shared/data/text_annotated"),
                        Path.Combine(folder, "../shared/data/text_annotated"),
                    ]
            )
            {
                if (Directory.Exists(shared))
                {
                    return shared;
                }
            }
        }

        return null;
    }

    internal static List<AnnotatedDocument> Read(string path, Findings findings)
    {
        string folder = Folder() ?? "";
        Assert.SkipWhen(folder.Length == 0, "The corpora of shared/data/text_annotated are not there.");
        string at = Path.Combine(folder, path);
        IEnumerable<string> files = Directory.Exists(at)
            ? Directory.EnumerateFiles(at, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : [at];
        return
        [
            .. new DocumentReading(findings, ReadingChoices.Default).Read(
                files.Select(f => new TextSource(
                    f,
                    File.ReadAllText(f),
                    n =>
                        File.Exists(Path.Combine(Path.GetDirectoryName(f)!, n))
                            ? File.ReadAllText(Path.Combine(Path.GetDirectoryName(f)!, n))
                            : null
                )),
                null,
                alone: !Directory.Exists(at)
            ),
        ];
    }

    [Theory]
    [InlineData("ncbi-disease/standoff/devel", 100, 787, 811, 0)]
    [InlineData("ncbi-disease/original-data/devel/NCBIdevelopset_corpus.txt", 100, 787, 811, 0)]
    [InlineData("ncbi-disease/conll/devel.tsv", 1, 787, 0, 0)]
    [InlineData("BC5CDR/CDR_sample.txt", 50, 925, 931, 124)]
    [InlineData("BC5CDR/data/test/CDR_sample.test.CID.BioC.xml", 50, 871, -1, 681)]
    [InlineData("BC5CDR/data/test/CDR_sample.test.CID.PubTator", 50, 871, -1, 681)]
    [InlineData("BC5CDR/data/test/CDR_sample.test.DNER.BioC.xml", 50, 408, -1, 0)]
    [InlineData("BC5CDR/data/test/CDR_sample.test.DNER.PubTator", 50, 408, -1, 0)]
    public void A_corpus_is_read_whole_and_goes_through_every_format(
        string path,
        int documents,
        int spans,
        int codes,
        int relations
    )
    {
        Findings findings = new();
        List<AnnotatedDocument> read = Read(path, findings);
        Assert.DoesNotContain(findings.All, f => f.Grade != FindingGrade.Note);
        Assert.Equal(documents, read.Count);
        Assert.Equal(spans, read.Sum(d => d.Spans.Count));
        Assert.Equal(relations, read.Sum(d => d.Relations.Count));
        if (codes >= 0)
        {
            Assert.Equal(codes, read.Sum(d => d.Spans.Sum(s => s.Normalisations.Count)));
        }

        Dictionary<string, string[]> may = new()
        {
            ["pubtator"] = ["names of codes", "white space", "relations", "attributes", "passages"],
            ["conll"] =
            [
                "normalisations",
                "names of codes",
                "attributes",
                "relations",
                "spans",
                "white space",
                "passages",
            ],
            ["webanno"] = ["relations", "passages"],
        };
        foreach (ITextFormat format in TextFormats.All)
        {
            LossReport report = new(format);
            read.ForEach(d => report.Check(d, s_writing));
            Assert.Equal(
                [],
                report
                    .Losses.Where(l => !(may.GetValueOrDefault(format.Name) ?? []).Contains(l.Aspect))
                    .Select(l => $"{format.Name} loses {l.Count} {l.Aspect}: {l.Examples[0]}")
            );
        }
    }

    [Theory]
    [InlineData("BC5CDR/data/test/CDR_sample.test.CID.BioC.xml", "BC5CDR/data/test/CDR_sample.test.CID.PubTator")]
    [InlineData("BC5CDR/data/test/CDR_sample.test.DNER.BioC.xml", "BC5CDR/data/test/CDR_sample.test.DNER.PubTator")]
    public void The_same_corpus_in_two_formats_has_the_same_marks(string one, string other)
    {
        Findings findings = new();
        Dictionary<string, AnnotatedDocument> second = Read(other, findings).ToDictionary(d => d.Id);
        List<string> losses = [];
        foreach (AnnotatedDocument document in Read(one, findings))
        {
            losses.AddRange(
                DocumentComparison
                    .Losses(document, second.GetValueOrDefault(document.Id))
                    .Select(l => $"{l.Aspect}: {l.Example}")
            );
        }

        // PubTator leaves out some terminologies that BioC names.
        Assert.Equal(
            [],
            losses.Where(l =>
                !l.StartsWith("relations", StringComparison.Ordinal)
                && !l.StartsWith("normalisations", StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public void Ncbi_disease_has_the_same_spans_in_brat_and_PubTator()
    {
        Findings findings = new();
        Dictionary<string, AnnotatedDocument> pubtator = Read(
                "ncbi-disease/original-data/devel/NCBIdevelopset_corpus.txt",
                findings
            )
            .ToDictionary(d => d.Id);
        foreach (AnnotatedDocument brat in Read("ncbi-disease/standoff/devel", findings))
        {
            Assert.Equal(
                brat.Spans.Select(s => (s.Type, s.Start, s.End)).Order(),
                pubtator[brat.Id].Spans.Select(s => (s.Type, s.Start, s.End)).Order()
            );
        }
    }
}
