using Overread.Domain.Intake;
using Overread.Domain.Marks;
using Overread.Domain.Modalities;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Modalities.Text;

namespace Overread.Domain.Tests;

public class SpanTests
{
    private static readonly TextContent Document = new(100);

    [Theory]
    [InlineData(0, 100, null)]
    [InlineData(99, 100, null)]
    [InlineData(0, 0, "A span begins at 0 or later and ends behind its beginning.")]
    [InlineData(-1, 3, "A span begins at 0 or later and ends behind its beginning.")]
    [InlineData(5, 4, "A span begins at 0 or later and ends behind its beginning.")]
    [InlineData(99, 101, "The span ends behind the end of the document.")]
    public void A_span_lies_within_its_document(int start, int end, string? why)
    {
        Assert.Equal(why, SpanKind.Instance.Misfit(new SpanRegion("f", start, end), Document));
        Assert.Equal(
            "The mark lies in a file that is no text.",
            SpanKind.Instance.Misfit(new SpanRegion("f", 0, 1), new ImageContent(9, 9, 1))
        );
        Assert.Equal(
            "The mark lies in a file that is no text.",
            SpanKind.Instance.Misfit(new PointRegion("f", 0, 1, 1), Document)
        );
    }

    [Theory]
    [InlineData(0, 10, 0, 10, 1.0, 1.0)]
    [InlineData(0, 10, 5, 15, 0.5, 0.0)]
    [InlineData(0, 10, 10, 20, 0.0, 0.0)]
    [InlineData(0, 10, 2, 4, 2.0 * 2 / 12, 0.0)]
    public void Nearness_is_the_F1_of_code_points_or_sameness(
        int start,
        int end,
        int otherStart,
        int otherEnd,
        double f1,
        double exact
    )
    {
        SpanRegion a = new("f", start, end);
        SpanRegion b = new("f", otherStart, otherEnd);
        Assert.Equal(f1, SpanKind.Instance.Measure(a, b, new MatchRule("span-f1", 0.5), Document)!.Value, 12);
        Assert.Equal(f1, SpanKind.Instance.Measure(b, a, new MatchRule("span-f1", 0.5), Document)!.Value, 12);
        Assert.Equal(exact, SpanKind.Instance.Measure(a, b, new MatchRule("exact", 1), Document));
        Assert.Null(SpanKind.Instance.Measure(a, b with { File = "g" }, new MatchRule("span-f1", 0.5), Document));
    }

    [Fact]
    public void The_middle_has_the_median_of_the_bounds()
    {
        SpanKind kind = (SpanKind)DomainModalities.KindOf(new SpanRegion("f", 0, 1));
        Assert.Equal(
            new SpanRegion("f", 2, 12),
            kind.Middle([new SpanRegion("f", 0, 10), new SpanRegion("f", 2, 12), new SpanRegion("f", 8, 30)])
        );
        Assert.Equal(new SpanRegion("f", 1, 14), kind.Middle([new SpanRegion("f", 1, 12), new SpanRegion("f", 2, 15)]));
        Assert.Equal([3.0, 7.0], kind.Values(new SpanRegion("f", 3, 7)));
        Assert.Throws<ArgumentException>(() => kind.Values(new PointRegion("f", 0, 1, 1)));
    }

    [Fact]
    public void Places_at_the_gate_lie_in_their_document_and_are_counted()
    {
        FileFacts[] files =
        [
            new("f", "h", 1, "text/plain", Document),
            new("i", "h", 1, "image/png", new ImageContent(9, 9, 1)),
        ];
        GateSpan good = new("a", "f", 10, 20);
        Decision accepted = TextGateRules.Spans("e", files, 3, 3, [good, new("b", "f", 0, 5)], []);
        Assert.Equal([new SpansMarked("e", 4, 2, 15)], accepted.Events);
        Assert.Equal("gate.spans-moved", TextGateRules.Spans("e", files, 3, 2, [good], []).Refusal!.Code);
        foreach (
            GateSpan bad in (GateSpan[])
                [
                    good with
                    {
                        File = "i",
                    },
                    good with
                    {
                        File = "x",
                    },
                    good with
                    {
                        Id = "",
                    },
                    good with
                    {
                        Id = new string('a', 65),
                    },
                    good with
                    {
                        Start = -1,
                    },
                    good with
                    {
                        End = 10,
                    },
                    good with
                    {
                        End = 101,
                    },
                ]
        )
        {
            Refusal? refusal = TextGateRules.Spans("e", files, 0, 0, [good with { Id = "z" }, bad], []).Refusal;
            Assert.Equal(("gate.span", "spans[1]"), (refusal?.Code, refusal?.Where));
        }

        Assert.Equal("gate.span", TextGateRules.Spans("e", files, 0, 0, [good, good], []).Refusal!.Code);
        Assert.Equal("gate.unopened", TextGateRules.Obstacle(false)!.Code);
        Assert.Null(TextGateRules.Obstacle(true));
    }

    [Fact]
    public void What_a_program_proposed_and_a_person_does_not_cover_wholly_is_dismissed()
    {
        FileFacts[] files = [new("f", "h", 1, "text/plain", Document)];
        SpanFinding name = new("name", "title", 0.9);
        GateSpan[] proposed =
        [
            new("p1", "f", 10, 20) { Found = name },
            new("p2", "f", 30, 34) { Found = name },
            new("p3", "f", 50, 60) { Found = name },
        ];
        int? Dismissed(params GateSpan[] spans) =>
            ((SpansMarked)TextGateRules.Spans("e", files, 0, 0, spans, proposed).Events[0]).Dismissed;
        Assert.Equal(0, Dismissed(proposed));
        Assert.Equal(3, Dismissed());
        // Two neighbours cover one together; one that is cut short leaves something of it.
        Assert.Equal(1, Dismissed(new("a", "f", 15, 34), new("b", "f", 5, 15), new("c", "f", 50, 59)));
        Assert.Equal(1, Dismissed(new("a", "f", 10, 14), new("b", "f", 15, 20), proposed[1], proposed[2]));
        Assert.Null(
            ((SpansMarked)TextGateRules.Spans("e", files, 0, 0, [new("a", "f", 1, 2)], []).Events[0]).Dismissed
        );
    }

    [Fact]
    public void As_many_places_as_were_proposed_can_be_saved_and_five_thousand_more()
    {
        FileFacts[] files = [new("f", "h", 1, "text/plain", new TextContent(40_000))];
        GateSpan[] all = [.. Enumerable.Range(0, 13_000).Select(i => new GateSpan($"s{i}", "f", 3 * i, (3 * i) + 2))];
        GateSpan[] proposed = all[..8_000];
        Assert.Equal(0, ((SpansMarked)TextGateRules.Spans("e", files, 0, 0, all, proposed).Events[0]).Dismissed);
        Refusal more = TextGateRules.Spans("e", files, 0, 0, all, proposed[1..]).Refusal!;
        Assert.Equal(("gate.span", "spans"), (more.Code, more.Where));
    }

    [Fact]
    public void Whose_finding_a_place_is_is_not_for_the_sender_to_say()
    {
        SpanFinding name = new("name", "title", 0.9);
        GateSpan[] proposed = [new("p1", "f", 10, 20) { Found = name }];
        IReadOnlyList<GateSpan> held = TextGateRules.WithFindings(
            [
                new("p1", "f", 10, 20),
                new("p1x", "f", 11, 20) { Found = name },
                new("c", "f", 1, 2) { Found = new("date", "x", 1) },
            ],
            proposed
        );
        Assert.Equal([name, null, null], held.Select(s => s.Found));
    }
}
