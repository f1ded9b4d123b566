using System.CommandLine;
using Overread.Cli.Deidentification;
using Overread.Cli.Dicom;
using Overread.Cli.Quality;
using Overread.Cli.Quality.Masks;
using Overread.Cli.Quality.Studies;
using Overread.Cli.Server;
using Overread.Cli.Text;

namespace Overread.Cli;

/// <summary>Every command of the tool, in the order in which help shows them.</summary>
internal static class CommandList
{
    /// <summary>Creates the commands. One line per command; a command lives in a file of its own.</summary>
    internal static IEnumerable<Command> All() =>
        [
            DemoCommand.Create(),
            ServeCommand.Create(),
            ImportCommand.Create(),
            ExportCommand.Create(),
            ReleaseCommand.Create(),
            SubjectCommand.Create(),
            ProjectCommand.Create(),
            ProtocolCommand.Create(),
            TokenCommand.Create(),
            RehearseCommand.Create(),
            VerifyCommand.Create(),
            AuditCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            DrillCommand.Create(),
            SbomCommand.Create(),
            DeidentifyCommand.Create(),
            DeidentifyTextCommand.Create(),
            PatientsCommand.Create(),
            KeyCommand.Create(),
            DicomCommand.Create(),
            TextCommand.Create(),
            TermsCommand.Create(),
            AgreementCommand.Create(),
            MarksCommand.Create(),
            DriftCommand.Create(),
            ConsensusCommand.Create(),
            FuseMasksCommand.Create(),
            CompareMasksCommand.Create(),
            LabelIssuesCommand.Create(),
            LabelReportCommand.Create(),
            NearDuplicatesCommand.Create(),
            ReaderStudyCommand.Create(),
            FrocCommand.Create(),
            SampleSizeCommand.Create(),
            WeakLabelsCommand.Create(),
            LabelReportsCommand.Create(),
        ];
}
