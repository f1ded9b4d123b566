using System.Globalization;

namespace Overread.Deidentification.Phi;

/// <summary>What the case's own header says, found however the document writes it.</summary>
internal sealed class HeaderRules(PhiText text, PhiHits hits, PhiHeader header)
{
    private const int ShortestNumber = 4;
    private static readonly char[] Separators = [' ', '^', '=', ',', ';', '.', '\t', '-'];

    internal void Find()
    {
        HashSet<string> parts =
        [
            .. header
                .Names.SelectMany(n => n.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
                .Where(p => p.Length > 1)
                .Select(PhiLexicon.Fold),
        ];
        if (parts.Count > 0)
        {
            Names(parts);
        }

        foreach (
            string id in header
                .Ids.Append(header.PatientId)
                .Select(v => v.Trim())
                .Where(v => v.Length >= ShortestNumber)
        )
        {
            PhiType type = id == header.PatientId.Trim() ? PhiType.MedicalRecord : PhiType.OtherId;
            Everywhere(id, type, "header-number");
            string digits = string.Concat(id.Where(char.IsAsciiDigit)).TrimStart('0');
            if (digits.Length >= ShortestNumber + 1 && digits != id)
            {
                Everywhere(digits, type, "header-number");
            }
        }

        if (header.BirthDate is { } day)
        {
            foreach (string form in Forms(day))
            {
                Everywhere(form, PhiType.Date, "header-birth-date");
            }
        }
    }

    private void Names(HashSet<string> parts)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known = parts.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> folded = stackalloc char[2 * PhiLexicon.LongestWord];
        for (int i = 0; i < text.Count; i++)
        {
            if (text[i].Kind != TokenKind.Word || !known.Contains(folded[..PhiLexicon.Fold(text.Of(i), folded)]))
            {
                continue;
            }

            bool ordinary =
                text.Is(i, WordClass.Function | WordClass.Common | WordClass.Clinical) || text[i].Length < 3;
            if (!ordinary || text[i].Upper && !(text[i].Opening && text.Is(i, WordClass.Function)))
            {
                hits.Add(i, i + 1, PhiType.Name, "header-name", 0.99);
            }
        }
    }

    private void Everywhere(string value, PhiType type, string rule)
    {
        string all = text.Text;
        for (
            int at = all.IndexOf(value, StringComparison.OrdinalIgnoreCase);
            at >= 0;
            at = all.IndexOf(value, at + value.Length, StringComparison.OrdinalIgnoreCase)
        )
        {
            bool inside =
                at > 0 && char.IsAsciiDigit(all[at - 1]) && char.IsAsciiDigit(value[0])
                || at + value.Length < all.Length
                    && char.IsAsciiDigit(all[at + value.Length])
                    && char.IsAsciiDigit(value[^1]);
            int end = at + value.Length;
            if (!inside)
            {
                hits.AddCharacters(at, end, type, rule, 0.99);
            }

            if (end >= all.Length)
            {
                return;
            }
        }
    }

    private static IEnumerable<string> Forms(DateOnly day) =>
        new[]
        {
            "yyyyMMdd",
            "yyyy-MM-dd",
            "dd.MM.yyyy",
            "d.M.yyyy",
            "dd/MM/yyyy",
            "d/M/yyyy",
            "MM/dd/yyyy",
            "M/d/yyyy",
            "MM-dd-yyyy",
            "dd-MM-yyyy",
            "ddMMyyyy",
            "MMddyyyy",
            "ddMMyy",
            "MMddyy",
        }.Select(f => day.ToString(f, CultureInfo.InvariantCulture));
}
