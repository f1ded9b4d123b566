using Overread.Domain.Comparison;
using Overread.Domain.Marks;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;

namespace Overread.Domain.Tests;

public class AdjudicationTests
{
    private static readonly ProtocolBody Protocol = new(
        "T",
        [
            new("finding", "Finding", FieldKinds.Finding) { Required = true },
            new("spots", "Spots", FieldKinds.Find("boxes")!) { Required = true, When = new("finding", ["present"]) },
            new("size", "Size", FieldKinds.Number) { When = new("finding", ["present"]) },
        ],
        "",
        new ReadingPolicy(2, AgreementRule.All)
    );

    private static AdjudicationCase The(params string[] reads) =>
        new(
            "disputed",
            false,
            Protocol,
            [.. reads.Select((r, i) => Case.Read(Protocol, $"r{i}", r))],
            Case.Image,
            new Dictionary<string, FieldDecision>()
        );

    private static AdjudicationDecided Decided(string field, string word, params Mark[] marks) =>
        new(field, Case.Answer(Protocol, field, word), marks, null, "Seen again.", [], "dispute");

    private static Refusal? Refusal(AdjudicationDecided decision) =>
        AdjudicationRules
            .Decide(The("finding=present spots=absent", "finding=present spots=present"), decision)
            .Refusal;

    [Fact]
    public void Marks_of_a_decision_pass_the_check_of_a_reads()
    {
        Assert.Null(Refusal(Decided("spots", "present", Case.Box("a", 1, 1))));
        Mark ghost = Case.Box("a", 1, 1) with { Region = new BoxRegion("gone", 0, 1, 1, 2, 2) };
        Assert.Contains("file", Refusal(Decided("spots", "present", ghost))!.Title, StringComparison.Ordinal);
        Mark late = Case.Box("a", 1, 1) with { Region = new BoxRegion("f", 7, 1, 1, 2, 2) };
        Assert.Contains("frame", Refusal(Decided("spots", "present", late))!.Title, StringComparison.Ordinal);
        Assert.Contains(
            "outside",
            Refusal(Decided("spots", "present", Case.Box("a", 990, 1)))!.Title,
            StringComparison.Ordinal
        );
        Mark point = Case.Box("a", 1, 1) with { Region = new PointRegion("f", 0, 1, 1) };
        Assert.Contains("takes boxes", Refusal(Decided("spots", "present", point))!.Title, StringComparison.Ordinal);
        Assert.Contains(
            "class",
            Refusal(Decided("spots", "present", Case.Box("a", 1, 1, kind: "x")))!.Title,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Marks_of_a_decision_are_its_own_and_each_once_and_none_beside_absent()
    {
        Assert.Contains(
            "another field",
            Refusal(Decided("spots", "present", Case.Box("a", 1, 1, field: "finding")))!.Title,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "same id",
            Refusal(Decided("spots", "present", Case.Box("a", 1, 1), Case.Box("a", 100, 1)))!.Title,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "absent has no marks",
            Refusal(Decided("spots", "absent", Case.Box("a", 1, 1)))!.Title,
            StringComparison.Ordinal
        );
        Assert.NotNull(Refusal(Decided("finding", "present", Case.Box("a", 1, 1, field: "finding"))));
    }

    [Fact]
    public void What_is_present_by_its_marks_has_some_and_what_is_uncertain_has_none()
    {
        Assert.Equal("marks", Refusal(Decided("spots", "present"))!.Where);
        Assert.Contains(
            "uncertain has no marks",
            Refusal(Decided("spots", "uncertain", Case.Box("a", 1, 1)))!.Title,
            StringComparison.Ordinal
        );
        Assert.Null(Refusal(Decided("spots", "uncertain")));
        Assert.Null(Refusal(Decided("finding", "present")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void A_marks_id_is_checked_like_a_reads(string id)
    {
        Assert.Equal("mark.id", Refusal(Decided("spots", "present", Case.Box(id, 1, 1)))!.Where);
        // One that a reader of an earlier build was allowed can still be taken over.
        AdjudicationCase held = The("finding=present spots=absent", "finding=present");
        held = held with { Reads = [held.Reads[0], Case.Read(Protocol, "r1", "spots=present", Case.Box(id, 1, 1))] };
        Assert.Null(AdjudicationRules.Decide(held, Decided("spots", "present", Case.Box(id, 1, 1))).Refusal);
    }

    [Theory]
    [InlineData("Reader 1", "size", "4", null)]
    [InlineData("Reader 2", "size", "5", null)]
    [InlineData("Reader 1", "size", "5", "adjudication.taken-from")]
    [InlineData("Reader 77", "size", "4", "adjudication.taken-from")]
    [InlineData("Reader 1", "size", "uncertain", "adjudication.taken-from")]
    [InlineData("Reader 1", "nothing", "absent", "read.invalid")]
    public void An_answer_is_taken_from_who_gave_it(string from, string field, string word, string? code)
    {
        AdjudicationCase @case = The("finding=present size=4", "finding=present size=5") with
        {
            Readers = ["Reader 1", "Reader 2"],
        };
        AdjudicationDecided decision = new(
            field,
            Case.Answer(Protocol, field, word),
            null,
            from,
            "Seen again.",
            [],
            "dispute"
        );
        Assert.Equal(code, AdjudicationRules.Decide(@case, decision).Refusal?.Code);
    }

    [Fact]
    public void Marks_are_taken_from_who_drew_them()
    {
        Mark box = Case.Box("m", 10, 10);
        AdjudicationCase @case = The("finding=present spots=absent", "finding=present");
        @case = @case with
        {
            Reads = [@case.Reads[0], Case.Read(Protocol, "r1", "finding=present spots=present", box)],
            Readers = ["Reader 1", "Reader 2"],
        };
        string? Code(string from, params Mark[] marks) =>
            AdjudicationRules.Decide(@case, Decided("spots", "present", marks) with { TakenFrom = from }).Refusal?.Code;
        Assert.Null(Code("Reader 2", box));
        Assert.Null(Code("Reader 2", box with { Id = "another" }));
        Assert.Equal("adjudication.taken-from", Code("Reader 1", box));
        Assert.Equal("adjudication.taken-from", Code("Reader 2", Case.Box("m", 11, 10)));
        Assert.Equal("adjudication.taken-from", Code("Reader 2"));
        Assert.Equal("adjudication.taken-from", Code("Reader 2", box, Case.Box("n", 100, 100)));
    }

    [Fact]
    public void A_decisions_reason_has_1_to_4000_characters()
    {
        Refusal? With(string reason) => Refusal(Decided("spots", "absent") with { Reason = reason });
        Assert.Null(With(string.Concat(Enumerable.Repeat("😀", 4000))));
        foreach (string wrong in (string[])["", "  ", new string('x', 4001)])
        {
            Refusal refusal = With(wrong)!;
            Assert.Equal(("adjudication.reason", "reason"), (refusal.Code, refusal.Where));
            Assert.Contains("4,000", refusal.Next, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_answer_that_does_not_fit_is_refused() =>
        Assert.Equal("read.invalid", Refusal(Decided("finding", "4"))!.Code);

    [Theory]
    [InlineData("disputed", null)]
    [InlineData("agreed", null)]
    [InlineData("adjudicated", null)]
    [InlineData("reading", "adjudication.too-early")]
    [InlineData("withdrawn", "adjudication.too-early")]
    public void Only_what_was_compared_is_decided(string state, string? code) =>
        Assert.Equal(
            code,
            AdjudicationRules
                .Decide(
                    The("finding=absent", "finding=present spots=absent") with
                    {
                        ItemState = state,
                    },
                    Decided("finding", "absent")
                )
                .Refusal?.Code
        );

    [Fact]
    public void A_decision_revises_what_hangs_on_it()
    {
        AdjudicationCase @case = The("finding=absent", "finding=present spots=absent size=4");
        Decision away = AdjudicationRules.Decide(@case, Decided("finding", "absent"));
        ComparisonRevised revised = Assert.IsType<ComparisonRevised>(away.Events[1]);
        Assert.Equal(
            [("spots", FieldStatus.NotAsked), ("size", FieldStatus.NotAsked)],
            revised.Fields.Select(f => (f.Field, f.Status))
        );
        Assert.Empty(revised.Disputed);

        Decision here = AdjudicationRules.Decide(@case, Decided("finding", "present"));
        revised = Assert.IsType<ComparisonRevised>(here.Events[1]);
        // The required spots that one of two saw have to be decided; the size that nobody had to give has not.
        Assert.Equal(["spots"], revised.Disputed);
        Assert.Equal(FieldStatus.Incomplete, revised.Fields.Single(f => f.Field == "size").Status);
    }

    [Fact]
    public void A_decision_that_changes_nothing_else_stands_alone()
    {
        AdjudicationCase @case = The("finding=present spots=absent", "finding=present spots=present");
        Assert.Single(AdjudicationRules.Decide(@case, Decided("spots", "absent")).Events);
    }

    [Fact]
    public void What_is_not_asked_any_more_cannot_be_decided()
    {
        AdjudicationCase @case = The("finding=absent", "finding=present spots=present")
            .With(Decided("finding", "absent"));
        Assert.Equal(
            "adjudication.not-asked",
            AdjudicationRules.Decide(@case, Decided("spots", "absent")).Refusal?.Code
        );
        // It is asked again after the finding was decided the other way.
        @case = @case.With(Decided("finding", "present"));
        Assert.Null(AdjudicationRules.Decide(@case, Decided("spots", "absent")).Refusal);
    }

    [Fact]
    public void Without_an_adjudicator_nothing_is_opened()
    {
        ProtocolBody open = Protocol with { Policy = Protocol.Policy with { Disputes = DisputeRule.None } };
        IReadOnlyList<FieldComparison> fields = The("finding=absent", "finding=present spots=absent").Compare();
        Assert.Equal(["finding"], DisputeRules.Open(Protocol, fields));
        Assert.Empty(DisputeRules.Open(open, fields));
    }
}
