using Overread.Quality.Agreement;
using Overread.Quality.Geometry;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Agreement;

public sealed class SpanAgreementTests
{
    [Fact]
    public void Units_of_length_one_give_krippendorffs_alpha()
    {
        SeededRandom random = new(5);
        const int Places = 60;
        int[] table =
        [
            .. Enumerable.Range(0, Places * 3).Select(i => random.NextDouble() < 0.6 ? i / 3 % 4 : random.Next(4)),
        ];
        SpanDocument[] documents =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(part => new SpanDocument(
                    Places / 4,
                    [
                        .. Enumerable
                            .Range(0, 3)
                            .Select(reader =>
                                (IReadOnlyList<MarkedSpan>)
                                    [
                                        .. Enumerable
                                            .Range(0, Places / 4)
                                            .Select(at => new MarkedSpan(
                                                at,
                                                at + 1,
                                                table[(((part * (Places / 4)) + at) * 3) + reader]
                                            )),
                                    ]
                            ),
                    ]
                )),
        ];
        Coefficient alpha = KrippendorffAlpha.Of(Ratings.FromTable(table, 3, 4));
        Coefficient units = UnitizingAlpha.Of(documents, 4);
        Assert.Equal(alpha.Value!.Value, units.Value!.Value, 1e-12);
        Assert.Equal(alpha.Observed!.Value, units.Observed!.Value, 1e-12);
        Assert.Equal(alpha.Expected!.Value, units.Expected!.Value, 1e-12);
        Assert.Equal((4, 3), (units.Items, units.Readers));
        Assert.True(units.Interval!.Value.Low < units.Value && units.Value < units.Interval.Value.High);
        for (int k = 0; k < 4; k++)
        {
            Assert.Equal(alpha.Prevalence[k], units.Prevalence[k], 1e-12);
        }
    }

    [Fact]
    public void Unitizing_alpha_by_hand()
    {
        // Reader 1 marks 2..6, reader 2 marks 4..8, of 10. Sections of 1: gap 2, unit 4, gap 4; of 2: gap 4, unit 4, gap 2.
        SpanDocument document = new(
            10,
            [
                [new(2, 6)],
                [new(4, 8)],
            ]
        );
        double observed = ((2 * 4) + (2 * 2)) / 20.0;
        double squares = 2 * (4 + 16 + 16);
        double expected = ((12 * 12) - (2 * (4 + 16)) + (8 * 8) - (2 * 16)) / (400.0 - squares);
        Coefficient alpha = UnitizingAlpha.Of([document], 1);
        Assert.Equal(1 - ((1 - observed) / (1 - expected)), alpha.Value!.Value, 1e-12);
        Assert.Null(alpha.Interval);
        Assert.Equal("unitizing-alpha", alpha.Name);

        // Names count, unless only places are asked for.
        SpanDocument named = new(
            10,
            [
                [new(0, 5, 0), new(5, 10, 1)],
                [new(0, 5, 1), new(5, 10, 0)],
            ]
        );
        Assert.True(UnitizingAlpha.Of([named], 2).Value < 0);
        SpanDocument placed = new(
            10,
            [
                [new(0, 5, 0)],
                [new(0, 5, 1)],
            ]
        );
        Assert.Equal(1, UnitizingAlpha.Binary([placed]).Value!.Value, 1e-12);
        Assert.True(UnitizingAlpha.Of([placed], 2).Value < 0.5);
        Assert.Equal("unitizing-alpha-binary", UnitizingAlpha.Binary([placed]).Name);
    }

    [Fact]
    public void Spans_at_random_have_alpha_and_gamma_near_zero_and_equal_ones_have_one()
    {
        SeededRandom random = new(11);
        MarkedSpan[] Draw()
        {
            List<MarkedSpan> spans = [];
            for (double at = 20 * random.NextDouble(); at < 580; at += 5 + (40 * random.NextDouble()))
            {
                double end = at + 4 + (6 * random.NextDouble());
                spans.Add(new MarkedSpan(at, end, random.Next(2)));
                at = end;
            }

            return [.. spans];
        }

        SpanDocument[] chance =
        [
            .. Enumerable.Range(0, 14).Select(_ => new SpanDocument(600, [Draw(), Draw(), Draw()])),
        ];
        SpanDocument[] equal = [.. chance.Select(d => d with { Readers = [d.Readers[0], d.Readers[0]] })];
        Assert.Equal(0, UnitizingAlpha.Of(chance, 2).Value!.Value, 0.03);
        Assert.Equal(0, GammaAgreement.Of(chance, 6).Value!.Value, 0.06);
        Assert.Equal(1, UnitizingAlpha.Of(equal, 2).Value!.Value, 1e-12);
        Assert.Equal(1, GammaAgreement.Of(equal, 3).Value!.Value, 1e-12);
        Coefficient one = GammaAgreement.Of(chance, 2, new AgreementOptions { Threads = 1 });
        Coefficient two = GammaAgreement.Of(chance, 2, new AgreementOptions { Threads = 2 });
        Assert.Equal(one.Value, two.Value);
        Assert.Equal(one.Interval, two.Interval);
        Assert.Equal(("gamma", 14, 3), (one.Name, one.Items, one.Readers));
        Assert.NotEqual(one.Value, GammaAgreement.Of(chance, 2, new AgreementOptions { Seed = 2 }).Value);
    }

    [Fact]
    public void Disorder_is_that_of_the_best_alignment()
    {
        Assert.Equal(0, GammaForm.Disorder([], []));
        Assert.Equal(2, GammaForm.Disorder([new(0, 1), new(5, 6)], []));
        Assert.Equal(0.0625, GammaForm.Disorder([new(0, 4)], [new(1, 5)]), 1e-12);
        Assert.Equal(1.0625, GammaForm.Disorder([new(0, 4, 1)], [new(1, 5)]), 1e-12);

        // Too far apart: both stay alone at a cost of 2.
        Assert.Equal(2, GammaForm.Disorder([new(0, 1)], [new(50, 51)]), 1e-12);

        // Pairing the first with the first would leave the second alone; crossing is cheaper than that.
        Assert.Equal(0.25 + 0.0, GammaForm.Disorder([new(0, 4), new(2, 6)], [new(2, 6), new(2, 6)]), 1e-12);
        Assert.Equal(1.0 + 0.0, GammaForm.Disorder([new(0, 4), new(2, 6)], [new(2, 6)]), 1e-12);
    }

    [Fact]
    public void The_cheapest_assignment_equals_brute_force()
    {
        SeededRandom random = new(3);
        for (int round = 0; round < 60; round++)
        {
            int size = 1 + random.Next(6);
            double[] cost = [.. Enumerable.Range(0, size * size).Select(_ => (double)random.Next(8))];
            int[] columns = Assignment.Cheapest(cost, size);
            Assert.Equal(Enumerable.Range(0, size), columns.Order());
            double found = columns.Select((column, row) => cost[(row * size) + column]).Sum();
            Assert.Equal(Best(cost, size, 0, 0), found, 1e-9);
        }
    }

    [Fact]
    public void What_cannot_be_said_is_a_state_and_what_does_not_fit_is_refused()
    {
        Assert.Equal(AgreementState.NoLabels, UnitizingAlpha.Of([], 1).State);
        Assert.Equal(
            AgreementState.NoLabels,
            GammaAgreement
                .Of([
                    new(
                        10,
                        [
                            [],
                            [],
                        ]
                    ),
                ])
                .State
        );
        Assert.Equal(
            AgreementState.SingleReader,
            GammaAgreement
                .Of([
                    new(
                        10,
                        [
                            [new(0, 1)],
                        ]
                    ),
                ])
                .State
        );
        Assert.Equal(
            AgreementState.SingleCategory,
            UnitizingAlpha
                .Of(
                    [
                        new(
                            10,
                            [
                                [new(0, 10)],
                                [new(0, 10)],
                            ]
                        ),
                    ],
                    1
                )
                .State
        );
        Assert.Null(
            UnitizingAlpha
                .Of(
                    [
                        new(
                            10,
                            [
                                [new(0, 10)],
                                [new(0, 10)],
                            ]
                        ),
                    ],
                    1
                )
                .Value
        );
        foreach (MarkedSpan bad in (MarkedSpan[])[new(-1, 1), new(1, 1), new(9, 11), new(0, 1, -1)])
        {
            Assert.Throws<ArgumentException>(() =>
                GammaAgreement.Of([
                    new(
                        10,
                        [
                            [bad],
                            [],
                        ]
                    ),
                ])
            );
            Assert.Throws<ArgumentException>(() =>
                UnitizingAlpha.Of(
                    [
                        new(
                            10,
                            [
                                [bad],
                                [],
                            ]
                        ),
                    ],
                    1
                )
            );
        }

        Assert.Throws<ArgumentException>(() =>
            UnitizingAlpha.Of(
                [
                    new(
                        10,
                        [
                            [new(0, 1, 1)],
                            [],
                        ]
                    ),
                ],
                1
            )
        );
        Assert.Throws<ArgumentException>(() =>
            UnitizingAlpha.Of(
                [
                    new(
                        10,
                        [
                            [new(0, 4), new(3, 5)],
                            [],
                        ]
                    ),
                ],
                1
            )
        );
        Assert.NotNull(
            UnitizingAlpha
                .Of(
                    [
                        new(
                            10,
                            [
                                [new(0, 10)],
                                [new(0, 4)],
                            ]
                        ),
                        new(
                            5,
                            [
                                [],
                            ]
                        ),
                    ],
                    1
                )
                .Value
        );
    }

    private static double Best(double[] cost, int size, int row, int taken)
    {
        if (row == size)
        {
            return 0;
        }

        double best = double.MaxValue;
        for (int column = 0; column < size; column++)
        {
            if ((taken & (1 << column)) == 0)
            {
                best = Math.Min(best, cost[(row * size) + column] + Best(cost, size, row + 1, taken | (1 << column)));
            }
        }

        return best;
    }
}
