using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Deidentification.Patients;
using Overread.Deidentification.Patients.Files;
using Overread.Deidentification.Pseudonyms;
using Overread.Dicom.Deidentify.Batch;

namespace Overread.Cli.Deidentification;

/// <summary><c>overread patients</c>: who is who among files, and what a person decides about it.</summary>
internal static class PatientsCommand
{
    private const string Codes =
        " Exit codes: 0 nothing is open; 2 it could not begin, or nothing was taken; 3 something is undecided; 130 stopped.";

    private static readonly Option<string> File = new("--crosswalk")
    {
        Description = "the crosswalk: decisions, and whose pseudonym was given out; keep it with the key",
        Required = true,
    };
    private static readonly Option<bool> Json = new("--json") { Description = "print as JSON" };

    internal static Command Create() =>
        new("patients", "Find who may be one patient and who may be two, and decide it.") { Find(), Decide() };

    private static Command Find()
    {
        Argument<string> input = new("in") { Description = "a DICOM file, a folder or a ZIP archive" };
        Option<string> key = new("--key") { Description = "file with the project key", Required = true };
        Option<string?> write = new("--write")
        {
            Description = "write the findings as a table to be filled in (column action); it names patients",
        };
        Option<bool> show = new("--show") { Description = "print numbers, names, birth dates and sexes as written" };
        Command command = new(
            "find",
            "List doubts about who is who: kind, rule, places of the files in the sorted input. Names nobody without --show."
                + Codes
        )
        {
            input,
            key,
            File,
            write,
            show,
            Json,
        };
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    DeidentifyCommand.Guarded(
                        "patients",
                        () =>
                        {
                            PatientPass pass = new(
                                BatchSources.Of(parsed.GetValue(input)!),
                                CrosswalkFile.Read(parsed.GetValue(File)!),
                                KeyFile.Read(parsed.GetValue(key)!),
                                Environment.ProcessorCount,
                                cancellation
                            );
                            IReadOnlyList<PatientFinding> findings = pass.Resolution.Findings;
                            if (parsed.GetValue(write) is { } path)
                            {
                                Keep(path, DecisionTable.Write(findings));
                            }

                            Console.Out.WriteLine(
                                parsed.GetValue(Json)
                                    ? Document(findings, parsed.GetValue(show)).ToJsonString(Indented)
                                    : Text(findings, parsed.GetValue(show))
                            );
                            return findings.Any(f => f.IsOpen) ? 3 : 0;
                        }
                    )
                )
        );
        return command;
    }

    private static Command Decide()
    {
        Argument<string[]> files = new("files")
        {
            Description = "tables (action, id, to_id, …) or HL7 v2 messages ADT^A40",
            Arity = ArgumentArity.OneOrMore,
        };
        Command command = new(
            "decide",
            "Take decisions into a crosswalk, all of a file or none. A later word about the same two replaces the earlier."
                + Codes
        )
        {
            files,
            File,
            Json,
        };
        command.SetAction(parsed =>
            DeidentifyCommand.Guarded(
                "patients",
                () =>
                {
                    Crosswalk before = CrosswalkFile.Read(parsed.GetValue(File)!);
                    Crosswalk after = CrosswalkFile.With(before, parsed.GetValue(files)!);
                    CrosswalkFile.Write(parsed.GetValue(File)!, after);
                    int added = after.Decisions.Except(before.Decisions).Count();
                    Console.Out.WriteLine(
                        parsed.GetValue(Json)
                            ? new JsonObject { ["added"] = added, ["decisions"] = after.Decisions.Count }.ToJsonString()
                            : $"{added} decisions added, {after.Decisions.Count} in all"
                    );
                    return 0;
                }
            )
        );
        return command;
    }

    private static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };

    private static void Keep(string path, string table)
    {
        if (System.IO.File.Exists(path))
        {
            throw new IOException($"{path} is there already; name another file");
        }

        SecretFile.Write(path, table);
    }

    private static string Text(IReadOnlyList<PatientFinding> findings, bool show)
    {
        IEnumerable<string> lines = findings.Select(f =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{f.Id}  {(f.IsOpen ? "open" : f.Decided.ToString()!.ToLowerInvariant()), -9}  {f.Kind}{Rules(f)}  files {Places(f.OnePlaces)} | {Places(f.OtherPlaces)}{(show ? $"\n    {Side(f.One)}\n    {Side(f.Other)}" : "")}"
            )
        );
        int open = findings.Count(f => f.IsOpen);
        return string.Join('\n', lines.Append($"{open} open, {findings.Count - open} decided"));
    }

    private static string Rules(PatientFinding finding) =>
        finding.Rules == NumberRules.None ? "" : $" ({finding.Rules})";

    private static string Places(IReadOnlyList<int> places) => places.Count == 0 ? "-" : string.Join(' ', places);

    private static string Side(SourcePatient patient) =>
        $"[{patient.Identity.Issuer}] {patient.Identity.Id}  {patient.Name}  {patient.BirthDate}  {patient.Sex}";

    private static JsonArray Document(IReadOnlyList<PatientFinding> findings, bool show) =>
        [
            .. findings.Select(f => new JsonObject
            {
                ["id"] = f.Id,
                ["kind"] = f.Kind.ToString(),
                ["rules"] = f.Rules.ToString(),
                ["open"] = f.IsOpen,
                ["decided"] = f.Decided?.ToString().ToLowerInvariant(),
                ["one"] = Side(f.One, f.OnePlaces, show),
                ["other"] = Side(f.Other, f.OtherPlaces, show),
            }),
        ];

    private static JsonObject Side(SourcePatient patient, IReadOnlyList<int> places, bool show)
    {
        JsonObject side = new() { ["files"] = new JsonArray([.. places.Select(p => JsonValue.Create(p))]) };
        if (show)
        {
            side["issuer"] = patient.Identity.Issuer;
            side["number"] = patient.Identity.Id;
            side["name"] = patient.Name;
            side["birthDate"] = patient.BirthDate;
            side["sex"] = patient.Sex;
        }

        return side;
    }
}
