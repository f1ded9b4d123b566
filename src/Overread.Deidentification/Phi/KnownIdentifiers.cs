using System.Globalization;
using System.Text;
using Overread.Deidentification.Residual;

namespace Overread.Deidentification.Phi;

/// <summary>
/// The check after replacement: what is known of a case, and what was removed once, is looked for in the bytes of the result, by
/// the search that looks into files of images. It knows no vocabulary and no rule of the detector.
/// </summary>
public sealed class KnownIdentifiers
{
    private const int Shortest = 4;
    private readonly ResidualSearch _search = new();
    private readonly ResidualNames _names = new();
    private readonly ResidualNumbers _numbers = new();

    /// <summary>What the header of the case says.</summary>
    public void Add(PhiHeader header)
    {
        foreach (string name in header.Names)
        {
            _names.Add("a name of the header", name);
        }

        foreach (
            string part in header.Names.SelectMany(n =>
                n.Split([' ', '^', '=', ',', ';', '.'], StringSplitOptions.RemoveEmptyEntries)
            )
        )
        {
            _search.Add("a name of the header", part);
        }

        _search.Add("the patient's number", header.PatientId);
        _numbers.AddNumber("the patient's number", header.PatientId);
        foreach (string id in header.Ids)
        {
            _search.Add("a number of the header", id);
            _numbers.AddNumber("a number of the header", id);
        }

        if (header.BirthDate is { } day)
        {
            _numbers.AddDay("the birth date", day.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>What was found in the text: numbers, addresses and names of several words, which mean nothing else elsewhere.</summary>
    public void Add(string text, IReadOnlyList<PhiSpan> spans)
    {
        foreach (PhiSpan span in spans)
        {
            string value = text[span.Start..span.End].Trim();
            bool own =
                span.Type >= PhiType.Phone && value.Length > Shortest
                || span.Type == PhiType.Name
                    && value.Contains(' ', StringComparison.Ordinal)
                    && value.Length > Shortest * 2;
            if (own)
            {
                _search.Add($"a {span.Type} that was removed elsewhere", value);
            }
        }
    }

    /// <summary>Kinds of what is left in a result; empty where nothing is.</summary>
    public IReadOnlyCollection<string> Find(string result) =>
        [
            .. _search
                .Find(Encoding.UTF8.GetBytes(result))
                .Concat(_names.Find(result))
                .Concat(_numbers.Find(result))
                .Distinct(StringComparer.Ordinal),
        ];
}
