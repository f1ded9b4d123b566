using Overread.Quality.Agreement;
using Overread.Quality.Geometry;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Agreement;

/// <summary>The alignment of all readers at once against all alignments that there are.</summary>
public sealed class JointGammaTests
{
    // Disorders by a program that tries every parting into groups (Python, from the definition).
    public static TheoryData<MarkedSpan[][], double> Documents =>
        new()
        {
            {
                [
                    [new(0, 4), new(6, 9, 1)],
                    [new(1, 5), new(6, 10, 1)],
                    [new(0, 5, 1), new(7, 9, 1)],
                ],
                0.7529035441337029
            },
            {
                [
                    [new(0, 10), new(20, 30)],
                    [new(3, 13)],
                    [new(6, 16), new(22, 30, 1)],
                ],
                1.1841152263374486
            },
            // Pair by pair the middle one meets both others, 1.0933; all at once it cannot have it both ways.
            {
                [
                    [new(0, 10)],
                    [new(8, 18)],
                    [new(16, 26)],
                ],
                1.28
            },
            {
                [
                    [new(0, 3), new(2, 8, 1), new(10, 12)],
                    [new(1, 4), new(3, 8, 1), new(9, 12, 1)],
                    [new(0, 2), new(10, 13)],
                    [new(2, 7, 1), new(11, 12)],
                ],
                1.728310376492195
            },
        };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Leaves_the_least_disorder_of_all_alignments(MarkedSpan[][] readers, double least)
    {
        (double found, bool exact) = UnitAlignment.Best(readers);
        Assert.Equal(least, found, 1e-12);
        Assert.True(exact);
        Assert.Equal(least, Naive(readers), 1e-12);
    }

    /// <summary>
    /// The example of Mathet et al. 2015 with three annotators (Alex, Paul, Suzan) as published with pygamma-agreement (tests/data/AlexPaulSuzan.csv and
    /// tests/test_gammas.py: places weigh 3, categories and an absent unit 1; the best alignment's disorder per mean number of units is .96
    /// within 1 %). The exact value is by dynamic programming over all parts of the 16 units in another language.
    /// </summary>
    [Fact]
    public void Published_example_has_its_published_disorder()
    {
        MarkedSpan[][] readers =
        [
            [new(2, 9, 1), new(11, 17, 2), new(24, 30, 5), new(32, 36, 6), new(36, 44, 6), new(44, 60, 7)],
            [new(2, 9, 1), new(11, 17, 3), new(19, 25, 5), new(32, 44, 6)],
            [new(2, 9, 1), new(11, 17, 4), new(21, 27, 5), new(32, 36, 6), new(36, 40, 6), new(40, 44, 6)],
        ];
        (double found, bool exact) = UnitAlignment.Best(readers, position: 3);
        Assert.True(exact);
        Assert.Equal(0.96, found / (16 / 3.0), 0.0096);
        Assert.Equal(5.123333333333333, found, 1e-12);
        Assert.Equal(3.485555555555555, UnitAlignment.Best(readers).Disorder, 1e-12);
    }

    /// <summary>With four readers a unit alone leaves three pairs of two who have nothing: they count like the others.</summary>
    [Fact]
    public void A_pair_that_has_nothing_counts_as_one_that_lacks_one()
    {
        MarkedSpan[][] readers =
        [
            [new(0, 10)],
            [new(100, 110)],
            [],
            [],
        ];
        Assert.Equal(2, UnitAlignment.Best(readers).Disorder, 1e-12);
        Assert.Equal(2, Naive(readers), 1e-12);
    }

    [Fact]
    public void Is_the_best_of_all_for_any_marks_and_says_when_it_is_not_sure()
    {
        int unsure = 0;
        int worse = 0;
        for (ulong seed = 1; seed <= 60; seed++)
        {
            MarkedSpan[][] readers = Random(seed, 3, 9);
            double least = Naive(readers);
            (double found, bool exact) = UnitAlignment.Best(readers);
            Assert.True(exact);
            Assert.Equal(least, found, 1e-10);

            // With hardly any states it may miss the best, and then it does not claim it.
            (double hasty, bool sure) = UnitAlignment.Best(readers, 1);
            Assert.True(hasty >= least - 1e-10);
            Assert.True(!sure || Math.Abs(hasty - least) < 1e-10, $"seed {seed}");
            unsure += sure ? 0 : 1;
            worse += hasty > least + 1e-9 ? 1 : 0;
        }

        Assert.True(unsure > 5 && worse > 0, $"{unsure} {worse}");
    }

    [Fact]
    public void Two_readers_are_aligned_as_they_are_pair_by_pair()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            MarkedSpan[][] readers = Random(seed, 2, 12);
            Assert.Equal(GammaForm.Disorder(readers[0], readers[1]), UnitAlignment.Best(readers).Disorder, 1e-10);
        }

        SpanDocument[] documents =
        [
            .. Enumerable.Range(1, 5).Select(s => new SpanDocument(40, Random((ulong)s, 2, 8))),
        ];
        JointGamma joint = GammaAgreement.AllAtOnce(documents, 5);
        Assert.Equal(GammaAgreement.Of(documents, 5).Value!.Value, joint.Coefficient.Value!.Value, 1e-12);
        Assert.Equal(("gamma-joint", 30, 30, 0.0), (joint.Coefficient.Name, joint.Exact, joint.Alignments, joint.Gap));
    }

    [Fact]
    public void Gamma_is_one_minus_the_disorder_over_that_of_turned_marks()
    {
        SpanDocument[] documents =
        [
            .. Enumerable.Range(1, 6).Select(s => new SpanDocument(40, Random((ulong)s, 3, 8))),
        ];
        AgreementOptions options = new() { Seed = 7 };
        JointGamma found = GammaAgreement.AllAtOnce(documents, 3, options);
        double observed = 0;
        double chance = 0;
        for (int unit = 0; unit < documents.Length; unit++)
        {
            SeededRandom random = SeededRandom.ForPart(7, (ulong)unit);
            observed += Naive([.. documents[unit].Readers.Select(spans => spans.ToArray())]);
            for (int sample = 0; sample < 3; sample++)
            {
                MarkedSpan[][] turned = new MarkedSpan[3][];
                for (int reader = 0; reader < 3; reader++)
                {
                    double shift = random.NextDouble() * 40;
                    turned[reader] =
                    [
                        .. documents[unit]
                            .Readers[reader]
                            .Select(span =>
                                span with
                                {
                                    Start = (span.Start + shift) % 40,
                                    End = ((span.Start + shift) % 40) + span.Length,
                                }
                            ),
                    ];
                }

                chance += Naive(turned) / 3;
            }
        }

        Assert.Equal(1 - (observed / chance), found.Coefficient.Value!.Value, 1e-9);
        Assert.Equal(24, found.Exact);
        Assert.Equal(
            found.Coefficient.Value,
            GammaAgreement.AllAtOnce(documents, 3, options with { Threads = 2 }).Coefficient.Value
        );
        Assert.NotNull(found.Coefficient.Interval);
    }

    [Fact]
    public void Without_two_readers_there_is_nothing_to_align()
    {
        JointGamma none = GammaAgreement.AllAtOnce([
            new SpanDocument(
                10,
                [
                    [new(0, 2)],
                ]
            ),
        ]);
        Assert.Null(none.Coefficient.Value);
        Assert.Equal((0, 0, 0.0), (none.Exact, none.Alignments, none.Gap));
    }

    private static MarkedSpan[][] Random(ulong seed, int readers, int units)
    {
        SeededRandom random = new(seed);
        List<MarkedSpan>[] marks = [.. Enumerable.Range(0, readers).Select(_ => new List<MarkedSpan>())];
        for (int unit = 0; unit < units; unit++)
        {
            double start = random.Next(22);
            marks[unit % readers].Add(new MarkedSpan(start, start + 1 + random.Next(8), random.Next(2)));
        }

        return [.. marks.Select(list => list.ToArray())];
    }

    /// <summary>The least disorder over every parting of the units into groups of different readers.</summary>
    private static double Naive(MarkedSpan[][] readers)
    {
        (int Reader, MarkedSpan Span)[] units =
        [
            .. readers.SelectMany((spans, reader) => spans.Select(span => (reader, span))),
        ];
        double least = double.PositiveInfinity;
        List<List<(int Reader, MarkedSpan Span)>> groups = [];
        Go(0, 0);
        return least / (readers.Length * (readers.Length - 1) / 2.0);

        void Go(int unit, double pairs)
        {
            if (unit == units.Length)
            {
                least = Math.Min(least, pairs + groups.Sum(group => Empty(group.Count, readers.Length)));
                return;
            }

            foreach (List<(int Reader, MarkedSpan Span)> group in groups.ToArray())
            {
                if (group.TrueForAll(member => member.Reader != units[unit].Reader))
                {
                    double more = group.Sum(member => Apart(member.Span, units[unit].Span));
                    group.Add(units[unit]);
                    Go(unit + 1, pairs + more);
                    group.RemoveAt(group.Count - 1);
                }
            }

            groups.Add([units[unit]]);
            Go(unit + 1, pairs);
            groups.RemoveAt(groups.Count - 1);
        }
    }

    /// <summary>Pairs of readers of whom one or both have no unit in a group.</summary>
    private static double Empty(int units, int readers) => ((readers * (readers - 1)) - (units * (units - 1))) / 2.0;

    private static double Apart(MarkedSpan one, MarkedSpan other)
    {
        double ends = Math.Abs(one.Start - other.Start) + Math.Abs(one.End - other.End);
        double share = ends / (one.End - one.Start + other.End - other.Start);
        return (share * share) + (one.Category == other.Category ? 0 : 1);
    }
}
