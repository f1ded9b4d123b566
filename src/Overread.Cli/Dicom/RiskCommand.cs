using System.CommandLine;
using System.Text.Json;
using Overread.Cli.Deidentification;
using Overread.Deidentification.Risk;
using Overread.Dicom;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Media;
using Overread.Dicom.Reading;

namespace Overread.Cli.Dicom;

/// <summary><c>overread dicom risk FOLDER</c>: how many patients of a set share what is left about them.</summary>
internal static class RiskCommand
{
    internal static Command Create()
    {
        Argument<string> folder = new("folder") { Description = "de-identified files, with everything below" };
        Option<int> small = new("--small-cell")
        {
            Description = "combinations of fewer patients than this are small",
            DefaultValueFactory = _ => 11,
        };
        Option<bool> json = new("--json") { Description = "print as JSON" };
        Command command = new(
            "risk",
            "Count patients per combination of sex, age band, ethnic group, study year, modality, body part."
        )
        {
            folder,
            small,
            json,
        };
        command.SetAction(parsed =>
            FileErrors.Guarded(
                "risk",
                () => Print(parsed.GetValue(folder)!, parsed.GetValue(small), parsed.GetValue(json))
            )
        );
        return command;
    }

    private static int Print(string folder, int small, bool json)
    {
        Dictionary<string, List<IReadOnlyList<string>>> patients = new(StringComparer.Ordinal);
        ReadOptions headers = new() { StopBefore = Tags.PixelData };
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using DicomFile file = DicomFile.Read(path, headers);
            if (file.IsDicom && !MediaDirectory.Is(file))
            {
                string patient = file.Dataset.GetText(Tags.PatientId) ?? "";
                (patients.TryGetValue(patient, out var rows) ? rows : patients[patient] = []).Add(
                    QuasiIdentifiers.Of(file.Dataset)
                );
            }
        }

        IReadOnlyList<RiskRow> table = RiskTable.Compute(
            QuasiIdentifiers.Columns,
            [.. patients.Values.Select(QuasiIdentifiers.Join)],
            small
        );
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(table, JsonSerializerOptions.Web));
            return 0;
        }

        Console.Out.WriteLine($"{patients.Count} patients");
        Console.Out.Write(RiskText.Of(table));
        return 0;
    }
}
