using System.Diagnostics;
using System.Globalization;
using Overread.Benchmarks;
using Overread.Dicom.Phantoms;
using Overread.Dicom.Pixels;
using Overread.Dicom.PixelText;
using Overread.Ocr;

namespace Overread.Dicom.Benchmarks;

/// <summary>
/// Looks for text in slices of a chest CT of 512 × 512, plain ones and ones with six lines burned in, one thread, beside
/// tesseract reading the same pictures.
/// </summary>
internal static class TextRun
{
    private const int Pictures = 40;
    private const int ForTesseract = 8;
    private const int Warming = 3;

    internal static int Measure(string root)
    {
        using OnnxTextEngine engine = new();
        TextFinder finder = new(engine);
        DicomFile[] plain = [.. new ChestCtPhantom(new ChestCtOptions { Size = 512, Slices = Pictures }).Slices];
        DicomFile[] written = [.. plain.Select(slice => ScreenCapture.Of(slice))];
        PixelBox[] template =
        [
            .. finder.FindInAllFrames(written[0], true, out _).Select(p => p.Box.Grown(4, 512, 512)),
        ];
        finder.FindInAllFrames(plain[0], false, out _);
        (string Name, (double Rate, int Found) Figures)[] rows =
        [
            ("new layout with text", Rate(written, file => finder.FindInAllFrames(file, true, out _))),
            ("known layout with text", Rate(written, file => finder.FindInAllFrames(file, true, out _, template))),
            ("slice without text", Rate(plain, file => finder.FindInAllFrames(file, false, out _))),
        ];
        double peer = Tesseract(root, written[..ForTesseract]);
        Console.WriteLine($"{Pictures} pictures of 512 × 512 a row, one thread, {Environment.ProcessorCount} cores");
        Console.WriteLine($"{"", -28}{"a CPU second", 14}{"× tesseract", 13}{"with proposals", 16}");
        foreach ((string name, (double rate, int found)) in rows)
        {
            Console.WriteLine($"{name, -28}{rate, 14:0.0}{rate / peer, 13:0.0}{found, 16}");
        }

        Console.WriteLine($"{"tesseract, scattered text", -28}{peer, 14:0.0}{1, 13:0.0}");
        return 0;
    }

    /// <summary>Pictures a second of processor time, and in how many of them something was proposed.</summary>
    private static (double Rate, int Found) Rate(DicomFile[] files, Func<DicomFile, IReadOnlyList<TextProposal>> find)
    {
        // A server has long compiled what it runs, and compiled it again for speed; the first rounds pay for that here.
        foreach (DicomFile file in Enumerable.Repeat(files, Warming).SelectMany(f => f))
        {
            find(file);
        }

        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        int found = files.Count(file => find(file).Count > 0);
        process.Refresh();
        return (files.Length / (process.TotalProcessorTime - before).TotalSeconds, found);
    }

    private static double Tesseract(string root, DicomFile[] files)
    {
        Directory.CreateDirectory(root);
        string path = Path.Combine(root, "page.png");
        double before = ChildSeconds();
        foreach (DicomFile file in files)
        {
            FrameRenderer.TryRender(file, 0, RenderOptions.Default, out RenderedFrame frame, out _);
            using (FileStream target = File.Create(path))
            {
                frame.WritePng(target);
            }

            ProcessStartInfo start = new("tesseract", [path, "stdout", "--psm", "11"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["OMP_THREAD_LIMIT"] = "1";
            using Process process = Process.Start(start)!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }

        return files.Length / (ChildSeconds() - before);
    }

    /// <summary>Processor time of children that have ended, from /proc/self/stat (proc(5): cutime and cstime, 100 a second).</summary>
    private static double ChildSeconds()
    {
        string[] fields = File.ReadAllText("/proc/self/stat").Split(") ")[1].Split(' ');
        return (
                long.Parse(fields[13], CultureInfo.InvariantCulture)
                + long.Parse(fields[14], CultureInfo.InvariantCulture)
            ) / 100.0;
    }
}
