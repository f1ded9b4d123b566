using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Overread.Deidentification.Residual;
using Overread.Dicom;
using Overread.Dicom.Deidentify;
using Overread.Server.Modalities.Imaging.Plans;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>
/// Reads the text of an encapsulated document and looks in it for what the object's header says of people, places, numbers and
/// days, and for shapes of identifiers. It finds and cleans nothing away: who lets a document pass has to know what is in it.
/// </summary>
internal static partial class DocumentSearch
{
    private const int Patience = 60_000;
    private const int LongestText = 4 << 20;
    private static readonly Tag Searched = new(0x0040A160);

    /// <summary>What was found.</summary>
    /// <param name="Text">The document's text; empty where it could not be read.</param>
    /// <param name="Sentence">What was found, or why nothing could be; no values.</param>
    internal sealed record Result(string Text, string Sentence);

    /// <summary>Searches a document.</summary>
    /// <param name="source">The object it came in; must be open.</param>
    /// <param name="path">The document as a file of its own.</param>
    public static Result Run(DicomFile source, string path)
    {
        Span<byte> head = stackalloc byte[1024];
        using (FileStream stream = File.OpenRead(path))
        {
            head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }

        if (head.IndexOf("%PDF-"u8) >= 0)
        {
            return OfPdf(source, path);
        }

        string text = TextOf(path);
        return text.Length > 0
            ? new(text, Said(source, text, ""))
            : new("", "A document that cannot be cleaned, of a kind that is not searched here.");
    }

    private static Result OfPdf(DicomFile source, string path)
    {
        string output = path + ".text";
        try
        {
            // What the pages show, and what the file says of itself.
            if (Runs("pdftotext", ["-q", "-enc", "UTF-8", path, output]) is { } fault)
            {
                return new("", $"A PDF that cannot be cleaned and could not be searched: {fault}.");
            }

            string text = Cut(File.ReadAllText(output));
            string about = Printed("pdfinfo", ["-enc", "UTF-8", path]);
            int pictures = Printed("pdfimages", ["-list", path])
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Skip(2)
                .Count();
            string more =
                pictures == 0 ? ""
                : pictures == 1 ? " A picture in it was not searched."
                : $" {pictures} pictures in it were not searched.";
            return new(text, Said(source, text + "\n" + about, more, text));
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static string Said(DicomFile source, string text, string more, string? shown = null)
    {
        int words = Word().Count(shown ?? text);
        List<string> found = [.. Found(source, text, shown ?? text)];
        return (
                found.Count > 0 ? $"A document that cannot be cleaned; found in its text: {string.Join(", ", found)}."
                : words == 0 ? "A document that cannot be cleaned; it has no text that could be searched."
                : $"A document that cannot be cleaned; nothing that its header says of somebody was found in its {words} words, which does not say that nobody is named."
            ) + more;
    }

    // The search is the one that every output undergoes: the text stands where it looks. By the strictest plan, whatever the
    // project has chosen: what a plan keeps in headers is not meant to stand in documents.
    private static IEnumerable<string> Found(DicomFile source, string text, string shown)
    {
        Dataset dataset = new();
        dataset.Set(Searched, Vr.UT, text);
        DicomFile document = new(dataset, TransferSyntax.ExplicitLittleEndian);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return ResidualCheck
            .Run(source, document, bytes, ImagingPlan.Default.Plan)
            .Select(f => f.Split(" in ")[0].Replace(" outside the elements", "", StringComparison.Ordinal))
            .Concat(PatternDetectors.Find(shown))
            .Distinct();
    }

    private static string TextOf(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        StringBuilder text = new();
        try
        {
            using MemoryStream stream = new(bytes);
            using XmlReader reader = XmlReader.Create(
                stream,
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
            );
            while (text.Length < LongestText && reader.Read())
            {
                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Comment)
                {
                    text.Append(reader.Value.Trim()).Append('\n');
                }

                while (reader.MoveToNextAttribute())
                {
                    text.Append(reader.Value.Trim()).Append('\n');
                }
            }

            return text.ToString();
        }
        catch (XmlException)
        {
            // No XML: text where most of it is, else bytes that nobody reads here.
            int printable = bytes.Count(b =>
                b is >= 0x20 and < 0x7F or >= 0xA0 or (byte)'\n' or (byte)'\r' or (byte)'\t'
            );
            return bytes.Length > 0 && printable >= bytes.Length * 0.98 ? Cut(Encoding.UTF8.GetString(bytes)) : "";
        }
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];

    // Null where it ran.
    private static string? Runs(string program, string[] arguments)
    {
        try
        {
            using Process process = Start(program, arguments);
            process.BeginOutputReadLine();
            return !Ended(process) ? "it takes too long"
                : process.ExitCode == 0 ? null
                : "it is damaged or locked";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"{program} is not installed (Debian: poppler-utils)";
        }
    }

    private static string Printed(string program, string[] arguments)
    {
        try
        {
            using Process process = Start(program, arguments);
            string text = process.StandardOutput.ReadToEnd();
            return Ended(process) ? Cut(text) : "";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }

    // What a program says of faults in a document may quote it, and goes nowhere.
    private static Process Start(string program, string[] arguments)
    {
        Process process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static bool Ended(Process process)
    {
        if (process.WaitForExit(Patience))
        {
            return true;
        }

        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return false;
    }

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Word();
}
