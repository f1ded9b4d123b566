using System.Diagnostics;

namespace Overread.Cli.Native;

/// <summary>
/// The tool with everything in it. It is asked for what this program leaves out: plans in files, whose reader asks types for their
/// members, and text in pictures, whose networks are larger than everything else together.
/// </summary>
internal static class WholeTool
{
    /// <summary>True where the words ask for what only the whole tool does.</summary>
    public static bool IsNeededFor(IReadOnlyList<string> words)
    {
        for (int i = 0; i < words.Count && words[i] != "--"; i++)
        {
            (string name, string? value) =
                words[i].IndexOfAny(['=', ':']) is var at && at > 0
                    ? (words[i][..at], words[i][(at + 1)..])
                    : (words[i], i + 1 < words.Count ? words[i + 1] : null);
            if (name is "--plan" || (name is "--pixels" && value is not "none"))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Runs it with the same streams; its exit code.</summary>
    /// <exception cref="CommandFailedException">It lies nowhere near, or does not start.</exception>
    public static int Run(IEnumerable<string> arguments)
    {
        string tool = Path.Combine(AppContext.BaseDirectory, "overread.dll");
        if (!File.Exists(tool))
        {
            Console.Error.WriteLine(
                "overread-deidentify: --plan and --pixels need the whole tool, and overread.dll does not lie beside this program. "
                    + "Run overread deidentify, or put this program into the folder of the tool."
            );
            return 2;
        }

        ProcessStartInfo start = new("dotnet", [tool, .. arguments]);
        using Process process =
            Process.Start(start)
            ?? throw new CommandFailedException("dotnet did not start, which runs the whole tool.");
        process.WaitForExit();
        return process.ExitCode;
    }
}
