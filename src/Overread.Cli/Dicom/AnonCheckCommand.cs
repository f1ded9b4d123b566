using System.CommandLine;
using Overread.Dicom;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Cli.Dicom;

/// <summary><c>overread dicom anon-check SOURCE OUTPUT</c>: is anything of the source left in the output?</summary>
internal static class AnonCheckCommand
{
    internal static Command Create()
    {
        Argument<string> output = new("output") { Description = "a de-identified file" };
        Option<string?> source = new("--source") { Description = "the file it was made from" };
        Command command = new(
            "anon-check",
            "Search a de-identified file for what the basic profile would take out of it, for shapes of identifiers, and for what its source says. Exit code 4 where something is found."
        )
        {
            output,
            source,
        };
        command.SetAction(parsed =>
            FileErrors.Guarded("anon-check", () => Check(parsed.GetValue(output)!, parsed.GetValue(source)))
        );
        return command;
    }

    private static int Check(string outputPath, string? sourcePath)
    {
        using DicomFile output = DicomFile.Read(outputPath);
        int found = 0;
        if (output.Dataset.GetText(Tags.PatientIdentityRemoved) != "YES")
        {
            Console.Out.WriteLine("marker: (0012,0062) does not say YES");
            found++;
        }

        foreach (string left in Leftovers.Find(output))
        {
            Console.Out.WriteLine($"left: {left}");
            found++;
        }

        foreach (string pattern in ResidualCheck.Patterns(output))
        {
            Console.Out.WriteLine($"shape: {pattern}");
            found++;
        }

        if (sourcePath is not null)
        {
            using DicomFile source = DicomFile.Read(sourcePath);
            DeidentificationPlan plan = new(DeidentificationProfile.Basic, Leftovers.OptionsOf(output.Dataset));
            foreach (string kind in ResidualCheck.Run(source, File.ReadAllBytes(outputPath), plan))
            {
                Console.Out.WriteLine($"of the source: {kind}");
                found++;
            }
        }

        Console.Out.WriteLine(found == 0 ? "nothing found" : $"{found} found");
        return found == 0 ? 0 : 4;
    }
}
