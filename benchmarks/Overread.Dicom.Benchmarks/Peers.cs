using System.Diagnostics;
using System.Globalization;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Benchmarks;

/// <summary>Other programs doing the same work, in the same run, on the same files.</summary>
internal static class Peers
{
    /// <summary>Copies files with the system's cp, one process.</summary>
    internal static double Copy(string[] files, string folder) => Run("cp", [.. files, folder]);

    /// <summary>The whole command as a user gives it, start-up included; not a number outside of ./bench.</summary>
    /// <param name="folder">The files.</param>
    /// <param name="output">Where to.</param>
    /// <param name="jobs">Files at once.</param>
    internal static double Command(string folder, string output, int jobs)
    {
        if (Environment.GetEnvironmentVariable("OVERREAD_TOOL") is not { } tool)
        {
            return double.NaN;
        }

        // Builds it where it is not built.
        Run(tool, ["--version"]);
        string key = output + ".key";
        string number = jobs.ToString(CultureInfo.InvariantCulture);
        return Run(tool, ["deidentify", folder, output, "--key", key, "--jobs", number]);
    }

    /// <summary>Removes, empties or replaces every attribute of table E.1-1 in place, one process.</summary>
    internal static double DcmodifyWholeTable(string[] files)
    {
        List<string> arguments = ["-nb", "-ie", "-imt"];
        foreach (uint value in DeidentificationPlan.ListedTags.Order())
        {
            string tag = string.Create(CultureInfo.InvariantCulture, $"({value >> 16:X4},{value & 0xFFFF:X4})");
            ElementDecision decision = new DeidentificationPlan(DeidentificationProfile.Basic).Decide(
                new ElementQuestion(value, "LO", false, IodFamily.Image, null, true, "")
            );
            Vr vr = AttributeRegistry.VrOf(new Tag(value));
            string? dummy = DummyValues.TextOf(vr.ToString());
            switch (decision.Action)
            {
                case ElementAction.Empty:
                    arguments.AddRange(["-ma", $"{tag}="]);
                    break;
                case ElementAction.Dummy or ElementAction.Pseudonym when dummy is not null:
                    arguments.AddRange(["-ma", $"{tag}={dummy}"]);
                    break;
                case ElementAction.Uid when value is 0x00080018 or 0x0020000D or 0x0020000E:
                    break;
                default:
                    arguments.AddRange(["-ea", tag]);
                    break;
            }
        }

        return Run("dcmodify", [.. arguments, "-ep", "-gst", "-gse", "-gin", .. files], anyExitCode: true);
    }

    /// <summary>Prints headers without values of pixel data, one process, output thrown away.</summary>
    internal static double Dcmdump(string[] files) => Run("dcmdump", ["-q", "-M", .. files]);

    /// <summary>Reads headers and walks their elements with pydicom; not a number where it is not installed.</summary>
    internal static double Pydicom(string[] files) =>
        Run(
            "/usr/bin/python3",
            [
                "-c",
                "import sys, pydicom\nfor path in sys.argv[1:]:\n    n = sum(1 for _ in pydicom.dcmread(path, stop_before_pixels=True).iterall())\n",
                .. files,
            ]
        );

    /// <summary>
    /// Seconds of a process; not a number where the program is not installed or fails. dcmodify ends with an error code
    /// when one of six hundred rules did not fit one file, and has done the others.
    /// </summary>
    private static double Run(string program, IEnumerable<string> arguments, bool anyExitCode = false)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            Stopwatch watch = Stopwatch.StartNew();
            using Process process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            return process.ExitCode == 0 || anyExitCode ? watch.Elapsed.TotalSeconds : double.NaN;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return double.NaN;
        }
    }
}
