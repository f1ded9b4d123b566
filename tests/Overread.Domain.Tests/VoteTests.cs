using Overread.Domain.Comparison;
using Overread.Domain.Marks;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;

namespace Overread.Domain.Tests;

/// <summary>How reads come to one answer, by the field's scale.</summary>
public class VoteTests
{
    private static FieldComparison Of(Field field, AgreementRule rule, params string[] words)
    {
        ProtocolBody protocol = new("T", [field], "", new ReadingPolicy(words.Length, rule));
        return Case.Compare(
            protocol,
            [
                .. words.Select(
                    (w, i) => Case.Read(protocol, $"r{i}", w == "-" ? "" : $"{field.Id}={(w == "none" ? "" : w)}")
                ),
            ]
        )[field.Id];
    }

    [Theory]
    [InlineData("4 4 4", "agree", "4", 1.0)]
    [InlineData("4 4.0 9", "agree", "4", 2.0 / 3)]
    [InlineData("4 5 6", "dispute", null, 1.0 / 3)]
    [InlineData("4 6", "dispute", null, 0.0)]
    [InlineData("4 -", "incomplete", "4", 0.5)]
    [InlineData("4 4 -", "agree", "4", 2.0 / 3)]
    [InlineData("4 notAssessed notAssessed", "agree", "notAssessed", 2.0 / 3)]
    [InlineData("4 notAssessed", "dispute", null, 0.5)]
    [InlineData("4 4 notAssessed", "agree", "4", 2.0 / 3)]
    [InlineData("4 5 notAssessed", "dispute", null, 0.0)]
    public void Numbers_are_settled_by_their_median(string words, string status, string? label, double share)
    {
        FieldComparison found = Of(new("n", "N", FieldKinds.Number), AgreementRule.Majority, words.Split(' '));
        Assert.Equal(status, found.Status.ToString().ToLowerInvariant());
        Assert.Equal(label, found.Label);
        Assert.Equal(share, found.Share, 12);
    }

    [Theory]
    [InlineData("10 11 12", AgreementRule.All, "agree", "11")]
    [InlineData("10 11 12.1", AgreementRule.All, "dispute", "11")]
    [InlineData("10 11 12.1", AgreementRule.Majority, "agree", "11")]
    [InlineData("10 12", AgreementRule.All, "agree", "11")]
    [InlineData("10 13", AgreementRule.Majority, "dispute", null)]
    [InlineData("10 11 -", AgreementRule.All, "incomplete", "10.5")]
    public void Numbers_within_the_fields_rule_agree(string words, AgreementRule rule, string status, string? label)
    {
        Field field = new("n", "N", FieldKinds.Number) { Match = new(MeasuredKind.Difference, 1) };
        FieldComparison found = Of(field, rule, words.Split(' '));
        Assert.Equal((status, label), (found.Status.ToString().ToLowerInvariant(), found.Label));
    }

    [Fact]
    public void Words_never_dispute()
    {
        FieldComparison found = Of(new("t", "T", FieldKinds.Text), AgreementRule.All, "one", "two");
        Assert.Equal((FieldStatus.Agree, null, 1.0), (found.Status, found.Label, found.Share));
    }

    [Fact]
    public void Nothing_chosen_and_an_option_called_none_are_two_answers()
    {
        Field field = new("m", "M", FieldKinds.Multichoice) { Options = [new("nil", "Nil"), new("a", "A")] };
        Assert.Equal(FieldStatus.Dispute, Of(field, AgreementRule.Majority, "none", "nil").Status);
        Assert.Equal(FieldStatus.Agree, Of(field, AgreementRule.Majority, "none", "none").Status);
        Assert.Equal("a+nil", Of(field, AgreementRule.All, "nil+a", "a+nil").Label);
    }

    private static readonly Field Spots = new("spots", "Spots", FieldKinds.Find("boxes")!);

    private static FieldComparison Marked(Field field, AgreementRule rule, params (string Word, Mark[] Marks)[] reads)
    {
        ProtocolBody protocol = new("T", [field], "", new ReadingPolicy(reads.Length, rule));
        return Case.Compare(
            protocol,
            [
                .. reads.Select(
                    (r, i) => Case.Read(protocol, $"r{i}", r.Word.Length == 0 ? "" : $"spots={r.Word}", r.Marks)
                ),
            ]
        )["spots"];
    }

    [Fact]
    public void A_mark_of_one_of_two_readers_is_one_of_two()
    {
        FieldComparison found = Marked(Spots, AgreementRule.Majority, ("present", [Case.Box("a", 1, 1)]), ("", []));
        Assert.Equal(
            (FieldStatus.Incomplete, 0.5, 1, (int?)2),
            (found.Status, found.Share, found.Readers, found.Asked)
        );
        Assert.Empty(found.Marks!);
    }

    [Fact]
    public void A_mark_that_most_drew_is_released_with_how_many_drew_it()
    {
        FieldComparison found = Marked(
            Spots,
            AgreementRule.Majority,
            ("present", [Case.Box("a", 10, 10), Case.Box("far", 500, 500)]),
            ("present", [Case.Box("b", 12, 10)]),
            ("present", [Case.Box("c", 11, 10)])
        );
        Assert.Equal(FieldStatus.Agree, found.Status);
        Assert.Equal([3], found.Drawn!);
        Assert.Equal(new BoxRegion("f", 0, 11, 10, 20, 20), Assert.Single(found.Marks!).Region);
        Assert.Equal("a", found.Marks![0].Id);
    }

    [Fact]
    public void Under_the_rule_of_all_every_mark_has_to_be_everybodys()
    {
        (string, Mark[])[] reads =
        [
            ("present", [Case.Box("a", 10, 10), Case.Box("far", 500, 500)]),
            ("present", [Case.Box("b", 12, 10)]),
            ("present", [Case.Box("c", 11, 10)]),
        ];
        Assert.Equal(FieldStatus.Dispute, Marked(Spots, AgreementRule.All, reads).Status);
        reads[0] = ("present", [Case.Box("a", 10, 10)]);
        Assert.Equal(FieldStatus.Agree, Marked(Spots, AgreementRule.All, reads).Status);
    }

    [Fact]
    public void Present_without_a_mark_that_most_drew_is_a_dispute()
    {
        FieldComparison found = Marked(
            Spots,
            AgreementRule.Majority,
            ("present", [Case.Box("a", 10, 10)]),
            ("present", [Case.Box("b", 300, 10)]),
            ("present", [Case.Box("c", 600, 10)])
        );
        Assert.Equal(FieldStatus.Dispute, found.Status);
        Assert.Empty(found.Marks!);
    }

    [Fact]
    public void Marks_of_two_classes_are_never_the_same()
    {
        Field field = Spots with { Options = [new("x", "X"), new("y", "Y")] };
        FieldComparison found = Marked(
            field,
            AgreementRule.Majority,
            ("present", [Case.Box("a", 10, 10, kind: "x")]),
            ("present", [Case.Box("b", 10, 10, kind: "y")])
        );
        Assert.Equal(FieldStatus.Dispute, found.Status);
        Assert.Empty(found.Marks!);
    }

    [Fact]
    public void Two_marks_of_one_reader_are_two_things_and_the_nearest_are_joined_first()
    {
        FieldComparison found = Marked(
            Spots,
            AgreementRule.Majority,
            ("present", [Case.Box("a1", 10, 10), Case.Box("a2", 14, 10)]),
            ("present", [Case.Box("b1", 15, 10), Case.Box("b2", 10, 10)])
        );
        Assert.Equal([2, 2], found.Drawn!);
        Assert.Equal([10.0, 14.5], found.Marks!.Select(m => ((BoxRegion)m.Region).X).Order());
    }

    [Fact]
    public void The_rule_is_the_fields_own_before_the_policys()
    {
        Mark near = Case.Box("a", 10, 10);
        Mark apart = Case.Box("b", 18, 10);
        // Boxes of 20 pixels 8 apart share 12/28.
        Assert.Equal(
            FieldStatus.Dispute,
            Marked(Spots, AgreementRule.All, ("present", [near]), ("present", [apart])).Status
        );
        Field loose = Spots with { Match = new("iou", 0.4) };
        Assert.Equal(
            FieldStatus.Agree,
            Marked(loose, AgreementRule.All, ("present", [near]), ("present", [apart])).Status
        );
        // 8 pixels of 0.5 mm are 4 mm.
        Field metric = Spots with
        {
            Match = new("distance", 5, "mm"),
        };
        Assert.Equal(
            FieldStatus.Agree,
            Marked(metric, AgreementRule.All, ("present", [near]), ("present", [apart])).Status
        );
        metric = Spots with { Match = new("distance", 4, "mm") };
        Assert.Equal(
            FieldStatus.Dispute,
            Marked(metric, AgreementRule.All, ("present", [near]), ("present", [apart])).Status
        );
    }
}
