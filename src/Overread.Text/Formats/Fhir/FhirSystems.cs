using Overread.Text.Documents;

namespace Overread.Text.Formats.Fhir;

/// <summary>Names of terminologies and their URIs in FHIR (HL7 FHIR R4, "Using code systems").</summary>
internal static class FhirSystems
{
    private const string Own = "urn:overread:terminology:";

    private static readonly Dictionary<string, string> s_uris = new(StringComparer.Ordinal)
    {
        ["SNOMEDCT"] = "http://snomed.info/sct",
        ["LOINC"] = "http://loinc.org",
        ["RXNORM"] = "http://www.nlm.nih.gov/research/umls/rxnorm",
        ["ICD10CM"] = "http://hl7.org/fhir/sid/icd-10-cm",
        ["ICD10"] = "http://hl7.org/fhir/sid/icd-10",
        ["ICD9CM"] = "http://hl7.org/fhir/sid/icd-9-cm",
        ["UMLS"] = "http://www.nlm.nih.gov/research/umls",
        ["UCUM"] = "http://unitsofmeasure.org",
        ["MESH"] = "https://www.nlm.nih.gov/mesh",
    };

    internal static string Uri(Concept concept) =>
        s_uris.GetValueOrDefault(concept.Terminology) ?? Own + concept.Terminology;

    internal static string Name(string uri) =>
        uri.StartsWith(Own, StringComparison.Ordinal)
            ? uri[Own.Length..]
            : s_uris.FirstOrDefault(s => s.Value == uri).Key ?? uri;
}
