using Overread.Ledger.Bundles.Statements;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Releases.Bundle;
using Overread.Server.Features.Releases.Population;
using Overread.Server.Features.Releases.Report;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>What a regulator reads first: privacy, quality, population, reference standard, checklists, and the report.</summary>
internal sealed class RegulatorPapers
{
    private readonly BundleContent _content;
    private readonly ReleaseEvidence _evidence;
    private readonly AgreementView _agreement;
    private readonly ReadingFacts _reading;
    private readonly ReleasedRatings _ratings;
    private readonly ReaderQuality _readers;
    private readonly SubgroupQuality _subgroups;
    private readonly PopulationQuality _population;
    private readonly CorrectionLog _corrections;
    private readonly PopulationFlow _flow;
    private Printed? _printed;

    // What prints sentences is made once the tables that they are computed from are written.
    private sealed record Printed(
        StatementBook Book,
        PrivacyPapers Privacy,
        ReferenceStandard Standard,
        InstructionsForUse Instructions,
        ReleaseReport Report
    );

    public RegulatorPapers(BundleContent content, AgreementView agreement, ReadLease read)
    {
        _content = content;
        _agreement = agreement;
        _evidence = ReleaseEvidence.Load(read, content);
        _ratings = new(content);
        _readers = new(_ratings);
        _subgroups = new(content, _ratings);
        _population = new(content, _ratings);
        _corrections = new(content.Protocol, _evidence);
        _flow = new(content, _ratings, _evidence);
        _reading = ReadingFacts.Load(read.Connection, read.Record, content, _ratings);
    }

    /// <summary>The tables that sentences are computed from.</summary>
    public IEnumerable<(string Path, Func<CsvText> Table)> Tables() =>
        [
            ("labels/individual/reading.csv", () => _reading.ToCsv(_ratings)),
            ("privacy/approvals.csv", () => PrivacyPapers.Approvals(_evidence)),
        ];

    /// <summary>Makes the papers with the sentences as they were computed.</summary>
    public void Print(StatementBook book)
    {
        PrivacyPapers privacy = new(_content, _evidence, book);
        ReferenceStandard standard = new(_content, _agreement, _evidence, _reading, privacy, _corrections, _flow, book);
        _printed = new(
            book,
            privacy,
            standard,
            new(_content, _agreement, _population, book),
            new(_content, _agreement, privacy, _readers, _subgroups, _corrections, _flow, standard)
        );
    }

    private bool Rationale => !string.IsNullOrWhiteSpace(_content.Declared.Rationale);

    private Printed Made => _printed ?? throw new InvalidOperationException("Nothing was printed yet.");

    /// <summary>The lines of the bundle's README about these papers.</summary>
    public const string Contents = """
        ## What to read first

        - `report.pdf`: a copy for people, with the figures of the files beside it
        - `fda/reference-standard.md`: the reference standard in fifteen items, with the places of the events it is made from
        - `privacy/README.md` (`deidentification.json`; `elements.csv` where files were received): what was done to the data before anybody read them
        - `population/flow.md` (`flow.json`): from what was received to what is released; what is missing, and why;
          `by-split.csv`: what is in each split; `traits.csv`, `by-label.csv`: sex, age, site and device by split and by label,
          and why what is missing is; `target.csv`: the population that was aimed at beside the one that came. Groups of fewer
          than 11 subjects are not named
        - `labels/dictionary.csv`: what each label is taken to measure, what it is not, and how bad a wrong one is;
          `ai-act/instructions-for-use.md` (`.json`): the facts of the data that instructions for use have to give
        - `quality/by-reader.csv`: work of each reader, agreement with the released label and with the other readers;
          `quality/by-subgroup.csv`: prevalence and agreement within splits, kinds, modalities and batches (groups under 11
          items are marked small); `quality/by-population.csv`: how often each label is given and how far readers agree in each
          named group, compared with the rest and corrected for the number of comparisons (Holm); `quality/corrections.csv`: everything that was put right. All over the released items
        - `checklists/claim.csv`, `checklists/stard-ai.csv`: where the items on labels of CLAIM 2024 and STARD-AI are answered;
          beside them METRIC, STANDING Together, Healthsheet, and the task by the topics of YY/T 1833.3

        Intervals take items as independent of each other; where a subject has several items they are too narrow.

        """;

    /// <summary>The human copy.</summary>
    /// <param name="path">Where the PDF goes.</param>
    /// <param name="key">The verifier key by which the record is signed.</param>
    public void WriteReport(string path, string key)
    {
        using FileStream file = File.Create(path);
        Made.Report.Write(file, key);
    }

    /// <summary>Path and text of each paper.</summary>
    public IEnumerable<KeyValuePair<string, string>> Files(Func<object, string> json) =>
        Pages(json).Select(p => new KeyValuePair<string, string>(p.Path, p.Text));

    private IEnumerable<(string Path, string Text)> Pages(Func<object, string> json)
    {
        yield return ("privacy/README.md", Made.Privacy.Readme());
        yield return ("privacy/deidentification.json", json(Made.Privacy.ToJson()));
        if (Made.Privacy.Batches.Count > 0)
        {
            yield return ("privacy/elements.csv", PrivacyPapers.Elements(_evidence));
        }

        yield return ("quality/by-reader.csv", _readers.ToCsv());
        yield return ("quality/by-subgroup.csv", _subgroups.ToCsv());
        yield return (PopulationQuality.Name, _population.ToCsv());
        yield return (InstructionsForUse.JsonName, json(Made.Instructions.ToJson()));
        yield return (InstructionsForUse.TextName, Made.Instructions.ToMarkdown());
        yield return ("quality/corrections.csv", _corrections.ToCsv());
        yield return ("population/flow.json", json(_flow.ToJson()));
        yield return ("population/flow.md", _flow.ToMarkdown(_content, _evidence));
        yield return ("population/by-split.csv", PopulationTables.BySplit(_content));
        yield return ("fda/reference-standard.md", Made.Standard.ToMarkdown());
        yield return ("checklists/claim.csv", ReportingChecklists.Claim(Made.Book, Rationale));
        yield return ("checklists/stard-ai.csv", ReportingChecklists.StardAi(Made.Book, Rationale));
        foreach ((string, string) card in DatasetCards.Of(Made.Book))
        {
            yield return card;
        }
    }
}
