using System.CommandLine;
using Overread.Server.Composition;

namespace Overread.Cli.Server;

/// <summary><c>overread sbom</c>: what this program consists of, as releases have it.</summary>
internal static class SbomCommand
{
    public static Command Create()
    {
        Option<string?> output = new("--out") { Description = "The file. Default: standard output." };
        Command command = new("sbom", "Print the bill of materials of this program (CycloneDX 1.6 JSON).") { output };
        command.SetAction(
            async (parsed, cancel) =>
            {
                if (parsed.GetValue(output) is { } path)
                {
                    await File.WriteAllTextAsync(path, SoftwareBill.Text, cancel);
                }
                else
                {
                    Console.Out.Write(SoftwareBill.Text);
                }

                return 0;
            }
        );
        return command;
    }
}
