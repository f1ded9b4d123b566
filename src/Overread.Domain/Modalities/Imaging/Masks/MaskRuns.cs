using System.Globalization;
using System.Text;

namespace Overread.Domain.Modalities.Imaging.Masks;

/// <summary>Reads and writes what is painted on a picture, and counts with it; see <see cref="MaskPart.Runs"/> for the form.</summary>
public static class MaskRuns
{
    /// <summary>The runs of a text, ascending with something free between two; null where it is not in the form.</summary>
    public static IReadOnlyList<MaskRun>? Read(string text)
    {
        List<MaskRun> runs = [];
        int at = 0;
        int place = 0;
        while (at < text.Length)
        {
            if (
                !TryNumber(text, ref at, out int free)
                || (free == 0 && place > 0)
                || at == text.Length
                || text[at++] != ' '
                || !TryNumber(text, ref at, out int painted)
                || painted == 0
                || (long)place + free + painted > int.MaxValue
            )
            {
                return null;
            }

            runs.Add(new(place + free, place + free + painted));
            place += free + painted;
            if (at < text.Length && (text[at++] != ' ' || at == text.Length))
            {
                return null;
            }
        }

        return runs;
    }

    /// <summary>The text of runs that are ascending with something free between two.</summary>
    public static string Write(IEnumerable<MaskRun> runs)
    {
        StringBuilder text = new();
        int place = 0;
        foreach (MaskRun run in runs)
        {
            text.Append(text.Length == 0 ? "" : " ")
                .Append(CultureInfo.InvariantCulture, $"{run.Start - place} {run.Length}");
            place = run.End;
        }

        return text.ToString();
    }

    /// <summary>Pixels painted.</summary>
    public static long Count(IReadOnlyList<MaskRun> runs) => runs.Sum(r => (long)r.Length);

    /// <summary>Pixels painted in both.</summary>
    public static long Common(IReadOnlyList<MaskRun> first, IReadOnlyList<MaskRun> second)
    {
        long common = 0;
        int i = 0;
        int k = 0;
        while (i < first.Count && k < second.Count)
        {
            common += Math.Max(0, Math.Min(first[i].End, second[k].End) - Math.Max(first[i].Start, second[k].Start));
            if (first[i].End < second[k].End)
            {
                i++;
            }
            else
            {
                k++;
            }
        }

        return common;
    }

    /// <summary>The pixels that at least so many paint.</summary>
    public static IReadOnlyList<MaskRun> Shared(IReadOnlyList<IReadOnlyList<MaskRun>> all, int atLeast)
    {
        SortedDictionary<int, int> steps = [];
        foreach (MaskRun run in all.SelectMany(r => r))
        {
            steps[run.Start] = steps.GetValueOrDefault(run.Start) + 1;
            steps[run.End] = steps.GetValueOrDefault(run.End) - 1;
        }

        List<MaskRun> shared = [];
        int painting = 0;
        int from = -1;
        foreach ((int place, int step) in steps)
        {
            painting += step;
            if (painting >= atLeast && from < 0)
            {
                from = place;
            }
            else if (painting < atLeast && from >= 0)
            {
                shared.Add(new(from, place));
                from = -1;
            }
        }

        return shared;
    }

    // Digits without a leading zero: a mask has one text alone.
    private static bool TryNumber(string text, ref int at, out int number)
    {
        int from = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        number = 0;
        return at > from
            && (text[from] != '0' || at == from + 1)
            && int.TryParse(text.AsSpan(from, at - from), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
