using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Overread.Deidentification.Phi;

namespace Overread.Server.Modalities.Text.Intake;

/// <summary>
/// Reads from the head of a structured document whose it is: PID of HL7 v2, recordTarget of CDA, Patient of FHIR. What stands there is
/// met in its text however it is spelled. Identifying: it lives as long as the intake and is kept nowhere.
/// </summary>
internal static class DocumentSubject
{
    private const int DeepestJson = 64;

    /// <summary>What the document says of its subject; null where it says nothing, or is no such document.</summary>
    /// <param name="kind">hl7v2, cda, fhir or another kind, as the reader of texts names it.</param>
    /// <param name="document">The whole document as it came.</param>
    public static PhiHeader? Of(string kind, string document)
    {
        List<string> names = [];
        List<string> numbers = [];
        List<string> days = [];
        if (kind.StartsWith("hl7", StringComparison.OrdinalIgnoreCase))
        {
            OfSegments(document, names, numbers, days);
        }
        else if (kind.Equals("cda", StringComparison.OrdinalIgnoreCase))
        {
            OfClinicalDocument(document, names, numbers, days);
        }
        else if (kind.StartsWith("fhir", StringComparison.OrdinalIgnoreCase))
        {
            OfResource(document, names, numbers, days);
        }

        return names.Count + numbers.Count + days.Count == 0
            ? null
            : new PhiHeader
            {
                Names = names,
                PatientId = numbers.FirstOrDefault() ?? "",
                Ids = [.. numbers.Skip(1)],
                BirthDate = days.Select(Day).FirstOrDefault(day => day is not null),
            };
    }

    // PID-3 identifiers, PID-5 names, PID-7 day of birth (HL7 v2.5 chapter 3.4.2); the separators are those of MSH.
    private static void OfSegments(string document, List<string> names, List<string> numbers, List<string> days)
    {
        char field = '|';
        char component = '^';
        char repetition = '~';
        foreach (string line in document.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("MSH", StringComparison.Ordinal) && line.Length > 6)
            {
                (field, component, repetition) = (line[3], line[4], line[5]);
            }
            else if (line.StartsWith("PID" + field, StringComparison.Ordinal))
            {
                string[] fields = line.Split(field);
                string At(int place) => place < fields.Length ? fields[place] : "";
                names.AddRange(
                    At(5)
                        .Split(repetition)
                        .Select(name => string.Join('^', name.Split(component).Take(3)))
                        .Where(name => name.Any(char.IsLetter))
                );
                foreach (int place in (int[])[3, 2, 4, 18])
                {
                    numbers.AddRange(At(place).Split(repetition).Select(id => id.Split(component)[0]).Where(IsNumber));
                }

                days.Add(At(7));
            }
        }
    }

    private static void OfClinicalDocument(string document, List<string> names, List<string> numbers, List<string> days)
    {
        XmlReaderSettings safe = new()
        {
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            MaxCharactersFromEntities = 0,
        };
        using XmlReader reader = XmlReader.Create(new StringReader(document), safe);
        XDocument read;
        try
        {
            read = XDocument.Load(reader);
        }
        catch (XmlException)
        {
            // The reader of texts has taken what could be read, and said so; of the head nothing is known.
            return;
        }

        foreach (XElement target in read.Descendants().Where(e => e.Name.LocalName == "patientRole"))
        {
            numbers.AddRange(
                target
                    .Elements()
                    .Where(e => e.Name.LocalName == "id")
                    .Select(e => (string?)e.Attribute("extension") ?? "")
                    .Where(IsNumber)
            );
            foreach (XElement patient in target.Elements().Where(e => e.Name.LocalName == "patient"))
            {
                names.AddRange(
                    patient
                        .Elements()
                        .Where(e => e.Name.LocalName == "name")
                        .Select(e => string.Join(' ', e.DescendantNodes().OfType<XText>().Select(t => t.Value.Trim())))
                        .Where(name => name.Any(char.IsLetter))
                );
                days.AddRange(
                    patient
                        .Elements()
                        .Where(e => e.Name.LocalName == "birthTime")
                        .Select(e => (string?)e.Attribute("value") ?? "")
                );
            }
        }
    }

    private static void OfResource(string document, List<string> names, List<string> numbers, List<string> days)
    {
        try
        {
            using JsonDocument read = JsonDocument.Parse(document, new JsonDocumentOptions { MaxDepth = DeepestJson });
            Walk(read.RootElement, names, numbers, days);
        }
        catch (JsonException)
        {
            // As above; resources by line are read line by line by the reader of texts, and have no common subject.
            return;
        }
    }

    private static void Walk(JsonElement element, List<string> names, List<string> numbers, List<string> days)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                Walk(item, names, numbers, days);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (Text(element, "resourceType") == "Patient")
            {
                names.AddRange(Items(element, "name").Select(NameOf).Where(name => name.Any(char.IsLetter)));
                numbers.AddRange(Items(element, "identifier").Select(id => Text(id, "value")).Where(IsNumber));
                days.Add(Text(element, "birthDate"));
            }

            foreach (JsonProperty property in element.EnumerateObject())
            {
                if (property.Name is "subject" or "patient" && Text(property.Value, "display") is { Length: > 0 } shown)
                {
                    names.Add(shown);
                }

                Walk(property.Value, names, numbers, days);
            }
        }
    }

    private static string NameOf(JsonElement name) =>
        string.Join(
            ' ',
            Items(name, "given")
                .Select(given => given.ValueKind == JsonValueKind.String ? given.GetString() : "")
                .Append(Text(name, "family"))
        )
            is { } parts
        && parts.Any(char.IsLetter)
            ? parts
            : Text(name, "text");

    private static IEnumerable<JsonElement> Items(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(property, out JsonElement items)
        && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray()
            : [];

    private static string Text(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(property, out JsonElement text)
        && text.ValueKind == JsonValueKind.String
            ? text.GetString() ?? ""
            : "";

    private static bool IsNumber(string id) => id.Any(char.IsAsciiDigit);

    private static DateOnly? Day(string text)
    {
        string digits = string.Concat(text.Where(char.IsAsciiDigit));
        return
            digits.Length >= 8
            && DateOnly.TryParseExact(
                digits[..8],
                "yyyyMMdd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out DateOnly day
            )
            ? day
            : null;
    }
}
