using System.ComponentModel;
using System.Diagnostics;
using Overread.Cli.Quality.Files;

namespace Overread.Cli.Text;

/// <summary>The text layer of PDF files, by <c>pdftotext</c> of poppler-utils.</summary>
internal static class PdfText
{
    internal static bool IsPdf(ReadOnlySpan<byte> bytes) => bytes.StartsWith("%PDF-"u8);

    /// <summary>The words, pages parted by form feeds.</summary>
    /// <exception cref="FileError">The program is not there, refuses the file, or finds no text in it.</exception>
    internal static string Read(string path)
    {
        ProcessStartInfo start = new("pdftotext", ["-q", "-enc", "UTF-8", "-layout", path, "-"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        try
        {
            using Process process = Process.Start(start) ?? throw new Win32Exception();
            Task<string> said = process.StandardError.ReadToEndAsync();
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode != 0
                    ? throw new FileError(path, 0, $"pdftotext refuses it: {said.GetAwaiter().GetResult().Trim()}")
                : string.IsNullOrWhiteSpace(text)
                    ? throw new FileError(path, 0, "the PDF has no text layer (a scan?); it is not read.")
                : text;
        }
        catch (Win32Exception)
        {
            throw new FileError(
                path,
                0,
                "PDF is read by pdftotext, which is not installed: apt-get install poppler-utils."
            );
        }
    }
}
