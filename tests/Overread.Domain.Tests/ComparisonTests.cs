using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using Overread.Domain.Comparison;
using Overread.Domain.Marks;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;
using Overread.Domain.Releases;

namespace Overread.Domain.Tests;

public class ComparisonTests
{
    private static readonly Dictionary<string, FileContent> NoContents = [];

    [Theory]
    [InlineData("a a a", AgreementRule.All, FieldStatus.Agree, "a")]
    [InlineData("a a b", AgreementRule.All, FieldStatus.Dispute, "a")]
    [InlineData("a a b", AgreementRule.Majority, FieldStatus.Agree, "a")]
    [InlineData("a b", AgreementRule.Majority, FieldStatus.Dispute, null)]
    [InlineData("a a b b", AgreementRule.Majority, FieldStatus.Dispute, null)]
    [InlineData("a a b c", AgreementRule.Majority, FieldStatus.Dispute, "a")]
    [InlineData("a -", AgreementRule.Majority, FieldStatus.Incomplete, "a")]
    [InlineData("a a -", AgreementRule.Majority, FieldStatus.Agree, "a")]
    [InlineData("a a -", AgreementRule.All, FieldStatus.Incomplete, "a")]
    [InlineData("a b -", AgreementRule.Majority, FieldStatus.Dispute, null)]
    [InlineData("- -", AgreementRule.Majority, FieldStatus.Incomplete, null)]
    public void A_tie_is_a_dispute_and_silence_is_no_vote(
        string labels,
        AgreementRule rule,
        FieldStatus status,
        string? label
    )
    {
        FieldComparison found = Vote(rule, labels.Split(' '));
        Assert.Equal((status, label), (found.Status, found.Label));
        Assert.Equal(labels.Split(' ').Length, found.Asked);
        Assert.Equal(labels.Split(' ').Count(l => l != "-"), found.Readers);
    }

    [Fact]
    public void The_order_of_readers_changes_nothing() =>
        Gen.String[Gen.Char["abc"], 1, 1]
            .List[1, 9]
            .Sample(labels =>
            {
                FieldComparison one = Vote(AgreementRule.Majority, labels);
                FieldComparison two = Vote(AgreementRule.Majority, [.. Enumerable.Reverse(labels)]);
                Assert.Equal(one, two);
            });

    private static FieldComparison Vote(AgreementRule rule, IReadOnlyList<string> labels)
    {
        Field field = new("f", "F", FieldKinds.Choice) { Options = [new("a", "A"), new("b", "B"), new("c", "C")] };
        ProtocolBody protocol = new("t", [field], "", new ReadingPolicy(labels.Count, rule));
        return ItemComparison.Compare(
            protocol,
            [
                .. labels.Select(
                    (l, i) =>
                        new Read($"r{i}", "i", 1)
                        {
                            Answers =
                                l == "-"
                                    ? ImmutableDictionary<string, Answer>.Empty
                                    : ImmutableDictionary<string, Answer>.Empty.Add(
                                        "f",
                                        new(AnswerState.Present, JsonSerializer.SerializeToElement(l))
                                    ),
                        }
                ),
            ],
            NoContents
        )[0];
    }

    [Fact]
    public void Boxes_that_overlap_enough_are_one_mark_and_their_middle_is_the_median()
    {
        ProtocolBody protocol = Boxes(AgreementRule.Majority);
        FieldComparison found = ItemComparison.Compare(
            protocol,
            [Read("1", (10, 10)), Read("2", (12, 10)), Read("3", (11, 13))],
            NoContents
        )[0];
        Assert.Equal(FieldStatus.Agree, found.Status);
        BoxRegion middle = (BoxRegion)Assert.Single(found.Marks!).Region;
        Assert.Equal((11, 10, 20, 20), (middle.X, middle.Y, middle.Width, middle.Height));
    }

    [Fact]
    public void A_box_that_half_of_the_readers_drew_is_a_dispute()
    {
        FieldComparison found = ItemComparison.Compare(
            Boxes(AgreementRule.Majority),
            [Read("1", (10, 10), (60, 60)), Read("2", (10, 10))],
            NoContents
        )[0];
        Assert.Equal(FieldStatus.Dispute, found.Status);
        Assert.Single(found.Marks!);
    }

    [Fact]
    public void A_field_that_was_not_asked_is_neither_incomplete_nor_absent()
    {
        ProtocolBody protocol = new(
            "t",
            [
                new Field("a", "A", FieldKinds.Finding),
                new Field("b", "B", FieldKinds.Finding) { When = new("a", ["present"]) },
            ],
            "",
            new ReadingPolicy(1)
        );
        Read read = new Read("r", "i", 1)
        {
            Answers = ImmutableDictionary<string, Answer>.Empty.Add("a", new(AnswerState.Absent)),
        };
        Assert.Equal(
            [FieldStatus.Agree, FieldStatus.NotAsked],
            ItemComparison.Compare(protocol, [read], NoContents).Select(f => f.Status)
        );
    }

    [Fact]
    public void A_share_of_the_items_is_drawn_for_a_second_look_and_always_the_same()
    {
        List<string> items = [.. Enumerable.Range(0, 20_000).Select(i => $"item-{i}")];
        Assert.InRange(items.Count(i => RecheckDraw.Takes(7, i, 0.05)), 900, 1100);
        Assert.DoesNotContain(items, i => RecheckDraw.Takes(7, i, 0));
        Assert.All(items, i => Assert.True(RecheckDraw.Takes(7, i, 1)));
        Assert.NotEqual(
            items.Where(i => RecheckDraw.Takes(7, i, 0.05)),
            items.Where(i => RecheckDraw.Takes(8, i, 0.05))
        );
        // Whoever is drawn at a small share is drawn at a larger one.
        Assert.All(items.Where(i => RecheckDraw.Takes(7, i, 0.05)), i => Assert.True(RecheckDraw.Takes(7, i, 0.1)));
    }

    [Fact]
    public void Adjudication_is_refused_before_all_reads_are_in_for_own_reads_and_without_a_reason()
    {
        ProtocolBody protocol = new("t", [new Field("a", "A", FieldKinds.Finding)], "", new ReadingPolicy(1));
        AdjudicationDecided decided = new(
            "a",
            new Answer(AnswerState.Present),
            null,
            null,
            "seen on the lateral view",
            [],
            "dispute"
        );
        Read read = new Read("r", "i", 1)
        {
            Answers = ImmutableDictionary<string, Answer>.Empty.Add("a", new(AnswerState.Absent)),
        };
        AdjudicationCase @case = new(
            "disputed",
            false,
            protocol,
            [read],
            NoContents,
            new Dictionary<string, FieldDecision>()
        );
        Assert.Null(AdjudicationRules.Decide(@case, decided).Refusal);
        Assert.Equal(
            "adjudication.own-read",
            AdjudicationRules.Decide(@case with { OwnRead = true }, decided).Refusal?.Code
        );
        Assert.Equal(
            "adjudication.too-early",
            AdjudicationRules.Decide(@case with { ItemState = "reading" }, decided).Refusal?.Code
        );
        Assert.Equal(
            "adjudication.reason",
            AdjudicationRules.Decide(@case, decided with { Reason = " " }).Refusal?.Code
        );
    }

    [Fact]
    public void Splits_are_exact_repeatable_and_keep_subjects_whole() =>
        Gen.Int[1, 200]
            .Sample(n =>
            {
                SplitPlan plan = new(0.7, 0.15, 0.15, 5);
                List<string> subjects = [.. Enumerable.Range(0, n).Select(i => "s" + i)];
                IReadOnlyDictionary<string, string> split = plan.Assign(subjects.Concat(subjects)).Of;
                Assert.Equal(n, split.Count);
                Assert.Equal(
                    (int)Math.Round(n * 0.7, MidpointRounding.AwayFromZero),
                    split.Values.Count(v => v == "train")
                );
                Assert.Equal(split, plan.Assign(Enumerable.Reverse(subjects)).Of);
            });

    private static ProtocolBody Boxes(AgreementRule rule) =>
        new("t", [new Field("b", "B", BoxesKind.Instance)], "", new ReadingPolicy(2, rule));

    private static Read Read(string id, params (double X, double Y)[] boxes) =>
        boxes
            .Select((b, i) => new MarkDrawn(new Mark($"{id}-{i}", "b", new BoxRegion("f", 0, b.X, b.Y, 20, 20))))
            .Aggregate(new Read(id, "i", 1), (read, e) => read.After(e, "e", ""));
}
