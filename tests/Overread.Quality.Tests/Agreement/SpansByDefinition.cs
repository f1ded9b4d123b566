using Overread.Quality.Agreement;
using Overread.Quality.Geometry;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Agreement;

/// <summary>Agreement on spans against sums over places, pairs of sections and alignments.</summary>
public sealed class SpansByDefinition
{
    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(2, 3, 3)]
    [InlineData(3, 2, 4)]
    public void Unitizing_alpha_and_its_jackknife(int seed, int categories, int readers)
    {
        SpanDocument[] documents = Documents((ulong)seed, 5, readers, categories);
        Coefficient found = UnitizingAlpha.Of(documents, categories, new() { Level = 0.9 });
        (double value, double observed, double expected) = Alpha(documents);
        Assert.Equal(value, found.Value!.Value, 1e-12);
        Assert.Equal(observed, found.Observed!.Value, 1e-12);
        Assert.Equal(expected, found.Expected!.Value, 1e-12);
        Assert.Equal((documents.Length - 1, readers), (found.Items, found.Readers));
        double[] left = [.. documents.Select((_, i) => Alpha([.. documents.Where((_, j) => j != i)]).Value)];
        (double low, double high) = NaiveAgreement.Jackknife(value, left, false, -1, 0.9);
        Assert.Equal(low, found.Interval!.Value.Low, 1e-10);
        Assert.Equal(high, found.Interval.Value.High, 1e-10);
        MarkedSpan[] all = [.. documents.SelectMany(d => d.Readers).SelectMany(s => s)];
        for (int k = 0; k < categories; k++)
        {
            Assert.Equal(
                all.Where(s => s.Category == k).Sum(s => s.End - s.Start) / all.Sum(s => s.End - s.Start),
                found.Prevalence[k],
                1e-12
            );
        }

        SpanDocument[] merged =
        [
            .. documents.Select(d =>
                d with
                {
                    Readers =
                    [
                        .. d.Readers.Select(r =>
                            (IReadOnlyList<MarkedSpan>)[.. r.Select(s => s with { Category = 0 })]
                        ),
                    ],
                }
            ),
        ];
        Assert.Equal(Alpha(merged).Value, UnitizingAlpha.Binary(documents).Value!.Value, 1e-12);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Gamma_is_one_minus_disorder_over_that_of_turned_spans(int seed)
    {
        SpanDocument[] documents = Documents((ulong)seed, 4, 3, 2);
        AgreementOptions options = new() { Seed = 9, Level = 0.8 };
        Coefficient found = GammaAgreement.Of(documents, 2, options);
        (double Observed, double Chance)[] parts =
        [
            .. documents.Select((d, unit) => Disorders(d, unit, 2, options.Seed)),
        ];
        double Gamma(Func<int, bool> keep) =>
            1
            - (parts.Where((_, i) => keep(i)).Sum(p => p.Observed) / parts.Where((_, i) => keep(i)).Sum(p => p.Chance));
        Assert.Equal(Gamma(_ => true), found.Value!.Value, 1e-10);
        double[] left = [.. documents.Select((_, i) => Gamma(j => j != i))];
        (double low, double high) = NaiveAgreement.Jackknife(found.Value.Value, left, false, -1, 0.8);
        Assert.Equal(low, found.Interval!.Value.Low, 1e-9);
        Assert.Equal(high, found.Interval.Value.High, 1e-9);
        Assert.Equal((found.Value, 0), (found.Observed, found.Expected));
        Assert.Equal(documents.Length - 1, found.Items);
    }

    // The last document has one reader only: it says nothing.
    private static SpanDocument[] Documents(ulong seed, int count, int readers, int categories)
    {
        SeededRandom random = new(seed);
        SpanDocument[] documents = new SpanDocument[count];
        for (int i = 0; i < count; i++)
        {
            IReadOnlyList<MarkedSpan>[] marks = new IReadOnlyList<MarkedSpan>[i == count - 1 ? 1 : readers];
            for (int r = 0; r < marks.Length; r++)
            {
                List<MarkedSpan> spans = [];
                for (int at = random.Next(4); at < 26; at += random.Next(9))
                {
                    int end = at + 1 + random.Next(5);
                    spans.Add(new MarkedSpan(at, Math.Min(30, end), random.Next(categories)));
                    at = end;
                }

                // Not in order of place.
                spans.Reverse();
                marks[r] = [.. spans.Take(3)];
            }

            documents[i] = new SpanDocument(30 + i, marks);
        }

        return documents;
    }

    private static (double Value, double Observed, double Expected) Alpha(SpanDocument[] documents)
    {
        List<(int Category, double Length)> sections = [];
        double total = 0;
        double agreeing = 0;
        foreach (SpanDocument document in documents.Where(d => d.Readers.Count > 1))
        {
            int length = (int)document.Length;
            int[][] labels = [.. document.Readers.Select(spans => Labels(spans, length, sections))];
            for (int at = 0; at < length; at++)
            {
                for (int i = 0; i < labels.Length; i++)
                {
                    for (int j = 0; j < labels.Length; j++)
                    {
                        total += i == j ? 0 : 1.0 / (labels.Length - 1);
                        agreeing += i != j && labels[i][at] == labels[j][at] ? 1.0 / (labels.Length - 1) : 0;
                    }
                }
            }
        }

        double pairs = 0;
        double same = 0;
        for (int s = 0; s < sections.Count; s++)
        {
            for (int t = 0; t < sections.Count; t++)
            {
                double product = s == t ? 0 : sections[s].Length * sections[t].Length;
                pairs += product;
                same += sections[s].Category == sections[t].Category ? product : 0;
            }
        }

        double observed = agreeing / total;
        double expected = same / pairs;
        return (1 - ((1 - observed) / (1 - expected)), observed, expected);
    }

    // −1 is a gap; touching spans of one category stay sections of their own.
    private static int[] Labels(IReadOnlyList<MarkedSpan> spans, int length, List<(int, double)> sections)
    {
        int[] labels = new int[length];
        Array.Fill(labels, -1);
        foreach (MarkedSpan span in spans)
        {
            labels.AsSpan((int)span.Start, (int)(span.End - span.Start)).Fill(span.Category);
            sections.Add((span.Category, span.End - span.Start));
        }

        int gap = 0;
        for (int at = 0; at <= length; at++)
        {
            bool empty = at < length && labels[at] < 0;
            if (!empty && gap > 0)
            {
                sections.Add((-1, gap));
            }

            gap = empty ? gap + 1 : 0;
        }

        return labels;
    }

    private static (double Observed, double Chance) Disorders(SpanDocument document, int unit, int samples, ulong seed)
    {
        if (document.Readers.Count < 2)
        {
            return (0, 0);
        }

        SeededRandom random = SeededRandom.ForPart(seed, (ulong)unit);
        double chance = 0;
        for (int sample = 0; sample < samples; sample++)
        {
            List<MarkedSpan[]> turned = [];
            foreach (IReadOnlyList<MarkedSpan> spans in document.Readers)
            {
                double shift = random.NextDouble() * document.Length;
                turned.Add([
                    .. spans.Select(s =>
                    {
                        double start = s.Start + shift;
                        start -= start >= document.Length ? document.Length : 0;
                        return new MarkedSpan(start, start + s.End - s.Start, s.Category);
                    }),
                ]);
            }

            chance += MeanOfPairs(turned);
        }

        return (MeanOfPairs([.. document.Readers.Select(r => r.ToArray())]), chance / samples);
    }

    private static double MeanOfPairs(List<MarkedSpan[]> readers)
    {
        List<double> pairs = [];
        for (int i = 0; i < readers.Count; i++)
        {
            for (int j = i + 1; j < readers.Count; j++)
            {
                pairs.Add(Best(readers[i], readers[j], 0, 0));
            }
        }

        return pairs.Average();
    }

    // Every span meets one of the other reader or stays alone at a cost of 1.
    private static double Best(MarkedSpan[] first, MarkedSpan[] second, int at, int taken)
    {
        if (at == first.Length)
        {
            return second.Length - System.Numerics.BitOperations.PopCount((uint)taken);
        }

        double best = 1 + Best(first, second, at + 1, taken);
        for (int j = 0; j < second.Length; j++)
        {
            if ((taken & (1 << j)) == 0)
            {
                (MarkedSpan a, MarkedSpan b) = (first[at], second[j]);
                double offset =
                    (Math.Abs(a.Start - b.Start) + Math.Abs(a.End - b.End)) / (a.End - a.Start + b.End - b.Start);
                double cost = (offset * offset) + (a.Category == b.Category ? 0 : 1);
                best = Math.Min(best, cost + Best(first, second, at + 1, taken | (1 << j)));
            }
        }

        return best;
    }
}
