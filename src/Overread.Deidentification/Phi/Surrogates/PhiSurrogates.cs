using System.Text;
using Overread.Deidentification.Dates;
using Overread.Deidentification.Pseudonyms;

namespace Overread.Deidentification.Phi.Surrogates;

/// <summary>
/// Other people's names, moved dates and other numbers in the place of what was found, so that the text reads as before. Keyed: a
/// name, a number, a place has the same surrogate in every text of a project, and a patient's days move as in the headers of the
/// patient's images. First learn all texts of a set, then replace: no surrogate is then a real value of the set. Not thread-safe
/// while it learns.
/// </summary>
public sealed class PhiSurrogates
{
    private readonly ProjectKey _key;
    private readonly PatientPseudonyms _patients;
    private readonly HashSet<string> _real = new(StringComparer.Ordinal);
    private readonly SurrogateWords _words;
    private readonly SurrogateNumbers _numbers;

    /// <summary>Surrogates of one project.</summary>
    public PhiSurrogates(ProjectKey key)
    {
        _key = key;
        _patients = new PatientPseudonyms(key);
        _words = new SurrogateWords(key, _real);
        _numbers = new SurrogateNumbers(key, _real);
    }

    /// <summary>Takes in the values of a text, so that none of them becomes a surrogate, and who has which initials.</summary>
    public void Learn(string text, IReadOnlyList<PhiSpan> spans)
    {
        foreach (PhiSpan span in spans)
        {
            string value = text[span.Start..span.End];
            foreach (string word in SurrogateWords.Split(value).Where(w => char.IsLetterOrDigit(w[0])))
            {
                _real.Add(PhiLexicon.Fold(word));
            }

            if (span.Type == PhiType.Name)
            {
                _words.LearnName(value);
            }
        }
    }

    /// <summary>Takes in what is known of a case.</summary>
    public void Learn(PhiHeader header)
    {
        foreach (string name in header.Names)
        {
            string plain = name.Replace('^', ' ');
            _words.LearnName(plain);
            _real.UnionWith(SurrogateWords.Split(plain).Where(w => char.IsLetter(w[0])).Select(PhiLexicon.Fold));
        }

        _real.UnionWith(header.Ids.Append(header.PatientId).Where(v => v.Length > 0).Select(PhiLexicon.Fold));
    }

    /// <summary>The text with surrogates.</summary>
    /// <param name="text">The text.</param>
    /// <param name="spans">What was found in it.</param>
    /// <param name="document">What names the document: its days move by it where no patient is known.</param>
    /// <param name="header">What is known of the case, or null.</param>
    public PhiReplacement Replace(string text, IReadOnlyList<PhiSpan> spans, string document, PhiHeader? header)
    {
        SurrogateDates dates = new(Offset(text, spans, document, header), PhiDetector.LanguageOf(text), text);
        return PhiReplacer.With(text, spans, span => Of(text[span.Start..span.End], span, dates, header));
    }

    /// <summary>
    /// The offset of the patient: of the header's number and issuer as the DICOM header's; else of the first record number of the
    /// text; else of the document alone.
    /// </summary>
    private DateOffset Offset(string text, IReadOnlyList<PhiSpan> spans, string document, PhiHeader? header)
    {
        if (header is { PatientId.Length: > 0 })
        {
            return DateOffset.For(_key, header.Issuer.Trim() + "\u0000" + header.PatientId.Trim());
        }

        foreach (PhiSpan span in spans.Where(s => s.Type == PhiType.MedicalRecord))
        {
            return DateOffset.For(_key, "\u0000" + text[span.Start..span.End].Trim('#', ' '));
        }

        return DateOffset.For(_key, "document\u0000" + document);
    }

    private string Of(string value, PhiSpan span, SurrogateDates dates, PhiHeader? header)
    {
        if (header is { PatientId.Length: > 0 } && Same(value, header.PatientId))
        {
            return _patients.Replace(header.PatientId, header.Issuer);
        }

        return span.Type switch
        {
            PhiType.Name => _words.Name(value),
            PhiType.Location or PhiType.Organisation or PhiType.Region => _words.Place(value, _numbers),
            PhiType.Date => dates.Move(value),
            PhiType.Age => value.Any(char.IsAsciiDigit) ? "90" : "ninety",
            _ => _numbers.Of(value),
        };
    }

    private static bool Same(string value, string id) =>
        string.Equals(Bare(value), Bare(id), StringComparison.OrdinalIgnoreCase);

    private static string Bare(string id)
    {
        StringBuilder bare = new(id.Length);
        foreach (char c in id)
        {
            if (char.IsLetterOrDigit(c))
            {
                bare.Append(c);
            }
        }

        return bare.ToString();
    }
}
