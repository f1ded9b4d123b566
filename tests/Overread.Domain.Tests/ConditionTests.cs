using Overread.Domain.Comparison;
using Overread.Domain.Marks;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;

namespace Overread.Domain.Tests;

/// <summary>Conditions are evaluated on what was settled, at every step again.</summary>
public class ConditionTests
{
    private static readonly Option[] Sizes = [new("small", "Small"), new("large", "Large")];

    private static ProtocolBody Protocol(AgreementRule rule = AgreementRule.Majority) =>
        new(
            "T",
            [
                new("finding", "Finding", FieldKinds.Finding) { Required = true },
                new("size", "Size", FieldKinds.Choice)
                {
                    Options = Sizes,
                    Required = true,
                    When = new("finding", ["present"]),
                },
                new("spots", "Spots", FieldKinds.Find("boxes")!) { Required = true, When = new("size", ["large"]) },
                new("remark", "Remark", FieldKinds.Text),
            ],
            "",
            new ReadingPolicy(3, rule)
        );

    private static List<Read> Reads(ProtocolBody protocol, params string[] answers) =>
        [.. answers.Select((a, i) => Case.Read(protocol, $"r{i}", a))];

    [Fact]
    public void A_field_hangs_on_what_most_say_not_on_what_one_reader_saw()
    {
        ProtocolBody protocol = Protocol();
        Dictionary<string, FieldComparison> found = Case.Compare(
            protocol,
            Reads(protocol, "finding=absent", "finding=absent", "finding=present size=large spots=present")
        );
        Assert.Equal(FieldStatus.Agree, found["finding"].Status);
        Assert.Equal(FieldStatus.NotAsked, found["size"].Status);
        Assert.Equal(FieldStatus.NotAsked, found["spots"].Status);
        Assert.Equal((0, (int?)0, null), (found["size"].Readers, found["size"].Asked, found["size"].Label));
    }

    [Fact]
    public void Most_of_those_who_were_asked_settle_it_where_most_were_asked()
    {
        ProtocolBody protocol = Protocol();
        FieldComparison size = Case.Compare(
            protocol,
            Reads(protocol, "finding=absent", "finding=present size=small", "finding=present size=small")
        )["size"];
        Assert.Equal(
            (FieldStatus.Agree, "small", 1.0, 2, (int?)2),
            (size.Status, size.Label, size.Share, size.Readers, size.Asked)
        );
    }

    [Fact]
    public void While_a_field_is_disputed_what_hangs_on_it_waits_for_it()
    {
        ProtocolBody protocol = Protocol(AgreementRule.All);
        Dictionary<string, FieldComparison> found = Case.Compare(
            protocol,
            Reads(protocol, "finding=absent", "finding=present size=small", "finding=present size=small")
        );
        Assert.Equal(FieldStatus.Dispute, found["finding"].Status);
        Assert.Equal((FieldStatus.Incomplete, "finding"), (found["size"].Status, found["size"].WaitsFor));
        // Nobody is asked for the spots of a small one, whatever comes of the finding.
        Assert.Equal(FieldStatus.NotAsked, found["spots"].Status);
    }

    [Fact]
    public void A_dispute_under_a_disputed_field_stays_a_dispute()
    {
        ProtocolBody protocol = Protocol(AgreementRule.All);
        Dictionary<string, FieldComparison> found = Case.Compare(
            protocol,
            Reads(protocol, "finding=absent", "finding=present size=small", "finding=present size=large spots=absent")
        );
        Assert.Equal((FieldStatus.Dispute, null), (found["size"].Status, found["size"].WaitsFor));
        Assert.Equal((FieldStatus.Incomplete, "size"), (found["spots"].Status, found["spots"].WaitsFor));
    }

    [Fact]
    public void What_is_decided_away_takes_with_it_all_that_hangs_on_it()
    {
        ProtocolBody protocol = Protocol();
        Mark box = Case.Box("m1", 10, 10);
        List<Read> reads =
        [
            Case.Read(protocol, "r1", "finding=present size=large spots=present", box),
            Case.Read(protocol, "r2", "finding=present size=large spots=present", box with { Id = "m2" }),
            Case.Read(protocol, "r3", "finding=absent"),
        ];
        Assert.Single(Case.Compare(protocol, reads)["spots"].Marks!);
        Dictionary<string, FieldComparison> found = Case.Compare(protocol, reads, ("finding", "absent", null));
        Assert.Equal((FieldStatus.Decided, "absent"), (found["finding"].Status, found["finding"].Label));
        Assert.Equal(FieldStatus.NotAsked, found["size"].Status);
        Assert.Equal((FieldStatus.NotAsked, null), (found["spots"].Status, found["spots"].Marks));
        // A decision about a field that is not asked any more sleeps.
        found = Case.Compare(protocol, reads, ("finding", "absent", null), ("spots", "present", [box]));
        Assert.Equal((FieldStatus.NotAsked, null), (found["spots"].Status, found["spots"].Marks));
        found = Case.Compare(protocol, reads, ("finding", "present", null), ("spots", "present", [box]));
        Assert.Equal(FieldStatus.Decided, found["spots"].Status);
        Assert.Single(found["spots"].Marks!);
    }

    [Fact]
    public void What_one_reader_of_three_was_asked_is_not_settled_by_a_decision_that_it_is_asked()
    {
        ProtocolBody protocol = Protocol();
        List<Read> reads = Reads(
            protocol,
            "finding=absent",
            "finding=absent",
            "finding=present size=large spots=absent"
        );
        Dictionary<string, FieldComparison> found = Case.Compare(protocol, reads, ("finding", "present", null));
        Assert.Equal(FieldStatus.Incomplete, found["size"].Status);
        Assert.Equal(("large", 1, (int?)1), (found["size"].Label, found["size"].Readers, found["size"].Asked));
        Assert.Equal("size", found["spots"].WaitsFor);
        // Where nobody was asked there is nothing at all.
        reads = Reads(protocol, "finding=absent", "finding=absent", "finding=uncertain");
        FieldComparison size = Case.Compare(protocol, reads, ("finding", "present", null))["size"];
        Assert.Equal((FieldStatus.Incomplete, null, 0), (size.Status, size.Label, size.Readers));
    }

    [Fact]
    public void A_decision_that_says_absent_has_no_marks()
    {
        ProtocolBody protocol = Protocol();
        List<Read> reads =
        [
            Case.Read(protocol, "r1", "finding=present size=large spots=present", Case.Box("m1", 10, 10)),
            Case.Read(protocol, "r2", "finding=present size=large spots=absent"),
        ];
        Assert.Empty(Case.Compare(protocol, reads, ("spots", "absent", null))["spots"].Marks!);
        Assert.Empty(Case.Compare(protocol, reads, ("spots", "present", null))["spots"].Marks!);
    }

    [Fact]
    public void Only_fields_of_marks_have_marks_whatever_their_state()
    {
        ProtocolBody protocol = Protocol(AgreementRule.All);
        Mark box = Case.Box("m1", 10, 10);
        List<Read> reads =
        [
            Case.Read(protocol, "r1", "finding=present size=large spots=present", box),
            Case.Read(protocol, "r2", "finding=absent"),
        ];
        Dictionary<string, FieldComparison> found = Case.Compare(protocol, reads);
        // The size waits and has no marks to have; the spots wait and release none.
        Assert.Equal((FieldStatus.Incomplete, null), (found["size"].Status, found["size"].Marks));
        Assert.Equal(FieldStatus.Incomplete, found["spots"].Status);
        Assert.Empty(found["spots"].Marks!);
        found = Case.Compare(protocol, reads, ("finding", "present", null));
        Assert.Null(found["finding"].Marks);
        Assert.Null(found["size"].Marks);
        // A decision that says absent takes even the marks that came with it for none.
        found = Case.Compare(
            protocol,
            reads,
            ("finding", "present", null),
            ("size", "large", null),
            ("spots", "absent", [box])
        );
        Assert.Equal(FieldStatus.Decided, found["spots"].Status);
        Assert.Empty(found["spots"].Marks!);
    }

    [Fact]
    public void A_condition_on_a_field_that_the_protocol_lacks_never_holds()
    {
        ProtocolBody protocol = Protocol() with
        {
            Fields = [new Field("lone", "Lone", FieldKinds.Finding) { When = new("gone", ["present"]) }],
        };
        Read read = Case.Read(protocol, "r", "lone=present");
        Assert.False(ReadRules.IsAsked(read, protocol, protocol.Fields[0]));
        Assert.Equal(FieldStatus.NotAsked, Case.Compare(protocol, [read])["lone"].Status);
    }

    [Theory]
    [InlineData("large", true)]
    [InlineData("small", false)]
    public void A_condition_names_an_option(string option, bool asked)
    {
        ProtocolBody protocol = Protocol();
        Read read = Case.Read(protocol, "r", $"finding=present size={option}");
        Assert.Equal(asked, ReadRules.IsAsked(read, protocol, protocol.Field("spots")!));
    }

    [Fact]
    public void A_condition_holds_where_one_of_several_options_is_chosen()
    {
        ProtocolBody protocol = new(
            "T",
            [
                new("signs", "Signs", FieldKinds.Multichoice)
                {
                    Options = [new("a", "A"), new("b", "B"), new("c", "C")],
                },
                new("more", "More", FieldKinds.Finding) { When = new("signs", ["b"]) },
            ],
            "",
            new ReadingPolicy(1)
        );
        bool Asked(string answers) =>
            ReadRules.IsAsked(Case.Read(protocol, "r", answers), protocol, protocol.Field("more")!);
        Assert.True(Asked("signs=a+b"));
        Assert.True(Asked("signs=b"));
        Assert.False(Asked("signs=a+c"));
        Assert.False(Asked("signs=uncertain"));
        Assert.False(Asked(""));
    }

    [Fact]
    public void What_is_required_is_missing_only_where_it_is_asked()
    {
        ProtocolBody protocol = Protocol();
        Assert.Equal(["finding"], ReadRules.Missing(Case.Read(protocol, "r", ""), protocol));
        Assert.Equal([], ReadRules.Missing(Case.Read(protocol, "r", "finding=absent"), protocol));
        Assert.Equal(["size"], ReadRules.Missing(Case.Read(protocol, "r", "finding=present"), protocol));
        // The finding was taken back to absent: an answer left behind asks for nothing.
        Assert.Equal([], ReadRules.Missing(Case.Read(protocol, "r", "finding=absent size=large"), protocol));
    }

    private static readonly ProtocolBody Classes = new(
        "T",
        [
            new("spots", "Spots", FieldKinds.Find("boxes")!) { Options = Sizes, Required = true },
            new("detail", "Detail", FieldKinds.Finding) { Required = true, When = new("spots", ["large"]) },
        ],
        "",
        new ReadingPolicy(2, AgreementRule.Majority)
    );

    [Fact]
    public void A_condition_on_a_class_holds_where_a_mark_of_that_class_was_drawn()
    {
        bool Asked(string answers, params Mark[] marks) =>
            ReadRules.IsAsked(Case.Read(Classes, "r", answers, marks), Classes, Classes.Field("detail")!);
        Mark large = Case.Box("a", 10, 10, kind: "large");
        Mark small = Case.Box("b", 100, 100, kind: "small");
        Assert.True(Asked("spots=present", large));
        Assert.True(Asked("spots=present", small, large));
        Assert.False(Asked("spots=present", small));
        Assert.False(Asked("spots=present", large with { Field = "other" }));
        Assert.False(Asked("spots=uncertain", large));
        Assert.False(Asked("spots=absent"));
        Assert.Equal(["detail"], ReadRules.Missing(Case.Read(Classes, "r", "spots=present", large), Classes));
    }

    [Fact]
    public void A_condition_on_a_class_holds_for_the_marks_that_were_settled()
    {
        List<Read> Drawn(string first, string second) =>
            [
                Case.Read(Classes, "r1", "spots=present detail=present", Case.Box("a", 10, 10, kind: first)),
                Case.Read(Classes, "r2", "spots=present detail=present", Case.Box("b", 10, 10, kind: second)),
            ];
        FieldComparison detail = Case.Compare(Classes, Drawn("large", "large"))["detail"];
        Assert.Equal((FieldStatus.Agree, "present", 2), (detail.Status, detail.Label, detail.Readers));
        Assert.Equal(FieldStatus.NotAsked, Case.Compare(Classes, Drawn("small", "small"))["detail"].Status);

        // What the classes are is in dispute, then decided.
        List<Read> apart = Drawn("small", "large");
        Assert.Equal("spots", Case.Compare(Classes, apart)["detail"].WaitsFor);
        Dictionary<string, FieldComparison> Decided(string kind) =>
            Case.Compare(Classes, apart, ("spots", "present", [Case.Box("c", 10, 10, kind: kind)]));
        Assert.Equal(FieldStatus.NotAsked, Decided("small")["detail"].Status);
        Assert.NotEqual(FieldStatus.NotAsked, Decided("large")["detail"].Status);
    }

    [Fact]
    public void A_condition_on_a_class_of_spans_holds_too()
    {
        ProtocolBody text = Classes with
        {
            Fields = [Classes.Fields[0] with { Kind = FieldKinds.Find("spans")! }, Classes.Fields[1]],
        };
        Mark span = new("a", "spots", new Modalities.Text.SpanRegion("f", 0, 3), "large");
        Assert.True(ReadRules.IsAsked(Case.Read(text, "r", "spots=present", span), text, text.Fields[1]));
        Assert.False(
            ReadRules.IsAsked(
                Case.Read(text, "r", "spots=present", span with { Class = "small" }),
                text,
                text.Fields[1]
            )
        );
    }
}
