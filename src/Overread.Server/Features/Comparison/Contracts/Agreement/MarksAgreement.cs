using Overread.Domain.Marks;
using Overread.Quality.Agreement;
using Overread.Quality.Geometry;

namespace Overread.Server.Features.Comparison.Contracts.Agreement;

/// <summary>Agreement of marks by the field's own rule: where they are decides, not only whether there are some.</summary>
internal static class MarksAgreement
{
    /// <summary>Matched F1 over all pairs of readers (Hripcsak and Rothschild 2005).</summary>
    public static Coefficient MatchedF1(FieldReads field) => F1(field, field.Match) with { Name = "matched-f1" };

    /// <summary>F1 under a matching of one's own.</summary>
    public static Coefficient F1(
        FieldReads field,
        Func<IReadOnlyList<Mark>, IReadOnlyList<Mark>, MarkMatching> match
    ) =>
        MarkAgreement.MatchedF1(
            [
                .. field
                    .Marks()
                    .Select(item =>
                        (IReadOnlyList<MarkMatching>)[.. Pairs(item).Select(p => match(p.First.Marks, p.Second.Marks))]
                    ),
            ],
            field.ReaderNames.Count
        );

    /// <summary>Mean of the rule's measure over all matched pairs of marks: how near those are that are the same.</summary>
    public static Coefficient? MeanNearness(FieldReads field)
    {
        int items = 0;
        List<double> values = [];
        foreach (IReadOnlyList<(int Reader, IReadOnlyList<Mark> Marks)> item in field.Marks())
        {
            int before = values.Count;
            foreach (((int, IReadOnlyList<Mark> Marks) first, (int, IReadOnlyList<Mark> Marks) second) in Pairs(item))
            {
                values.AddRange(
                    field
                        .Match(first.Marks, second.Marks)
                        .Pairs.Select(p => field.Nearness(first.Marks[p.First], second.Marks[p.Second]))
                        .OfType<double>()
                );
            }

            items += values.Count > before ? 1 : 0;
        }

        return new Coefficient
        {
            Name = $"mean-{field.Rule!.Measure}",
            State = values.Count == 0 ? AgreementState.NoLabels : AgreementState.Computed,
            Value = values.Count == 0 ? null : values.Average(),
            Items = items,
            Readers = field.ReaderNames.Count,
        };
    }

    /// <summary>Matched F1 of two readers.</summary>
    public static (double? Value, int Items) OfPair(FieldReads field, int first, int second)
    {
        int items = 0;
        int pairs = 0;
        int marks = 0;
        foreach (IReadOnlyList<(int Reader, IReadOnlyList<Mark> Marks)> item in field.Marks())
        {
            if (
                item.FirstOrDefault(r => r.Reader == first).Marks is { } a
                && item.FirstOrDefault(r => r.Reader == second).Marks is { } b
            )
            {
                items++;
                pairs += field.Match(a, b).Pairs.Count;
                marks += a.Count + b.Count;
            }
        }

        return (marks == 0 ? null : 2.0 * pairs / marks, items);
    }

    /// <summary>Matched F1 of one reader with all others: twice the matched pairs over the marks of all pairs; null without a mark.</summary>
    public static double? OfReader(FieldReads field, int reader)
    {
        long pairs = 0;
        long marks = 0;
        foreach (IReadOnlyList<(int Reader, IReadOnlyList<Mark> Marks)> item in field.Marks())
        {
            if (item.FirstOrDefault(r => r.Reader == reader).Marks is { } mine)
            {
                foreach ((int other, IReadOnlyList<Mark> theirs) in item.Where(r => r.Reader != reader))
                {
                    pairs += field.Match(mine, theirs).Pairs.Count;
                    marks += mine.Count + theirs.Count;
                }
            }
        }

        return marks == 0 ? null : 2.0 * pairs / marks;
    }

    /// <summary>What each reader found of the others' marks; every mark that was drawn counts once.</summary>
    public static IEnumerable<AgreementView.DetectionRow> Detection(FieldReads field)
    {
        IReadOnlyList<IReadOnlyList<(int Reader, IReadOnlyList<Mark> Marks)>> all = field.Marks();
        for (int reader = 0; reader < field.ReaderNames.Count; reader++)
        {
            long others = 0;
            long found = 0;
            long own = 0;
            long shared = 0;
            int items = 0;
            foreach (IReadOnlyList<(int Reader, IReadOnlyList<Mark> Marks)> item in all)
            {
                if (item.Count < 2 || item.FirstOrDefault(r => r.Reader == reader).Marks is not { } mine)
                {
                    continue;
                }

                items++;
                own += mine.Count;
                HashSet<int> seen = [];
                foreach ((int other, IReadOnlyList<Mark> marks) in item.Where(r => r.Reader != reader))
                {
                    MarkMatching same = field.Match(mine, marks);
                    others += marks.Count;
                    found += same.Pairs.Count;
                    seen.UnionWith(same.Pairs.Select(p => p.First));
                }

                shared += seen.Count;
            }

            if (items > 0)
            {
                yield return new(field.Field.Id, field.ReaderNames[reader], others, found, own, shared, items);
            }
        }
    }

    private static IEnumerable<(
        (int Reader, IReadOnlyList<Mark> Marks) First,
        (int Reader, IReadOnlyList<Mark> Marks) Second
    )> Pairs(IReadOnlyList<(int Reader, IReadOnlyList<Mark> Marks)> item)
    {
        for (int a = 0; a < item.Count; a++)
        {
            for (int b = a + 1; b < item.Count; b++)
            {
                yield return (item[a], item[b]);
            }
        }
    }
}
