using System.CommandLine;

namespace Overread.Cli.Dicom;

/// <summary><c>overread dicom …</c>: looking at files and changing their encoding.</summary>
internal static class DicomCommand
{
    internal static Command Create() =>
        new("dicom", "Look at DICOM files, check them, change their encoding.")
        {
            DumpCommand.Create(),
            ValidateCommand.Create(),
            TranscodeCommand.Create(),
            AnonCheckCommand.Create(),
            SurveyCommand.Create(),
            RiskCommand.Create(),
            LeakBoundCommand.Create(),
        };
}
