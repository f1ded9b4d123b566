using System.CommandLine;
using Overread.Dicom;
using Overread.Dicom.Validation;

namespace Overread.Cli.Dicom;

/// <summary><c>overread dicom validate FILE…</c>: findings, one per line.</summary>
internal static class ValidateCommand
{
    internal static Command Create()
    {
        Argument<string[]> paths = new("files") { Description = "DICOM files", Arity = ArgumentArity.OneOrMore };
        Command command = new("validate", "Say what is wrong with files; never shows a value.") { paths };
        command.SetAction(parsed =>
            FileErrors.Guarded(
                "validate",
                () =>
                {
                    int bad = 0;
                    foreach (string path in parsed.GetValue(paths)!)
                    {
                        using DicomFile file = DicomFile.Read(path);
                        IReadOnlyList<Finding> findings = DatasetValidator.Validate(file);
                        bad += findings.Count > 0 ? 1 : 0;
                        Console.Out.WriteLine($"{path}: {findings.Count} findings");
                        foreach (Finding finding in findings)
                        {
                            Console.Out.WriteLine($"  {finding}");
                        }
                    }

                    return bad == 0 ? 0 : 1;
                }
            )
        );
        return command;
    }
}
