using System.Text.Json;
using System.Text.Json.Nodes;

namespace Overread.Deidentification.Patients;

/// <summary>
/// A crosswalk as lines of JSON, one decision or one patient each, so that what is new can be added at the end. The first
/// line is a heading. It identifies: whoever writes it keeps it where the key is.
/// </summary>
public static class CrosswalkDocument
{
    /// <summary>The first line.</summary>
    public const string Heading = """{"overread":"crosswalk","form":1}""";

    /// <summary>Reads the lines, the heading included.</summary>
    /// <exception cref="FormatException">The heading is missing, or a line is none of its kind; the message says which line and no value.</exception>
    public static Crosswalk Read(IEnumerable<string> lines)
    {
        List<PatientDecision> decisions = [];
        List<ReleasedPatient> released = [];
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            if (number == 1)
            {
                if (line.Trim() != Heading)
                {
                    throw new FormatException("line 1: this is no crosswalk, or one of another form");
                }
            }
            else if (line.Trim().Length > 0)
            {
                switch (Line(line, number))
                {
                    case PatientDecision decision:
                        decisions.Add(decision);
                        break;
                    case ReleasedPatient patient:
                        released.Add(patient);
                        break;
                }
            }
        }

        return Crosswalk.Empty.With(decisions).Release(released);
    }

    /// <summary>The lines of a whole crosswalk.</summary>
    public static IEnumerable<string> Write(Crosswalk crosswalk) =>
        [Heading, .. crosswalk.Decisions.Select(LineOf), .. crosswalk.Released.Select(LineOf)];

    /// <summary>The line of a decision.</summary>
    public static string LineOf(PatientDecision decision) =>
        new JsonObject
        {
            ["decision"] = decision.Kind.ToString().ToLowerInvariant(),
            ["one"] = ReferenceOf(decision.One),
            ["other"] = ReferenceOf(decision.Other),
            ["study"] = decision.Study.Length > 0 ? decision.Study : null,
            ["reason"] = decision.Reason.Length > 0 ? decision.Reason : null,
        }.ToJsonString();

    /// <summary>The line of a patient whose pseudonym was given out.</summary>
    public static string LineOf(ReleasedPatient patient) =>
        new JsonObject
        {
            ["released"] = ReferenceOf(PatientReference.To(patient.Patient)),
            ["seed"] = ReferenceOf(new(patient.Seed)),
            ["studies"] =
                patient.Studies.Count > 0
                    ? new JsonArray([.. patient.Studies.Select(study => JsonValue.Create(study))])
                    : null,
        }.ToJsonString();

    /// <summary>Reads one line.</summary>
    /// <returns>A <see cref="PatientDecision"/> or a <see cref="ReleasedPatient"/>.</returns>
    /// <exception cref="FormatException">It is neither.</exception>
    public static object Line(string line, int number)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            if (root.TryGetProperty("released", out JsonElement released))
            {
                PatientReference said = Reference(released);
                return new ReleasedPatient(
                    new SourcePatient(said.Identity, said.Name ?? "", said.BirthDate ?? "", said.Sex ?? ""),
                    Reference(root.GetProperty("seed")).Identity
                ).With(Studies(root));
            }

            PatientDecisionKind kind = Enum.Parse<PatientDecisionKind>(root.GetProperty("decision").GetString()!, true);
            return new PatientDecision(
                kind,
                Reference(root.GetProperty("one")),
                Reference(root.GetProperty("other")),
                Text(root, "reason") ?? ""
            )
            {
                Study = Text(root, "study") ?? "",
            };
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"line {number}: this is neither a decision nor a patient");
        }
    }

    private static JsonObject ReferenceOf(PatientReference reference) =>
        new()
        {
            ["issuer"] = reference.Identity.Issuer,
            ["id"] = reference.Identity.Id,
            ["name"] = reference.Name,
            ["birthDate"] = reference.BirthDate,
            ["sex"] = reference.Sex,
        };

    private static PatientReference Reference(JsonElement element) =>
        new(
            new(Text(element, "issuer") ?? "", Text(element, "id") ?? ""),
            Text(element, "name"),
            Text(element, "birthDate"),
            Text(element, "sex")
        );

    private static IEnumerable<string> Studies(JsonElement element) =>
        element.TryGetProperty("studies", out JsonElement studies) && studies.ValueKind == JsonValueKind.Array
            ? studies.EnumerateArray().Select(study => study.GetString() ?? "")
            : [];

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
