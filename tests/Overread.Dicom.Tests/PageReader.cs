using System.Diagnostics;
using System.Globalization;
using Overread.Dicom.Pixels;
using Overread.Dicom.PixelText;

namespace Overread.Dicom.Tests;

/// <summary>Reads a picture with tesseract, apart from the library's own way: both polarities, and turned where asked.</summary>
internal static class PageReader
{
    /// <summary>Burned-in words of which tesseract still reads at least half the letters in their order.</summary>
    internal static List<BurnedInWord> Readable(DicomFile file, IReadOnlyCollection<BurnedInWord> truth)
    {
        Assert.True(FrameRenderer.TryRender(file, 0, RenderOptions.Default, out RenderedFrame frame, out _));
        List<(PixelBox Box, string Text)> read = [.. Read(frame, truth.Any(word => word.Box.Height > word.Box.Width))];
        return
        [
            .. truth.Where(word =>
                read.Exists(r => r.Box.Overlap(word.Box.Grown(4, 1 << 20, 1 << 20)) > 0 && Matches(word.Text, r.Text))
            ),
        ];
    }

    /// <summary>The same, looking into each word's own place, enlarged, and at every value whatever the window hides.</summary>
    internal static List<BurnedInWord> ReadableUpClose(DicomFile file, IEnumerable<BurnedInWord> truth)
    {
        Assert.True(FrameRenderer.TryRender(file, 0, new() { EveryValue = true }, out RenderedFrame frame, out _));
        return
        [
            .. truth.Where(word =>
                Read(Enlarged(frame, word.Box.Grown(6, frame.Width, frame.Height)), word.Box.Height > word.Box.Width)
                    .Any(r => Matches(word.Text, r.Text))
            ),
        ];
    }

    private static bool Matches(string word, string read)
    {
        string letters = string.Concat(word.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        int least = Math.Max(2, (letters.Length + 1) / 2);
        return letters.Length >= 2
            && Enumerable
                .Range(0, letters.Length - least + 1)
                .Any(i => read.Contains(letters.Substring(i, least), StringComparison.Ordinal));
    }

    private static RenderedFrame Enlarged(RenderedFrame frame, PixelBox box)
    {
        const int Scale = 3;
        int width = box.Width * Scale;
        int height = box.Height * Scale;
        byte[] pixels = new byte[width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = frame.Pixels[((box.Top + (i / width / Scale)) * frame.Width) + box.Left + (i % width / Scale)];
        }

        return new RenderedFrame(width, height, false, pixels);
    }

    private static IEnumerable<(PixelBox Box, string Text)> Read(RenderedFrame frame, bool turned)
    {
        foreach (int turns in turned ? (int[])[0, 1, 3] : [0])
        {
            foreach (bool inverted in (bool[])[false, true])
            {
                foreach ((PixelBox box, string text) in Page(Turned(frame, turns, inverted)))
                {
                    yield return (
                        turns switch
                        {
                            1 => new PixelBox(box.Top, frame.Height - box.Right, box.Height, box.Width),
                            3 => new PixelBox(frame.Width - box.Bottom, box.Left, box.Height, box.Width),
                            _ => box,
                        },
                        text
                    );
                }
            }
        }
    }

    private static RenderedFrame Turned(RenderedFrame frame, int turns, bool inverted)
    {
        byte[] pixels = new byte[frame.Pixels.Length];
        for (int y = 0; y < frame.Height; y++)
        {
            for (int x = 0; x < frame.Width; x++)
            {
                int to = turns switch
                {
                    1 => (x * frame.Height) + frame.Height - 1 - y,
                    3 => ((frame.Width - 1 - x) * frame.Height) + y,
                    _ => (y * frame.Width) + x,
                };
                byte value = frame.Pixels[(y * frame.Width) + x];
                pixels[to] = inverted ? (byte)(255 - value) : value;
            }
        }

        return turns == 0
            ? new RenderedFrame(frame.Width, frame.Height, false, pixels)
            : new RenderedFrame(frame.Height, frame.Width, false, pixels);
    }

    private static IEnumerable<(PixelBox Box, string Text)> Page(RenderedFrame page)
    {
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream file = File.Create(path))
            {
                page.WritePng(file);
            }

            using Process process = Process.Start(
                new ProcessStartInfo("tesseract", [path, "stdout", "--psm", "11", "--dpi", "100", "tsv"])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    Environment = { ["OMP_THREAD_LIMIT"] = "1" },
                }
            )!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string table = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            foreach (string[] fields in table.Split('\n').Skip(1).Select(line => line.Split('\t')))
            {
                if (fields.Length > 11 && fields[11].Any(char.IsLetterOrDigit))
                {
                    int Number(int i) => int.Parse(fields[i], CultureInfo.InvariantCulture);
                    yield return (
                        new PixelBox(Number(6), Number(7), Number(8), Number(9)),
                        string.Concat(fields[11].Where(char.IsLetterOrDigit)).ToUpperInvariant()
                    );
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
