using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Overread.Dicom;

/// <summary>
/// Looks for text in rendered frames with the system's tesseract: enlarged, as it is and with black
/// and white exchanged, upright and turned to both sides. Finds places; reading them right does not matter for blanking them.
/// </summary>
public sealed class TextFinder
{
    private const int Enlargement = 3;
    private const double LeastConfidence = 20;
    private readonly bool _turned;

    /// <summary>Prepares a finder.</summary>
    /// <param name="turned">True to look for vertical text as well, which takes three times as long.</param>
    public TextFinder(bool turned = true) => _turned = turned;

    /// <summary>Places where text seems to be.</summary>
    /// <param name="frame">A rendered frame.</param>
    /// <param name="header">The object, whose identifying words are marked; null for none.</param>
    /// <exception cref="IOException">tesseract is not installed (Debian package tesseract-ocr) or failed.</exception>
    public IReadOnlyList<TextProposal> Find(RenderedFrame frame, Dataset? header = null)
    {
        IReadOnlySet<string> words = header is null
            ? new HashSet<string>()
            : SourceWords
                .Collect(
                    header,
                    header.GetText(Tags.PatientIdentityRemoved) == "YES" ? header.GetText(Tags.PatientId) ?? "" : ""
                )
                .Words;
        byte[] grey = Grey(frame);
        List<TextProposal> found = [];
        foreach (int turns in _turned ? [0, 1, 3] : (int[])[0])
        {
            (byte[] turned, int width, int height) = Turn(grey, frame.Width, frame.Height, turns);
            foreach (bool inverted in (ReadOnlySpan<bool>)[false, true])
            {
                foreach (TextProposal proposal in Recognize(inverted ? Inverse(turned) : turned, width, height, words))
                {
                    found.Add(proposal with { Box = TurnBack(proposal.Box, frame.Width, frame.Height, turns) });
                }
            }
        }

        return Merge(found);
    }

    private static byte[] Inverse(byte[] grey)
    {
        byte[] inverse = new byte[grey.Length];
        for (int i = 0; i < grey.Length; i++)
        {
            inverse[i] = (byte)(255 - grey[i]);
        }

        return inverse;
    }

    private static byte[] Grey(RenderedFrame frame)
    {
        if (!frame.IsColor)
        {
            return frame.Pixels;
        }

        byte[] grey = new byte[frame.Width * frame.Height];
        for (int i = 0; i < grey.Length; i++)
        {
            // The brightest channel: coloured text on black stays bright.
            grey[i] = Math.Max(frame.Pixels[i * 3], Math.Max(frame.Pixels[(i * 3) + 1], frame.Pixels[(i * 3) + 2]));
        }

        return grey;
    }

    private static (byte[] Pixels, int Width, int Height) Turn(byte[] grey, int width, int height, int turns)
    {
        if (turns == 0)
        {
            return (grey, width, height);
        }

        byte[] turned = new byte[grey.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                // One turn is a quarter clockwise, three are one to the left.
                int to = turns == 1 ? (x * height) + (height - 1 - y) : ((width - 1 - x) * height) + y;
                turned[to] = grey[(y * width) + x];
            }
        }

        return (turned, height, width);
    }

    private static PixelBox TurnBack(PixelBox box, int width, int height, int turns) =>
        turns switch
        {
            1 => new PixelBox(box.Top, height - box.Right, box.Height, box.Width),
            3 => new PixelBox(width - box.Bottom, box.Left, box.Height, box.Width),
            _ => box,
        };

    private static List<TextProposal> Recognize(byte[] grey, int width, int height, IReadOnlySet<string> words)
    {
        ProcessStartInfo start = new(
            "tesseract",
            ["stdin", "stdout", "--psm", "11", "-c", "tessedit_do_invert=0", "--dpi", "150", "tsv"]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_THREAD_LIMIT"] = "1";
        try
        {
            using Process process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            WritePgm(process.StandardInput.BaseStream, grey, width, height);
            process.StandardInput.Close();
            string table = output.GetAwaiter().GetResult();
            process.WaitForExit();
            return process.ExitCode == 0 ? Parse(table, words) : throw new IOException("tesseract failed");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new IOException(
                "looking for text in pixels needs tesseract (Debian package tesseract-ocr)",
                exception
            );
        }
    }

    /// <summary>Enlarges by lines between the centres of pixels: smooth strokes are read better than stairs.</summary>
    private static void WritePgm(Stream target, byte[] grey, int width, int height)
    {
        int wide = width * Enlargement;
        int high = height * Enlargement;
        target.Write(Encoding.ASCII.GetBytes($"P5\n{wide} {high}\n255\n"));
        byte[] line = new byte[wide];
        for (int y = 0; y < high; y++)
        {
            double v = Math.Clamp(((y + 0.5) / Enlargement) - 0.5, 0, height - 1);
            int j = Math.Min((int)v, Math.Max(0, height - 2));
            for (int x = 0; x < wide; x++)
            {
                double u = Math.Clamp(((x + 0.5) / Enlargement) - 0.5, 0, width - 1);
                int i = Math.Min((int)u, Math.Max(0, width - 2));
                double fu = u - i;
                double fv = v - j;
                int right = Math.Min(i + 1, width - 1);
                int below = Math.Min(j + 1, height - 1);
                double top = (grey[(j * width) + i] * (1 - fu)) + (grey[(j * width) + right] * fu);
                double bottom = (grey[(below * width) + i] * (1 - fu)) + (grey[(below * width) + right] * fu);
                line[x] = (byte)((top * (1 - fv)) + (bottom * fv));
            }

            target.Write(line);
        }
    }

    private static List<TextProposal> Parse(string table, IReadOnlySet<string> words)
    {
        List<TextProposal> found = [];
        foreach (
            string[] fields in table
                .Split('\n')
                .Skip(1)
                .Select(line => line.Split('\t'))
                .Where(fields => fields.Length >= 12)
        )
        {
            int Number(int i) =>
                int.TryParse(fields[i], NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : 0;
            string text = string.Concat(fields[11].Where(char.IsLetterOrDigit));
            bool read = double.TryParse(
                fields[10],
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out double confidence
            );
            bool ofHeader = words.Contains(text.ToUpperInvariant());
            if (read && text.Length >= 2 && (confidence >= LeastConfidence || ofHeader))
            {
                PixelBox box = new(
                    Number(6) / Enlargement,
                    Number(7) / Enlargement,
                    (Number(8) / Enlargement) + 1,
                    (Number(9) / Enlargement) + 1
                );
                found.Add(new TextProposal(box, confidence, ofHeader, text.Length));
            }
        }

        return found;
    }

    /// <summary>Of boxes that lie over each other, the surest stays, grown to hold the others.</summary>
    private static List<TextProposal> Merge(List<TextProposal> found)
    {
        List<TextProposal> merged = [];
        foreach (
            TextProposal proposal in found.OrderByDescending(p => p.IsOfHeader).ThenByDescending(p => p.Confidence)
        )
        {
            int at = merged.FindIndex(other =>
                other.Box.Overlap(proposal.Box) * 2
                > Math.Min((long)other.Box.Width * other.Box.Height, (long)proposal.Box.Width * proposal.Box.Height)
            );
            if (at < 0)
            {
                merged.Add(proposal);
                continue;
            }

            PixelBox one = merged[at].Box;
            int left = Math.Min(one.Left, proposal.Box.Left);
            int top = Math.Min(one.Top, proposal.Box.Top);
            int right = Math.Max(one.Right, proposal.Box.Right);
            int bottom = Math.Max(one.Bottom, proposal.Box.Bottom);
            merged[at] = merged[at] with { Box = new PixelBox(left, top, right - left, bottom - top) };
        }

        return merged;
    }
}
