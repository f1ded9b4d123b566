using System.Diagnostics;
using System.Globalization;
using Overread.Dicom.Phantoms;
using Overread.Dicom.Pixels;
using Overread.Dicom.PixelText;
using Overread.Ocr;
using SkiaSharp;

namespace Overread.Dicom.Benchmarks;

/// <summary>
/// Looks for text in slices of a chest CT of 512 × 512, plain ones and ones with six lines burned in, one thread, beside
/// tesseract reading the same pictures.
/// </summary>
internal static class TextRun
{
    private const int Pictures = 40;
    private const int ForTesseract = 8;

    private static readonly string[] Lines =
    [
        "OKONKWO, ADAEZE",
        "MRN 4471123",
        "DOB 1963-04-12",
        "Northmoor General",
        "14:22:07",
        "Acc A20441187",
    ];

    internal static int Measure(string root)
    {
        using OnnxTextEngine engine = new();
        TextFinder finder = new(engine);
        DicomFile[] plain = [.. new ChestCtPhantom(new ChestCtOptions { Size = 512, Slices = Pictures }).Slices];
        DicomFile[] written = [.. plain.Select(Written)];
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
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        int found = files.Count(file => find(file).Count > 0);
        process.Refresh();
        return (files.Length / (process.TotalProcessorTime - before).TotalSeconds, found);
    }

    /// <summary>The slice as a screen capture with lines of text in its corner.</summary>
    private static DicomFile Written(DicomFile slice)
    {
        FrameRenderer.TryRender(slice, 0, RenderOptions.Default, out RenderedFrame frame, out _);
        using SKBitmap bitmap = new(frame.Width, frame.Height, SKColorType.Gray8, SKAlphaType.Opaque);
        frame.Pixels.CopyTo(bitmap.GetPixelSpan());
        using SKCanvas canvas = new(bitmap);
        using SKTypeface face = SKTypeface.FromFile("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf");
        using SKFont font = new(face, 14);
        using SKPaint paint = new() { Color = SKColors.White };
        for (int i = 0; i < Lines.Length; i++)
        {
            canvas.DrawText(Lines[i], 8, 20 + (18 * i), SKTextAlign.Left, font, paint);
        }

        canvas.Flush();
        Dataset d = new();
        d.Set(Tags.SopClassUid, "1.2.840.10008.5.1.4.1.1.7");
        d.Set(Tags.SopInstanceUid, slice.SopInstanceUid + ".1");
        d.Set(Tags.Modality, "OT");
        d.Set(Tags.PhotometricInterpretation, "MONOCHROME2");
        foreach (
            (Tag tag, int value) in ((Tag, int)[])
                [
                    (Tags.SamplesPerPixel, 1),
                    (Tags.Rows, frame.Height),
                    (Tags.Columns, frame.Width),
                    (Tags.BitsAllocated, 8),
                    (Tags.BitsStored, 8),
                    (Tags.HighBit, 7),
                    (Tags.PixelRepresentation, 0),
                ]
        )
        {
            d.Set(tag, (ushort)value);
        }

        d.Set(new Element(Tags.PixelData, Vr.OB, bitmap.GetPixelSpan().ToArray()));
        return new DicomFile(d);
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
