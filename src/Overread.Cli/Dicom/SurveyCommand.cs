using System.CommandLine;
using System.Security.Cryptography;
using Overread.Dicom;
using Overread.Dicom.Pixels;

namespace Overread.Cli.Dicom;

/// <summary><c>overread dicom survey FOLDER</c>: what every file below a folder is, what is wrong, whether frames decode.</summary>
internal static class SurveyCommand
{
    internal static Command Create()
    {
        Argument<string> folder = new("folder") { Description = "read with everything below it" };
        Command command = new("survey", "Read every file below a folder and print a table; shows no values.")
        {
            folder,
        };
        command.SetAction(parsed => FileErrors.Guarded("survey", () => Print(parsed.GetValue(folder)!)));
        return command;
    }

    private static int Print(string folder)
    {
        Console.Out.WriteLine("| file | encoding | frames decoded | samples (SHA-256) | findings |");
        Console.Out.WriteLine("| --- | --- | ---: | --- | --- |");
        int read = 0;
        int refused = 0;
        foreach (
            string path in Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
        )
        {
            using DicomFile file = Open(path);
            read += file.IsDicom ? 1 : 0;
            refused += file.IsDicom ? 0 : 1;
            List<Finding> findings = [.. file.Findings];
            (string frames, string hash) = file.Dataset.Contains(Tags.PixelData) ? Decode(file, findings) : ("-", "-");
            string kinds = string.Join(", ", findings.Select(finding => finding.Kind.ToString()).Distinct());
            string encoding = file.IsDicom ? file.TransferSyntax.Name : "not DICOM";
            Console.Out.WriteLine(
                $"| {Path.GetRelativePath(folder, path)} | {encoding} | {frames} | {hash} | {kinds} |"
            );
        }

        Console.Out.WriteLine();
        Console.Out.WriteLine($"{read} read, {refused} refused with a finding.");
        return 0;
    }

    /// <summary>A file, unpacked where its name says that it is packed with Zstandard.</summary>
    private static DicomFile Open(string path)
    {
        if (!path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase))
        {
            return DicomFile.Read(path);
        }

        using FileStream packed = File.OpenRead(path);
        using ZstdSharp.DecompressionStream plain = new(packed);
        return DicomFile.Read(plain);
    }

    private static (string Frames, string Hash) Decode(DicomFile file, List<Finding> findings)
    {
        if (!PixelData.TryOpen(file, out PixelData pixels, out Finding? problem))
        {
            findings.Add(problem!);
            return ("0", "-");
        }

        int decoded = 0;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < pixels.Count; i++)
        {
            if (pixels.TryDecode(i, out PixelFrame frame, out problem))
            {
                decoded++;
                hash.AppendData(frame.Data.Span);
            }
            else
            {
                findings.Add(problem!);
            }
        }

        return ($"{decoded} of {pixels.Facts.Frames}", Convert.ToHexStringLower(hash.GetHashAndReset())[..12]);
    }
}
