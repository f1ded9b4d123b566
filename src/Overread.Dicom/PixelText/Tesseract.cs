using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Overread.Dicom.PixelText;

/// <summary>The system's tesseract (Debian package tesseract-ocr), one process per picture.</summary>
internal static class Tesseract
{
    /// <summary>Reads a picture of dark text on bright ground.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="segmentation">Page segmentation mode: 11 for scattered text, 6 for one block of lines.</param>
    /// <exception cref="IOException">tesseract is not installed or failed.</exception>
    internal static List<ReadWord> Read(GreyPicture picture, int segmentation)
    {
        ProcessStartInfo start = new(
            "tesseract",
            [
                "stdin",
                "stdout",
                "--psm",
                segmentation.ToString(CultureInfo.InvariantCulture),
                "--dpi",
                "200",
                "-c",
                "tessedit_do_invert=0",
                "tsv",
            ]
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
            Stream input = process.StandardInput.BaseStream;
            input.Write(Encoding.ASCII.GetBytes($"P5\n{picture.Width} {picture.Height}\n255\n"));
            input.Write(picture.Pixels);
            process.StandardInput.Close();
            string table = output.GetAwaiter().GetResult();
            process.WaitForExit();
            return process.ExitCode == 0 ? Parse(table) : throw new IOException("tesseract failed");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new IOException(
                "looking for text in pixels needs tesseract (Debian package tesseract-ocr)",
                exception
            );
        }
    }

    private static List<ReadWord> Parse(string table)
    {
        List<ReadWord> words = [];
        foreach (string[] fields in table.Split('\n').Skip(1).Select(line => line.Split('\t')))
        {
            if (fields.Length < 12)
            {
                continue;
            }

            int Number(int i) =>
                int.TryParse(fields[i], NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : 0;
            string text = string.Concat(fields[11].Where(char.IsLetterOrDigit)).ToUpperInvariant();
            bool read = double.TryParse(
                fields[10],
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out double confidence
            );
            if (read && text.Length > 0)
            {
                words.Add(new ReadWord(new PixelBox(Number(6), Number(7), Number(8), Number(9)), text, confidence));
            }
        }

        return words;
    }
}
