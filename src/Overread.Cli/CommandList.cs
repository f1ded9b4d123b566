using System.CommandLine;
using Overread.Cli.Deidentification;
using Overread.Cli.Dicom;
using Overread.Cli.Learning;
using Overread.Cli.Quality;
using Overread.Cli.Quality.Masks;
using Overread.Cli.Quality.Studies;
using Overread.Cli.Quality.Suggestions;
using Overread.Cli.Quality.Weak;
using Overread.Cli.Server;
using Overread.Cli.Text;
using Overread.Ocr;

namespace Overread.Cli;

/// <summary>The commands of the tool.</summary>
internal static class CommandList
{
    /// <summary>Every name, in the order in which help shows them.</summary>
    internal static IReadOnlyList<string> Names { get; } =
    [
        "demo",
        "serve",
        "import",
        "export",
        "release",
        "subject",
        "charter",
        "held",
        "breach-dossier",
        "accounts",
        "project",
        "training",
        "protocol",
        "token",
        "rehearse",
        "verify",
        "fetch",
        "audit",
        "backup",
        "restore",
        "drill",
        "keys",
        "witness",
        "emergency",
        "sbom",
        "deidentify",
        "deidentify-text",
        "patients",
        "key",
        "dicom",
        "text",
        "terms",
        "agreement",
        "marks",
        "drift",
        "watch-readers",
        "redundancy",
        "consensus",
        "fuse-masks",
        "compare-masks",
        "label-issues",
        "set-report",
        "near-duplicates",
        "reader-study",
        "froc",
        "sample-size",
        "weak-labels",
        "label-reports",
        "learn",
        "suggestions",
        "model",
    ];

    /// <summary>Creates the commands.</summary>
    internal static IEnumerable<Command> All() => Names.Select(name => Create(name)!);

    /// <summary>
    /// Creates what the words need: the one command that they begin with, since making all of them takes longer than many a
    /// command; all where they begin with none, so that help and mistakes are answered with the whole list.
    /// </summary>
    internal static IEnumerable<Command> For(IReadOnlyList<string> words) =>
        words.Count > 0 && Create(words[0]) is { } only ? [only] : All();

    // One line per command; a command lives in a file of its own.
    private static Command? Create(string name) =>
        name switch
        {
            "demo" => DemoCommand.Create(),
            "serve" => ServeCommand.Create(),
            "import" => ImportCommand.Create(),
            "export" => ExportCommand.Create(),
            "release" => ReleaseCommand.Create(),
            "subject" => SubjectCommand.Create(),
            "charter" => CharterCommand.Create(),
            "held" => HeldCommand.Create(),
            "breach-dossier" => BreachCommand.Create(),
            "accounts" => AccountsCommand.Create(),
            "training" => TrainingCommand.Create(),
            "project" => ProjectCommand.Create(),
            "protocol" => ProtocolCommand.Create(),
            "token" => TokenCommand.Create(),
            "rehearse" => RehearseCommand.Create(),
            "verify" => VerifyCommand.Create(),
            "fetch" => FetchCommand.Create(),
            "audit" => AuditCommand.Create(),
            "backup" => BackupCommand.Create(),
            "restore" => RestoreCommand.Create(),
            "drill" => DrillCommand.Create(),
            "keys" => KeysCommand.Create(),
            "witness" => WitnessCommand.Create(),
            "emergency" => EmergencyCommand.Create(),
            "sbom" => SbomCommand.Create(),
            "deidentify" => DeidentifyCommand.Create(PlanFile.Read, () => new OnnxTextEngine()),
            "deidentify-text" => DeidentifyTextCommand.Create(),
            "patients" => PatientsCommand.Create(),
            "key" => KeyCommand.Create(),
            "dicom" => DicomCommand.Create(),
            "text" => TextCommand.Create(),
            "terms" => TermsCommand.Create(),
            "agreement" => AgreementCommand.Create(),
            "marks" => MarksCommand.Create(),
            "drift" => DriftCommand.Create(),
            "watch-readers" => WatchReadersCommand.Create(),
            "redundancy" => RedundancyCommand.Create(),
            "consensus" => ConsensusCommand.Create(),
            "fuse-masks" => FuseMasksCommand.Create(),
            "compare-masks" => CompareMasksCommand.Create(),
            "label-issues" => LabelIssuesCommand.Create(),
            "set-report" => SetReportCommand.Create(),
            "near-duplicates" => NearDuplicatesCommand.Create(),
            "reader-study" => ReaderStudyCommand.Create(),
            "froc" => FrocCommand.Create(),
            "sample-size" => SampleSizeCommand.Create(),
            "weak-labels" => WeakLabelsCommand.Create(),
            "label-reports" => LabelReportsCommand.Create(),
            "learn" => LearnCommand.Create(),
            "suggestions" => SuggestionsCommand.Create(),
            "model" => ModelCommand.Create(),
            _ => null,
        };
}
