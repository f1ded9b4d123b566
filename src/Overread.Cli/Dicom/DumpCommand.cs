using System.CommandLine;
using System.Globalization;
using Overread.Dicom;
using Overread.Dicom.Json;

namespace Overread.Cli.Dicom;

/// <summary><c>overread dicom dump FILE</c>: every element, or the DICOM JSON model. Shows values: for the operator's eyes.</summary>
internal static class DumpCommand
{
    private const int LongestValue = 80;

    internal static Command Create()
    {
        Argument<string> path = new("file") { Description = "a DICOM file" };
        Option<bool> json = new("--json") { Description = "the DICOM JSON model (PS3.18 annex F)" };
        Command command = new("dump", "Print every element of a file, identifying values included.") { path, json };
        command.SetAction(parsed =>
            FileErrors.Guarded(
                "dump",
                () =>
                {
                    using DicomFile file = DicomFile.Read(parsed.GetValue(path)!);
                    if (parsed.GetValue(json))
                    {
                        Console.Out.WriteLine(DicomJson.ToText(file.Dataset, indented: true));
                        return file.IsDicom ? 0 : 3;
                    }

                    Console.Out.WriteLine($"# {file.TransferSyntax.Name}, {file.SourceLength} bytes");
                    Print(file.Meta, 0);
                    Print(file.Dataset, 0);
                    foreach (Finding finding in file.Findings)
                    {
                        Console.Error.WriteLine(finding);
                    }

                    return file.IsDicom ? 0 : 3;
                }
            )
        );
        return command;
    }

    private static void Print(Dataset dataset, int depth)
    {
        string indent = new(' ', depth * 2);
        foreach (Element element in dataset.Elements)
        {
            string keyword = AttributeRegistry.KeywordOf(element.Tag);
            Console.Out.WriteLine(
                $"{indent}{element.Tag} {element.Vr} {Value(dataset, element)} # {element.Length} {keyword}"
            );
            foreach (Dataset item in element.Items ?? [])
            {
                Console.Out.WriteLine($"{indent}  item");
                Print(item, depth + 2);
            }
        }
    }

    private static string Value(Dataset dataset, Element element)
    {
        if (element.Items is { } items)
        {
            return $"{items.Count} items";
        }

        if (element.Fragments is { } fragments)
        {
            return $"{fragments.Ranges.Count} fragments";
        }

        if (element.Vr.IsText())
        {
            string text = dataset.TextOf(element) ?? "";
            // Control characters could move the cursor of the reader's terminal.
            string shown = string.Concat(text.Take(LongestValue).Select(c => char.IsControl(c) ? '.' : c));
            return $"[{shown}]{(text.Length > LongestValue ? "…" : "")}";
        }

        IEnumerable<string> numbers = dataset
            .GetNumbers(element.Tag)
            .Take(8)
            .Select(number => number.ToString("R", CultureInfo.InvariantCulture));
        return element.Length > 256 ? "…" : string.Join('\\', numbers);
    }
}
