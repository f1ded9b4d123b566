using Overread.Quality.ReaderStudies;

namespace Overread.Quality.Tests.ReaderStudies;

/// <summary>
/// Ratings of two published reader studies. Each pair of digits is one case: its rating under the first and under the
/// second modality; cases that are not diseased come first.
/// </summary>
internal static class PublishedStudies
{
    /// <summary>
    /// Van Dyke et al. 1993, Cine MRI in the diagnosis of thoracic aortic dissection, 79th RSNA meeting: 5 readers, 69 and 45 cases,
    /// spin echo against cine. As distributed with RJafroc (vignettes/VanDyke.lrc) and MRMCaov.
    /// </summary>
    internal static ReaderStudy VanDyke() => Parse(s_vanDyke, 69, rating => rating);

    /// <summary>
    /// Franken et al. 1992, Investigative Radiology 27:732: 4 readers, 33 and 67 cases, neonatal radiographs. As distributed with
    /// RJafroc (inst/vignettes/Franken1.lrc), whose header says that small ratings are the suspicious ones; here they are turned round.
    /// </summary>
    internal static ReaderStudy Franken() => Parse(s_franken, 33, rating => 6 - rating);

    /// <summary>The same ratings with cases renamed so that no case is shared by readers, or by modalities.</summary>
    internal static ReaderStudy Nested(ReaderStudy study, bool withinReaders)
    {
        int copies = withinReaders ? study.Readers : study.Modalities;
        List<int> modality = [];
        List<int> reader = [];
        List<int> item = [];
        List<double> rating = [];
        foreach ((int m, int r, int c, double value) in Rows(study))
        {
            modality.Add(m);
            reader.Add(r);
            item.Add(((withinReaders ? r : m) * study.Cases) + c);
            rating.Add(value);
        }

        return ReaderStudy.Of(
            [.. modality],
            [.. reader],
            [.. item],
            [.. rating],
            [.. Enumerable.Range(0, copies).SelectMany(_ => study.Diseased)],
            study.Modalities,
            study.Readers
        );
    }

    /// <summary>A study without some of its ratings.</summary>
    internal static ReaderStudy Without(ReaderStudy study, Func<int, int, int, bool> gone)
    {
        (int M, int R, int C, double V)[] rows = [.. Rows(study).Where(row => !gone(row.M, row.R, row.C))];
        return ReaderStudy.Of(
            [.. rows.Select(row => row.M)],
            [.. rows.Select(row => row.R)],
            [.. rows.Select(row => row.C)],
            [.. rows.Select(row => row.V)],
            study.Diseased,
            study.Modalities,
            study.Readers
        );
    }

    /// <summary>As a table for the tool: item, reader, modality, rating, and item, truth.</summary>
    internal static (string Ratings, string Truth) AsTables(ReaderStudy study, string[] modalities) =>
        (
            "item,reader,modality,rating\n"
                + string.Concat(Rows(study).Select(row => $"c{row.C + 1},r{row.R + 1},{modalities[row.M]},{row.V}\n")),
            "item,truth\n" + string.Concat(study.Diseased.Select((ill, c) => $"c{c + 1},{(ill ? 1 : 0)}\n"))
        );

    private static IEnumerable<(int M, int R, int C, double V)> Rows(ReaderStudy study)
    {
        for (int m = 0; m < study.Modalities; m++)
        {
            for (int r = 0; r < study.Readers; r++)
            {
                for (int c = 0; c < study.Cases; c++)
                {
                    if (study.Rating(m, r, c) is { } value)
                    {
                        yield return (m, r, c, value);
                    }
                }
            }
        }
    }

    private static ReaderStudy Parse(string[] readers, int healthy, Func<int, int> turn)
    {
        List<int> modality = [];
        List<int> reader = [];
        List<int> item = [];
        List<double> rating = [];
        int cases = 0;
        for (int r = 0; r < readers.Length; r++)
        {
            string[] pairs = readers[r].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            cases = pairs.Length;
            for (int c = 0; c < pairs.Length; c++)
            {
                for (int m = 0; m < 2; m++)
                {
                    modality.Add(m);
                    reader.Add(r);
                    item.Add(c);
                    rating.Add(turn(pairs[c][m] - '0'));
                }
            }
        }

        return ReaderStudy.Of(
            [.. modality],
            [.. reader],
            [.. item],
            [.. rating],
            [.. Enumerable.Range(0, cases).Select(c => c >= healthy)],
            2,
            readers.Length
        );
    }

    private static readonly string[] s_vanDyke =
    [
        "13 23 23 12 52 12 12 12 13 12 11 13 41 12 12 12 12 12 12 11 11 11 31 11 34 12 11 23 11 42 12 11 14 13 12 33 11 22 13 21 12 12 22 33 33 11 31 11 13 33 33 11 11 13 14 11 12 24 22 11 12 14 11 34 34 22 11 11 11 "
            + "55 53 55 55 45 55 55 55 44 55 55 55 45 34 44 23 43 55 55 55 55 55 55 55 13 55 45 43 55 45 55 55 34 54 55 55 15 13 55 55 55 45 45 55 11",
        "23 32 22 22 22 22 22 22 23 32 22 22 52 22 22 21 32 22 22 22 21 22 22 22 43 22 22 22 22 32 22 21 22 22 21 22 22 22 22 22 23 21 22 22 23 22 22 22 22 22 22 22 22 22 23 22 22 43 32 22 22 32 22 22 22 22 21 22 22 "
            + "55 33 55 55 55 55 55 45 22 55 55 55 43 44 24 22 24 55 54 55 55 55 54 55 22 45 32 33 55 45 55 53 22 44 22 55 25 22 55 55 55 55 35 55 22",
        "22 24 22 22 32 52 13 12 22 22 41 21 41 23 22 22 32 22 21 22 11 21 32 21 44 11 11 35 21 22 11 11 22 21 22 42 12 21 12 42 12 21 11 13 22 21 21 21 22 23 33 21 11 13 22 12 11 22 23 12 13 54 11 42 24 12 21 12 21 "
            + "55 42 55 55 55 55 55 55 55 55 55 55 53 45 24 31 54 55 55 55 55 55 55 55 22 55 23 23 55 55 55 54 23 55 55 55 25 23 54 55 55 55 55 55 21",
        "12 12 11 11 11 11 33 11 12 11 11 11 11 12 12 11 11 11 12 11 21 11 11 11 23 12 11 12 11 22 11 11 11 11 12 12 11 11 12 11 11 11 11 11 12 11 12 11 32 31 12 12 11 11 11 11 11 12 11 12 11 11 11 33 12 13 12 11 11 "
            + "55 54 55 55 55 55 55 55 54 55 55 55 54 55 55 15 55 55 55 55 55 55 55 55 54 55 45 54 44 45 55 55 35 55 55 55 15 23 55 55 55 55 55 55 55",
        "32 52 13 21 12 12 12 12 21 22 22 12 21 11 11 12 22 22 11 12 32 22 21 12 13 12 12 23 12 11 22 11 12 22 32 12 21 21 12 11 12 31 31 33 22 11 12 12 23 13 12 11 12 12 12 12 11 32 42 12 22 33 11 22 13 23 11 11 31 "
            + "55 22 55 24 55 55 55 55 15 54 45 55 43 54 23 23 33 55 55 55 55 55 55 45 12 45 41 33 23 22 15 53 12 55 14 55 15 13 53 55 55 35 55 55 23",
    ];

    private static readonly string[] s_franken =
    [
        "33 53 42 43 45 45 41 22 55 54 23 45 55 44 24 44 55 43 55 44 24 43 34 44 45 44 24 34 44 44 44 12 33 "
            + "11 44 11 11 22 11 52 15 11 11 55 11 24 12 45 22 52 13 11 31 13 11 11 11 21 11 13 24 34 11 43 11 21 12 33 11 23 11 11 22 21 11 12 11 11 21 11 21 34 42 12 22 11 21 11 11 23 44 11 32 12 14 11 11 53 23 12",
        "23 45 35 45 45 55 33 22 44 55 55 45 45 45 45 35 45 43 23 55 33 43 42 33 35 55 33 55 53 55 55 43 44 "
            + "22 24 22 22 22 22 23 32 32 22 35 22 24 22 55 32 35 22 23 22 22 22 22 22 22 32 22 43 34 22 45 22 22 25 23 23 22 22 23 23 23 22 22 22 22 23 23 32 22 53 52 23 23 22 23 22 32 32 22 45 22 23 22 22 44 23 32",
        "33 55 44 44 44 54 12 22 44 53 34 44 55 33 34 42 44 23 54 44 54 44 44 42 44 44 45 54 44 34 44 42 44 "
            + "12 12 11 12 12 11 13 43 51 11 44 12 33 12 43 22 33 11 12 14 11 11 11 11 11 21 22 34 32 11 33 11 44 45 44 11 31 11 11 45 43 11 11 11 11 21 11 12 43 44 22 24 11 11 21 11 22 22 21 45 11 34 11 11 43 32 12",
        "25 43 52 55 53 55 13 45 55 55 25 53 55 55 55 55 11 44 55 55 44 35 55 32 55 54 22 55 55 55 22 55 55 "
            + "21 32 11 11 11 11 11 51 22 31 55 11 22 11 55 41 25 11 11 54 12 11 11 11 11 11 11 53 44 11 55 11 22 22 25 11 45 11 11 55 22 11 11 11 11 25 12 21 55 42 44 55 11 11 11 11 14 43 12 55 21 15 11 11 55 23 23",
    ];
}
