using System.CommandLine;
using Overread.Cli.Quality;
using Overread.Cli.Quality.Files;
using Overread.Text;
using Overread.Text.Documents;
using Overread.Text.Formats;
using Overread.Text.Reading;

namespace Overread.Cli.Text;

/// <summary><c>overread text read IN</c>: the text of a clinical file with its sections, sentences and tokens.</summary>
/// <remarks>Exit codes: 0 done, 2 nothing could be read or an option is wrong, 4 parts could not be read.</remarks>
internal static class ReadCommand
{
    private const int Partly = 4;

    internal static Command Create()
    {
        Argument<string> input = new("in") { Description = "File or folder." };
        Option<string?> form = new("--as") { Description = "What the files are; else seen from their content." };
        form.AcceptOnlyFromAmong([.. TextReading.Kinds, "pdf"]);
        Option<string?> column = new("--column") { Description = "Column of a CSV file that holds text." };
        Option<string?> output = new("--out")
        {
            Description = "Also write the documents with their sections, as the format jsonl.",
        };
        Option<bool> json = new("--json")
        {
            Description =
                "Print a JSON object a document: text, sections, sentences and tokens with offsets in code points and UTF-16 units.",
        };
        Command command = new(
            "read",
            "Take the text out of plain text, HTML, RTF, CDA, FHIR, HL7 v2, PDF and CSV files. Exit codes: 0 done, 2 wrong input, 4 parts left out."
        )
        {
            input,
            form,
            column,
            output,
            json,
        };
        command.Examples(
            "overread text read note.txt",
            "overread text read reports/ --json",
            "overread text read reports.csv --column impression --out reports.jsonl"
        );
        command.SetAction(parsed =>
        {
            Findings findings = new();
            TextWriter said = parsed.InvocationConfiguration.Error;
            try
            {
                List<AnnotatedDocument> kept = [];
                int count = 0;
                foreach (
                    ReadableText text in Read(
                        parsed.GetRequiredValue(input),
                        parsed.GetValue(form),
                        parsed.GetValue(column),
                        findings
                    )
                )
                {
                    count++;
                    AnnotatedDocument document = TextReading.Document(text);
                    if (parsed.GetValue(output) is not null)
                    {
                        kept.Add(document);
                    }

                    Print(parsed.InvocationConfiguration.Output, text, document, parsed.GetValue(json));
                }

                foreach (Finding finding in findings.All)
                {
                    said.WriteLine($"{(finding.Grade == FindingGrade.LeftOut ? "left out" : "note")}: {finding}");
                }

                if (parsed.GetValue(output) is { } path)
                {
                    using StagedFiles files = new(path, FormatShape.OneFile, force: false);
                    new JsonLines().Write(kept, files, new WritingChoices(TimeProvider.System.GetUtcNow()));
                    files.Finish(force: false);
                }

                return count == 0 ? 2
                    : findings.All.Any(f => f.Grade == FindingGrade.LeftOut) ? Partly
                    : 0;
            }
            catch (Exception refused) when (TextFiles.IsRefusal(refused))
            {
                said.WriteLine($"overread text read: {refused.Message}");
                return 2;
            }
        });
        return command;
    }

    private static IEnumerable<ReadableText> Read(string path, string? form, string? column, Findings findings)
    {
        bool folder = Directory.Exists(path);
        foreach (string file in TextFiles.FilesOf(path))
        {
            List<ReadableText> texts = [];
            try
            {
                texts.AddRange(One(file, form, column, findings));
            }
            catch (Exception broken)
                when (folder && broken is FileError or FormatException or IOException or UnauthorizedAccessException)
            {
                if (!folder)
                {
                    throw new FileError(file, 0, broken.Message);
                }

                findings.LeftOut(file, broken.Message);
            }

            foreach (ReadableText text in texts)
            {
                yield return text;
            }
        }
    }

    private static IEnumerable<ReadableText> One(string file, string? form, string? column, Findings findings)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (form == "pdf" || (form is null && PdfText.IsPdf(bytes)))
        {
            return [new(Path.GetFileNameWithoutExtension(file), "pdf", PdfText.Read(file))];
        }

        if (!SourceText.TryDecode(bytes, out string text, out string? problem))
        {
            // RTF and HL7 say their own encoding, and it is mostly of one byte a letter.
            string latin = System.Text.Encoding.Latin1.GetString(bytes);
            bool own = TextReading.KindOf(TextSource.Alone(file, latin)) is "rtf" or "hl7v2";
            text = own ? latin : throw new FileError(file, 0, problem + ".");
        }

        return TextReading.Read(TextSource.Alone(file, text), form, column, findings);
    }

    private static void Print(TextWriter output, ReadableText text, AnnotatedDocument document, bool json)
    {
        CodePoints points = document.Points;
        IReadOnlyList<Fragment> sentences = Sentences.Of(points);
        IReadOnlyList<Fragment> tokens = Tokens.Of(points);
        if (!json)
        {
            output.WriteLine(
                $"{text.Id} ({text.Kind}): {points.Length} code points, {document.Passages.Count} sections, {sentences.Count} sentences, {tokens.Count} tokens"
            );
            foreach (Passage passage in document.Passages)
            {
                output.WriteLine($"  {passage.Start}-{passage.End} {passage.Type}");
            }

            return;
        }

        using MemoryStream stream = new();
        using (
            System.Text.Json.Utf8JsonWriter writer = new(
                stream,
                new System.Text.Json.JsonWriterOptions
                {
                    Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
        )
        {
            writer.WriteStartObject();
            writer.WriteString("id", text.Id);
            writer.WriteString("kind", text.Kind);
            writer.WriteString("text", text.Text);
            writer.WriteStartArray("sections");
            foreach (Passage passage in document.Passages)
            {
                writer.WriteStartObject();
                writer.WriteString("name", passage.Type);
                foreach (NamedValue value in passage.Attributes.DistinctBy(a => a.Name))
                {
                    writer.WriteString(value.Name, value.Value);
                }

                Place(writer, points, new(passage.Start, passage.End));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            foreach (
                (string name, IReadOnlyList<Fragment> places) in ((string, IReadOnlyList<Fragment>)[])
                    [("sentences", sentences), ("tokens", tokens)]
            )
            {
                writer.WriteStartArray(name);
                foreach (Fragment place in places)
                {
                    writer.WriteStartObject();
                    Place(writer, points, place);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static void Place(System.Text.Json.Utf8JsonWriter writer, CodePoints points, Fragment place)
    {
        writer.WriteNumber("start", place.Start);
        writer.WriteNumber("end", place.End);
        if (!points.OneUnitEach)
        {
            writer.WriteNumber("utf16Start", points.ToUnits(place.Start));
            writer.WriteNumber("utf16End", points.ToUnits(place.End));
        }
    }
}
