using Overread.Deidentification.Text;

namespace Overread.Deidentification.Patients;

/// <summary>Compares what sources say beside the number. What one does not say contradicts nothing.</summary>
internal static class PatientFacts
{
    /// <summary>The gravest contradiction between two; null where both may be said of one person.</summary>
    internal static PatientFindingKind? Contradiction(SourcePatient a, SourcePatient b) =>
        Differ(Digits(a.BirthDate), Digits(b.BirthDate)) ? PatientFindingKind.OtherBirthDate
        : Differ(a.Sex.ToUpperInvariant(), b.Sex.ToUpperInvariant()) ? PatientFindingKind.OtherSex
        : NamesDiffer(a.Name, b.Name) ? PatientFindingKind.OtherName
        : null;

    /// <summary>Name and birth date by which two numbers may be one person; null where the source lacks either.</summary>
    internal static string? PersonOf(SourcePatient patient)
    {
        string[] name = Components(patient.Name);
        string born = Digits(patient.BirthDate);
        return name.Length == 0 || born.Length == 0
            ? null
            : string.Join('^', name.Take(2).Order(StringComparer.Ordinal)) + "\u001F" + born;
    }

    private static bool Differ(string a, string b) => a.Length > 0 && b.Length > 0 && a != b;

    private static string Digits(string date) => string.Concat(date.Where(char.IsAsciiDigit));

    /// <summary>Names agree where family and given name do, in any case and with or without diacritics; more may follow.</summary>
    private static bool NamesDiffer(string one, string other)
    {
        string[] a = Components(one);
        string[] b = Components(other);
        for (int i = 0; i < Math.Min(2, Math.Min(a.Length, b.Length)); i++)
        {
            if (a[i] != b[i])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Components of the first group (alphabetic; PS3.5 section 6.2.1.1), folded, without signs; empty ones left out.</summary>
    private static string[] Components(string name) =>
        [.. name.Split('=')[0].Split('^').Select(Folded).Where(part => part.Length > 0)];

    private static string Folded(string part)
    {
        string folded;
        try
        {
            folded = NameForms.Fold(part);
        }
        catch (ArgumentException)
        {
            // Unpaired surrogates of a damaged file: compared as they are.
            folded = part.ToUpperInvariant();
        }

        return string.Concat(folded.Where(char.IsLetterOrDigit));
    }
}
