using Overread.Domain.Marks;
using Overread.Quality.Agreement;
using Overread.Quality.Geometry;

namespace Overread.Server.Features.Comparison.Contracts.Agreement;

/// <summary>Agreement of regions along a line: where they begin and end, and what they are called.</summary>
internal static class SpansAgreement
{
    /// <summary>F1 of spans that begin and end at the same places with the same class.</summary>
    public static Coefficient ExactF1(FieldReads field) =>
        F1(field, "span-exact-f1", (a, b) => Extent(field, a) == Extent(field, b) ? 1 : 0);

    /// <summary>F1 of spans of the same class that meet at all, the nearest first.</summary>
    public static Coefficient OverlapF1(FieldReads field) =>
        F1(field, "span-overlap-f1", (a, b) => Shared(field, a, b));

    /// <summary>Unitizing α (Krippendorff and others 2016); none where a reader's spans overlap, which it does not know.</summary>
    public static Coefficient? Alpha(FieldReads field)
    {
        IReadOnlyList<SpanDocument> documents = Documents(field);
        return documents.Count == 0 || documents.Any(d => d.Readers.Any(Overlaps))
            ? null
            : UnitizingAlpha.Of(documents, Math.Max(field.Field.Options?.Count ?? 0, 1));
    }

    /// <summary>γ (Mathet, Widlöcher and Métivier 2015).</summary>
    public static Coefficient? Gamma(FieldReads field)
    {
        IReadOnlyList<SpanDocument> documents = Documents(field);
        return documents.Count == 0 ? null : GammaAgreement.Of(documents);
    }

    private static Coefficient F1(FieldReads field, string name, Func<Mark, Mark, double> likeness) =>
        MarksAgreement.F1(
            field,
            (first, second) =>
                MarkMatching.Of(
                    first.Count,
                    second.Count,
                    (a, b) => first[a].Class == second[b].Class ? likeness(first[a], second[b]) : 0,
                    double.Epsilon
                )
        ) with
        {
            Name = name,
        };

    private static double Shared(FieldReads field, Mark first, Mark second)
    {
        (string fileA, double startA, double endA) = Extent(field, first);
        (string fileB, double startB, double endB) = Extent(field, second);
        double both = Math.Min(endA, endB) - Math.Max(startA, startB);
        return fileA != fileB || both <= 0 ? 0 : both / (Math.Max(endA, endB) - Math.Min(startA, startB));
    }

    private static (string File, double Start, double End) Extent(FieldReads field, Mark mark)
    {
        (double start, double end) = ((LinearRegionKind)field.Field.Kind.Region!).Extent(mark.Region);
        return (mark.Region.File, start, end);
    }

    // One document per item and file that was marked; a file without any mark of anybody says nothing about where spans begin.
    private static List<SpanDocument> Documents(FieldReads field)
    {
        LinearRegionKind kind = (LinearRegionKind)field.Field.Kind.Region!;
        List<string> classes = [.. (field.Field.Options ?? []).Select(o => o.Id)];
        List<SpanDocument> documents = [];
        foreach (IReadOnlyList<(int Reader, IReadOnlyList<Mark> Marks)> item in field.Marks().Where(i => i.Count > 1))
        {
            foreach (IGrouping<string, Mark> file in item.SelectMany(r => r.Marks).GroupBy(m => m.Region.File))
            {
                if (field.ContentOf(file.First()) is { } content && kind.LengthOf(content) is { } length and > 0)
                {
                    documents.Add(
                        new(
                            length,
                            [
                                .. item.Select(r =>
                                    (IReadOnlyList<MarkedSpan>)
                                        [
                                            .. r
                                                .Marks.Where(m => m.Region.File == file.Key)
                                                .Select(m => Span(kind, classes, m)),
                                        ]
                                ),
                            ]
                        )
                    );
                }
            }
        }

        return documents;
    }

    private static MarkedSpan Span(LinearRegionKind kind, List<string> classes, Mark mark)
    {
        (double start, double end) = kind.Extent(mark.Region);
        return new(start, end, Math.Max(mark.Class is { } c ? classes.IndexOf(c) : 0, 0));
    }

    private static bool Overlaps(IReadOnlyList<MarkedSpan> spans)
    {
        List<MarkedSpan> order = [.. spans.OrderBy(s => s.Start)];
        return Enumerable.Range(1, Math.Max(order.Count - 1, 0)).Any(i => order[i].Start < order[i - 1].End);
    }
}
