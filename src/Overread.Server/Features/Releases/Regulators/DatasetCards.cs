using Overread.Ledger.Bundles.Statements;
using Row = Overread.Server.Features.Releases.Regulators.ReportingChecklists.Row;

namespace Overread.Server.Features.Releases.Regulators;

/// <summary>
/// Cards of the dataset, each a table of what a framework asks, in words of our own, with where in the bundle the answer is or
/// why it is unknown: METRIC (the fifteen dimensions of Schwabe et al., npj Digital Medicine 2024), STANDING Together (2024), Healthsheet
/// (Rostamzadeh et al., FAccT 2022), and the task description after YY/T 1833.3-2022 by its topics, not its clause numbers.
/// </summary>
internal static class DatasetCards
{
    private static readonly Row[] MetricRows =
    [
        new(
            "measurement: device error",
            "how far the devices that recorded the data err",
            null,
            "unknown, because no calibration of a source device is recorded; items.csv names maker and model where the data say them"
        ),
        new(
            "measurement: human error",
            "how far people err who labelled",
            "quality/by-reader.csv; quality/agreement.csv",
            null,
            "reads.per-item",
            "reads.once"
        ),
        new(
            "measurement: completeness",
            "what is missing, and why",
            "population/flow.md; quality/indeterminate.csv",
            null,
            "labels.complete",
            "labels.silence"
        ),
        new(
            "measurement: credibility of the source",
            "where data and labels come from, and who stands for them",
            "prov.json; people/annotators.csv",
            null,
            "reads.origin",
            "readers.register",
            "gate.approval"
        ),
        new(
            "timeliness",
            "how old data and labels are",
            "labels/individual/reads.csv",
            "unknown, because dates of the data are moved by patient; the times of the labels are those of the record",
            "items.withdrawn"
        ),
        new(
            "representativeness: variety",
            "which subjects, devices and sites there are",
            "population/by-split.csv; population/traits.csv; quality/by-subgroup.csv",
            null,
            "population.traits",
            "population.target"
        ),
        new(
            "representativeness: depth",
            "how much there is of each group",
            "population/by-split.csv; splits.csv",
            null,
            "splits.disjoint"
        ),
        new("representativeness: balance of classes", "how often each answer occurs", "quality/agreement.json", null),
        new(
            "informativeness: understandability",
            "whether people can tell what each value means",
            "README.md; labels/dictionary.csv; protocol/guideline.md; protocol/protocol.json",
            null,
            "labels.meaning"
        ),
        new("informativeness: redundancy", "what stands there twice", "leakage-report.json", null, "splits.contents"),
        new(
            "informativeness: missing that tells",
            "whether that something is missing tells of the answer",
            "quality/indeterminate.csv",
            null,
            "labels.silence"
        ),
        new(
            "informativeness: weight of features",
            "which feature matters to the task",
            null,
            "unknown, because the platform trains no model for the task"
        ),
        new(
            "consistency: by rule",
            "whether every value keeps the rules of the protocol",
            "labels/consensus/labels.csv; protocol/protocol.json",
            null,
            "labels.consensus",
            "protocol.rule"
        ),
        new(
            "consistency: logical",
            "whether values contradict each other",
            "statements.json",
            null,
            "labels.complete",
            "reads.kept"
        ),
        new(
            "consistency: of distributions",
            "whether parts and groups are alike",
            "population/by-split.csv; population/by-label.csv; quality/by-subgroup.csv; quality/by-population.csv",
            null
        ),
    ];

    private static readonly Row[] TaskRows =
    [
        new("task", "what is annotated, for which purpose", "README.md; protocol/protocol.json", null),
        new(
            "data",
            "which data, how many, how they were prepared and de-identified",
            "items.csv; population/flow.md; privacy/README.md",
            null,
            "gate.passed"
        ),
        new(
            "people",
            "who annotates, reviews and decides, with training and qualification",
            "people/annotators.csv",
            null,
            "readers.roles",
            "readers.register",
            "adjudication.people"
        ),
        new(
            "rules",
            "the rules of annotation and their version",
            "protocol/guideline.md; protocol/protocol.json",
            null,
            "protocol.rule"
        ),
        new(
            "flow",
            "the order of annotation, review and decision",
            "fda/reference-standard.md; labels/adjudication.csv",
            null,
            "reads.per-item",
            "reads.blind",
            "reads.order"
        ),
        new(
            "tools",
            "with what it was annotated, and which suggestions were shown",
            "software/platform.json; software/sbom.cdx.json",
            null,
            "assistance.suggestions"
        ),
        new(
            "environment",
            "on which display it was read",
            "fda/reference-standard.md",
            "unknown, because make and calibration of a display are not recorded; how wide the pictures stood on it is"
        ),
        new(
            "quality characteristics",
            "accuracy, agreement and completeness of annotations",
            "quality/agreement.csv; quality/by-reader.csv; quality/indeterminate.csv",
            null,
            "labels.complete"
        ),
        new(
            "quality control",
            "what was looked at twice and what was corrected",
            "quality/corrections.csv; labels/adjudication.csv",
            null,
            "reads.once"
        ),
        new(
            "evaluation",
            "how the annotation was judged against what was asked",
            "quality/agreement.csv; quality/by-subgroup.csv",
            null
        ),
        new(
            "traceability",
            "from a released label to reads, people and events",
            "prov.json; labels/individual/reads.csv",
            null,
            "labels.consensus"
        ),
        new("archive", "what is kept, in which form, and how it is verified", "VERIFY.md; statements.json", null),
    ];

    private static readonly Row[] StandingRows =
    [
        new("summary", "what the dataset is in plain words", "README.md", null),
        new("motivation", "why it was made, for whom", "README.md; datasheet.md", null),
        new(
            "origin",
            "where the data came from, and by whom they were collected",
            "items.csv; population/traits.csv; privacy/README.md",
            "unknown, because who collected the data is not recorded",
            "gate.passed",
            "population.traits"
        ),
        new(
            "population aimed at",
            "whom the data should stand for",
            "population/target.csv",
            null,
            "population.target"
        ),
        new(
            "population found",
            "whom they do stand for, by group",
            "population/traits.csv; population/by-label.csv; quality/by-population.csv",
            "unknown, because the platform does not record race and ethnicity",
            "population.traits"
        ),
        new(
            "groups at risk",
            "for which groups it may fail",
            "quality/by-subgroup.csv",
            "unknown, because groups at risk are not named by the project"
        ),
        new(
            "categorisation",
            "how groups were made, and by whom they were stated",
            null,
            "unknown, because attributes of people are not recorded"
        ),
        new(
            "missing data",
            "what is missing, by group, and why",
            "population/flow.md; quality/indeterminate.csv",
            null,
            "labels.silence"
        ),
        new(
            "changes to data",
            "what was removed, replaced or blanked",
            "privacy/README.md; privacy/deidentification.json",
            null,
            "gate.approval"
        ),
        new(
            "labels",
            "how labels were made, and by whom",
            "fda/reference-standard.md; people/annotators.csv",
            null,
            "reads.per-item",
            "readers.register"
        ),
        new(
            "bias of labels",
            "how labels differ by reader and group",
            "quality/by-reader.csv; quality/by-subgroup.csv",
            null,
            "reads.blind"
        ),
        new("quality control", "how errors were found and met", "quality/corrections.csv; leakage-report.json", null),
        new(
            "use",
            "what it may be used for, and what not",
            "README.md",
            "unknown, because the project states its purpose and names no use that is ruled out"
        ),
        new(
            "ethics and law",
            "basis, consent, approval",
            "privacy/README.md; datasheet.md",
            "unknown, because approval by an ethics board is not recorded",
            "items.withdrawn"
        ),
        new("versions", "what changed since the last version", "CHANGELOG.md; labels/changes.csv", null, "splits.kept"),
        new(
            "contact",
            "whom to ask",
            null,
            "unknown, because the project names no address; its authors stand in the citation where any were stated"
        ),
    ];

    private static readonly Row[] HealthsheetRows =
    [
        new("general", "purpose, maker, funding", "datasheet.md", "unknown, because funding is not recorded"),
        new("versions", "which versions there are, and what differs", "CHANGELOG.md", null),
        new(
            "inclusion",
            "who was included, and who was left out",
            "population/flow.md; population/accountability.csv",
            null,
            "gate.passed"
        ),
        new(
            "accessibility",
            "whether people with impairments could take part",
            null,
            "unknown, because the platform does not meet patients"
        ),
        new(
            "devices",
            "with which devices data were recorded",
            "items.csv",
            "unknown, because settings of devices are not tabulated"
        ),
        new("challenges", "what went wrong in collection", "population/flow.md; quality/corrections.csv", null),
        new(
            "demographics",
            "sex, age, ethnicity, social circumstances",
            "population/traits.csv",
            "unknown, because the platform does not record ethnicity and social circumstances",
            "population.traits"
        ),
        new(
            "preprocessing",
            "what was done to the data before they were read",
            "privacy/README.md; privacy/deidentification.json",
            null,
            "gate.approval"
        ),
        new(
            "labelling",
            "who labelled what, how, under which rule",
            "fda/reference-standard.md; protocol/guideline.md",
            null,
            "reads.per-item",
            "reads.blind",
            "protocol.rule"
        ),
        new(
            "qualification of labellers",
            "what they are by profession, how long, licensed where",
            "people/annotators.csv",
            null,
            "readers.register"
        ),
        new(
            "disagreement",
            "how far labellers differ, and what became of it",
            "quality/agreement.csv; labels/adjudication.csv",
            null,
            "adjudication.people"
        ),
        new(
            "privacy",
            "how people are protected, and what risk is left",
            "privacy/README.md; privacy/deidentification.json",
            null
        ),
        new(
            "consent and withdrawal",
            "whether consent was given, and how it is taken back",
            "README.md; privacy/README.md",
            "unknown, because what each person consented to is not recorded",
            "items.withdrawn"
        ),
        new(
            "splits",
            "which parts are recommended, and on what they are disjoint",
            "splits.csv; leakage-report.json",
            null,
            "splits.disjoint",
            "splits.test-labels"
        ),
        new(
            "uses",
            "for what it was used, and for what it must not be",
            null,
            "unknown, because uses after the release are not recorded; each download states its purpose in the record"
        ),
        new(
            "maintenance",
            "who maintains it, and how errors are told of",
            "VERIFY.md; CHANGELOG.md",
            "unknown, because the project names no maintainer"
        ),
    ];

    /// <summary>What each card holds, by path.</summary>
    public static IReadOnlyDictionary<string, string> Described { get; } =
        new Dictionary<string, string>
        {
            ["checklists/metric.csv"] =
                "The fifteen dimensions of data quality of METRIC, each with where its figures are or why they are unknown.",
            ["checklists/yy-t-1833-3.csv"] = "The description of the task by the topics of YY/T 1833.3.",
            ["checklists/standing-together.csv"] =
                "What STANDING Together asks of a dataset, answered or unknown and why.",
            ["checklists/healthsheet.csv"] = "The questions of a Healthsheet, answered or unknown and why.",
        };

    /// <summary>Path and text of each card.</summary>
    public static IEnumerable<(string Path, string Text)> Of(StatementBook book) =>
        [
            ("checklists/metric.csv", ReportingChecklists.Csv("METRIC", MetricRows, book)),
            ("checklists/yy-t-1833-3.csv", ReportingChecklists.Csv("YY/T 1833.3", TaskRows, book)),
            ("checklists/standing-together.csv", ReportingChecklists.Csv("STANDING Together", StandingRows, book)),
            ("checklists/healthsheet.csv", ReportingChecklists.Csv("Healthsheet", HealthsheetRows, book)),
        ];
}
