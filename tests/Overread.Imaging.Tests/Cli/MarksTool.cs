using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Overread.Cli;
using Overread.Dicom;
using Overread.Imaging.Grids;

namespace Overread.Imaging.Tests.Cli;

/// <summary>Runs the tool inside the test process, with series and files in a folder of its own.</summary>
internal sealed class MarksTool : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("overread-marks-");

    public void Dispose() => _folder.Delete(recursive: true);

    internal string At(string name) => Path.Combine(_folder.FullName, name);

    internal string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
        return At(name);
    }

    internal (int Code, string Output, string Error) Run(params string[] arguments)
    {
        RootCommand root = new("test");
        foreach (Command command in CommandList.All())
        {
            root.Subcommands.Add(command);
        }

        using StringWriter output = new();
        using StringWriter error = new();
        int code = root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Converts and gives the report; fails the test where the command does not end with the code expected.</summary>
    internal JsonElement Convert(
        string input,
        string? image,
        string to,
        string output,
        int code = 0,
        params string[] more
    )
    {
        List<string> words = ["marks", "convert", input, "--to", to, "--out", output, "--json", .. more];
        if (image is not null)
        {
            words.AddRange(["--image", image]);
        }

        (int got, string text, string error) = Run([.. words]);
        Assert.True(got == code, $"exit {got}: {text} {error}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The message of a conversion that is refused.</summary>
    internal string Refuse(string input, string image, string to, params string[] more)
    {
        (int code, _, string error) = Run([
            "marks",
            "convert",
            input,
            "--image",
            image,
            "--to",
            to,
            "--out",
            At("refused.out"),
            .. more,
        ]);
        Assert.Equal(2, code);
        Assert.False(File.Exists(At("refused.out")));
        return error;
    }

    /// <summary>A CT series with rows and columns as asked for; file names and instance numbers run against the positions.</summary>
    internal string Series(
        string name,
        int width = 12,
        int height = 10,
        IReadOnlyList<Lps>? origins = null,
        Lps? row = null,
        Lps? column = null,
        string uid = "1.2.3.4",
        string frame = "1.2.3.99"
    )
    {
        origins ??= [.. Enumerable.Range(0, 6).Select(k => new Lps(-10, -20, 5 + (2.5 * k)))];
        (Lps r, Lps c) = (row ?? new Lps(1, 0, 0), column ?? new Lps(0, 1, 0));
        Directory.CreateDirectory(At(name));
        for (int k = 0; k < origins.Count; k++)
        {
            Dataset d = new();
            string N(double v) => v.ToString("0.########", CultureInfo.InvariantCulture);
            d.Set(Tags.ImageType, @"ORIGINAL\PRIMARY\AXIAL");
            d.Set(Tags.SopClassUid, "1.2.840.10008.5.1.4.1.1.2");
            d.Set(Tags.SopInstanceUid, $"{uid}.1.{k + 1}");
            d.Set(Tags.StudyDate, "20250102");
            d.Set(Tags.StudyTime, "101112");
            d.Set(Tags.Modality, "CT");
            d.Set(Tags.Manufacturer, "Nobody");
            d.Set(Tags.PatientName, "Phantom^Test");
            d.Set(Tags.PatientId, "P1");
            d.Set(Tags.PatientBirthDate, "");
            d.Set(Tags.PatientSex, "O");
            d.Set(Tags.StudyInstanceUid, "1.2.3");
            d.Set(Tags.SeriesInstanceUid, uid);
            d.Set(Tags.StudyId, "1");
            d.Set(Tags.InstanceNumber, (origins.Count - k).ToString(CultureInfo.InvariantCulture));
            d.Set(Tags.FrameOfReferenceUid, frame);
            d.Set(Tags.PositionReferenceIndicator, "");
            d.Set(Tags.SliceThickness, "2.5");
            d.Set(Tags.ImagePositionPatient, $"{N(origins[k].X)}\\{N(origins[k].Y)}\\{N(origins[k].Z)}");
            d.Set(Tags.ImageOrientationPatient, $"{N(r.X)}\\{N(r.Y)}\\{N(r.Z)}\\{N(c.X)}\\{N(c.Y)}\\{N(c.Z)}");
            d.Set(Tags.PixelSpacing, @"0.7\0.8");
            d.Set(Tags.SamplesPerPixel, 1);
            d.Set(Tags.PhotometricInterpretation, "MONOCHROME2");
            d.Set(Tags.Rows, (ushort)height);
            d.Set(Tags.Columns, (ushort)width);
            d.Set(Tags.BitsAllocated, 16);
            d.Set(Tags.BitsStored, 16);
            d.Set(Tags.HighBit, 15);
            d.Set(Tags.PixelRepresentation, 0);
            d.Set(new Element(Tags.PixelData, Vr.OW, new byte[width * height * 2]));
            new DicomFile(d).Write(Path.Combine(At(name), $"z{origins.Count - k:00}.dcm"));
        }

        return At(name);
    }

    /// <summary>A label map of that series as CSV of run lengths: easy to write, exact to compare.</summary>
    internal static string SharedFolder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(here, "..", "..", "..", "..", "..", "shared", "data"));

    internal static string Shared(string name)
    {
        string path = Path.Combine(SharedFolder(), name);
        Assert.SkipUnless(Directory.Exists(path) || File.Exists(path), $"no shared data: {name}");
        return path;
    }

    /// <summary>Lines of a validator that say "Error"; the test is skipped where it is not installed.</summary>
    internal static string[] Errors(string program, params string[] files)
    {
        string? path = Environment
            .GetEnvironmentVariable("PATH")!
            .Split(':')
            .Select(p => Path.Combine(p, program))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"{program} is not installed");
        ProcessStartInfo start = new(path!, files) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return
        [
            .. (error + output.GetAwaiter().GetResult())
                .Split('\n')
                .Where(line => line.Contains("Error", StringComparison.Ordinal)),
        ];
    }
}
