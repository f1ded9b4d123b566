using System.Diagnostics;
using System.Globalization;

namespace Overread.Dicom.Tests;

/// <summary>Reads a picture with tesseract, apart from the library's own way: both polarities, and turned where asked.</summary>
internal static class PageReader
{
    internal static IEnumerable<(PixelBox Box, string Text)> Read(RenderedFrame frame, bool turned)
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
