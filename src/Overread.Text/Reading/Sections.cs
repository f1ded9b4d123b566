using Overread.Text.Documents;

namespace Overread.Text.Reading;

/// <summary>
/// Headings of clinical notes: a line that is a known heading, with or without a colon; a line that ends with a colon and is short;
/// a short line in capitals; and a known heading with a colon at the start of a line that goes on. Markdown and numbering before
/// a heading are overlooked.
/// </summary>
public static class Sections
{
    // Headings of clinical notes and reports as they are written in English, Spanish and German.
    private static readonly HashSet<string> s_known = new(StringComparer.OrdinalIgnoreCase)
    {
        "chief complaint",
        "cc",
        "reason for visit",
        "reason for consultation",
        "reason for exam",
        "reason for admission",
        "history",
        "history of present illness",
        "hpi",
        "present illness",
        "interval history",
        "past medical history",
        "pmh",
        "medical history",
        "past surgical history",
        "surgical history",
        "past psychiatric history",
        "family history",
        "social history",
        "allergies",
        "medications",
        "current medications",
        "home medications",
        "medications on admission",
        "discharge medications",
        "medication",
        "review of systems",
        "ros",
        "physical exam",
        "physical examination",
        "exam",
        "examination",
        "vital signs",
        "vitals",
        "vitals reviewed",
        "laboratory data",
        "laboratory",
        "labs",
        "lab results",
        "results",
        "data",
        "imaging",
        "studies",
        "radiology",
        "ecg",
        "ekg",
        "pathology",
        "microbiology",
        "assessment",
        "assessment and plan",
        "assessment & plan",
        "a/p",
        "impression",
        "impressions",
        "plan",
        "recommendation",
        "recommendations",
        "findings",
        "technique",
        "comparison",
        "indication",
        "clinical indication",
        "clinical history",
        "clinical information",
        "procedure",
        "procedures",
        "procedure details",
        "operative findings",
        "operation",
        "anesthesia",
        "complications",
        "specimens",
        "specimen",
        "gross description",
        "microscopic description",
        "final diagnosis",
        "diagnosis",
        "diagnoses",
        "admission diagnosis",
        "discharge diagnosis",
        "principal diagnosis",
        "secondary diagnoses",
        "preoperative diagnosis",
        "postoperative diagnosis",
        "hospital course",
        "brief hospital course",
        "course",
        "discharge instructions",
        "discharge condition",
        "disposition",
        "discharge disposition",
        "follow up",
        "follow-up",
        "followup",
        "instructions",
        "subjective",
        "objective",
        "problem list",
        "immunizations",
        "conclusion",
        "conclusions",
        "addendum",
        "summary",
        "attestation",
        "exam type",
        "contrast",
        "consent",
        "counseling",
        "motivo de consulta",
        "antecedentes",
        "antecedentes personales",
        "antecedentes familiares",
        "enfermedad actual",
        "historia actual",
        "exploración física",
        "exploracion fisica",
        "exploraciones complementarias",
        "pruebas complementarias",
        "evolución",
        "evolucion",
        "evolución y comentarios",
        "diagnóstico",
        "diagnostico",
        "diagnóstico principal",
        "tratamiento",
        "tratamiento recomendado",
        "alergias",
        "juicio clínico",
        "juicio clinico",
        "medicación",
        "datos del paciente",
        "anamnese",
        "aktuelle anamnese",
        "vorgeschichte",
        "familienanamnese",
        "sozialanamnese",
        "allergien",
        "medikation",
        "körperlicher untersuchungsbefund",
        "untersuchungsbefund",
        "befund",
        "befunde",
        "beurteilung",
        "diagnose",
        "diagnosen",
        "therapie",
        "verlauf",
        "procedere",
        "prozedere",
        "epikrise",
        "entlassmedikation",
        "labor",
        "zusammenfassung",
        "fragestellung",
    };
    private const int LongestHeading = 60;

    /// <summary>The sections of a text in order; they cover it.</summary>
    public static IReadOnlyList<Section> Of(CodePoints text)
    {
        List<Section> sections = [];
        string units = text.Text;
        string name = "";
        Fragment heading = new(0, 0);
        int body = 0;
        int at = 0;
        while (at < units.Length)
        {
            int end = units.AsSpan(at).IndexOfAny('\r', '\n');
            end = end < 0 ? units.Length : at + end;
            if (Heading(units.AsSpan(at, end - at), out int from, out int length, out int rest))
            {
                Close(sections, text, name, heading, body, at);
                name = units.Substring(at + from, length).ToLowerInvariant();
                heading = new(text.OfUnits(at + from), text.OfUnits(at + from + length));
                body = at + rest;
            }

            at = end;
            while (at < units.Length && units[at] is '\r' or '\n')
            {
                at++;
            }
        }

        Close(sections, text, name, heading, body, units.Length);
        return sections;
    }

    private static void Close(List<Section> sections, CodePoints text, string name, Fragment heading, int body, int end)
    {
        if (name.Length > 0 || !string.IsNullOrWhiteSpace(text.Text[body..end]))
        {
            sections.Add(new(name, heading, new(text.OfUnits(Math.Min(body, end)), text.OfUnits(end))));
        }
    }

    /// <summary>Whether a line is or begins with a heading: where that is, and where what follows begins.</summary>
    private static bool Heading(ReadOnlySpan<char> line, out int from, out int length, out int rest)
    {
        (from, length, rest) = (0, 0, 0);
        while (from < line.Length && (char.IsWhiteSpace(line[from]) || line[from] is '#' or '*' or '='))
        {
            from++;
        }

        int number = from;
        while (number < line.Length && char.IsAsciiDigit(line[number]))
        {
            number++;
        }

        if (number > from && number < line.Length && line[number] is '.' or ')')
        {
            number++;
            while (number < line.Length && line[number] == ' ')
            {
                number++;
            }

            from = number;
        }

        int colon = line[from..].IndexOf(':');
        ReadOnlySpan<char> words = (colon < 0 ? line[from..] : line.Slice(from, colon)).TrimEnd(" \t*=").TrimEnd();
        if (words.IsEmpty || words.Length > LongestHeading || !char.IsLetter(words[0]))
        {
            return false;
        }

        bool known = s_known.GetAlternateLookup<ReadOnlySpan<char>>().Contains(words);
        bool alone = colon < 0 || line[(from + colon + 1)..].Trim(" \t*").IsEmpty;
        bool heading =
            known && (colon >= 0 || alone)
            || (colon >= 0 && alone && Count(words) <= 6 && char.IsUpper(words[0]))
            || (colon < 0 && Count(words) <= 6 && words.Length >= 4 && Capitals(words));
        length = words.Length;
        rest = colon < 0 ? line.Length : from + colon + 1;
        return heading;
    }

    private static int Count(ReadOnlySpan<char> words) => words.Count(' ') + 1;

    private static bool Capitals(ReadOnlySpan<char> words)
    {
        foreach (char c in words)
        {
            // A letter of a script without capitals is no capital either.
            if ((char.IsLetter(c) && !char.IsUpper(c)) || char.IsDigit(c) || c is '.' or ';' or '|')
            {
                return false;
            }
        }

        return true;
    }
}
