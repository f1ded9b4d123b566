using System.Collections.Immutable;
using Overread.Domain.Guidelines;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;
using Overread.Domain.Work;

namespace Overread.Domain.Tests;

public class GuidelineTests
{
    private static readonly ProtocolBody Protocol = new(
        "T",
        [
            new("nodule", "Nodule", FieldKinds.Find("finding")!),
            new("size", "Size", FieldKinds.Find("number")!) { When = new("nodule", ["present"]) },
            new("note", "Note", FieldKinds.Find("text")!),
        ],
        "",
        new(1)
    );

    private static readonly GuidelineBody First = new("# Nodules\nFrom 4 mm on.", [], []);

    private static readonly GuidelineBody Second = First with
    {
        Text = "# Nodules\nFrom 6 mm on.",
        Changes = [new(GuidelineChangeKind.Definition, "From 6 mm on.", "nodule")],
    };

    private static Decision Publish(int current, GuidelineBody? before, int based, GuidelineBody body) =>
        GuidelineRules.Publish(current, before, based, body, Protocol, item => item == "i1");

    [Fact]
    public void Versions_count_from_one_and_say_what_they_change()
    {
        Assert.Equal([new GuidelinePublished(1, First.Hash(), First)], Publish(0, null, 0, First).Events);
        Assert.Equal([new GuidelinePublished(2, Second.Hash(), Second)], Publish(1, First, 1, Second).Events);
        Assert.NotEqual(First.Hash(), Second.Hash());
    }

    [Fact]
    public void What_cannot_be_published_is_named()
    {
        Assert.Equal("guideline.stale", Publish(2, Second, 1, First).Refusal!.Code);
        Assert.Equal(RefusalKind.Stale, Publish(2, Second, 1, First).Refusal!.Kind);
        Assert.Equal("guideline.same", Publish(1, First, 1, First with { Changes = Second.Changes }).Refusal!.Code);
        Assert.Equal("changes", Publish(1, First, 1, Second with { Changes = [] }).Refusal!.Where);
        Assert.Equal("changes", Publish(0, null, 0, Second).Refusal!.Where);
        Assert.Equal("text", Publish(0, null, 0, First with { Text = " " }).Refusal!.Where);
        Assert.Equal("text", Publish(0, null, 0, First with { Text = new string('x', 100_001) }).Refusal!.Where);
        Assert.Equal(
            "examples[0].item",
            Publish(0, null, 0, First with { Examples = [new("gone", "Why.")] }).Refusal!.Where
        );
        Assert.Equal(
            "examples[0].reason",
            Publish(0, null, 0, First with { Examples = [new("i1", " ")] }).Refusal!.Where
        );
        Refusal unknown = Publish(
            1,
            First,
            1,
            Second with
            {
                Changes = [Second.Changes[0] with { Field = "spot" }],
            }
        ).Refusal!;
        Assert.Equal(("guideline.form", "changes[0].field"), (unknown.Code, unknown.Where));
        Assert.Contains("nodule, size, note", unknown.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_acknowledges_the_version_in_force_once()
    {
        Assert.Equal([new GuidelineAcknowledged("p", 2)], GuidelineRules.Acknowledge(2, 2, 1, "p").Events);
        Assert.Empty(GuidelineRules.Acknowledge(2, 2, 2, "p").Events);
        Assert.Null(GuidelineRules.Acknowledge(2, 2, 2, "p").Refusal);
        Assert.Equal("guideline.stale", GuidelineRules.Acknowledge(2, 1, null, "p").Refusal!.Code);
        Assert.Equal("guideline.stale", GuidelineRules.Acknowledge(0, 0, null, "p").Refusal!.Code);
    }

    [Fact]
    public void A_change_touches_the_reads_that_were_asked_its_field()
    {
        Read absent = new("r", "i", 1)
        {
            Answers = ImmutableDictionary<string, Answer>.Empty.Add("nodule", new(AnswerState.Absent)),
        };
        Read present = absent with { Answers = absent.Answers.SetItem("nodule", new(AnswerState.Present)) };
        GuidelineChange size = new(GuidelineChangeKind.Definition, "In mm.", "size");
        Assert.Empty(GuidelineRules.Touched([size], Protocol, absent));
        Assert.Equal(["size"], GuidelineRules.Touched([size], Protocol, present));
        Assert.Equal(["nodule"], GuidelineRules.Touched(Second.Changes, Protocol, absent));
        Assert.Equal(
            ["nodule", "size", "note"],
            GuidelineRules.Touched([new(GuidelineChangeKind.Example, "All.")], Protocol, present)
        );
        Assert.Empty(GuidelineRules.Touched([new(GuidelineChangeKind.Wording, "All.")], Protocol, present));
    }

    [Fact]
    public void A_read_made_again_keeps_its_answers_and_a_repeat_begins_blank()
    {
        Read done = new Read("r", "i", 1)
            .After(new AnswerGiven("nodule", new(AnswerState.Present)), "a", "t1")
            .After(new ReadSubmitted(3) { Guideline = 2 }, "b", "t2");
        Assert.Equal(2, done.Guideline);
        Read again = done.After(WorkRules.ReadAgain(done.State, "New rule.", 3).Events[0], "c", "t3");
        Assert.Equal((ReadState.Open, 1), (again.State, again.Answers.Count));
        Read repeat = done.After(WorkRules.Repeat(done.State, "Once more.", done.Submitted).Events[0], "c", "t3");
        Assert.Equal((ReadState.Open, 0), (repeat.State, repeat.Answers.Count));
        Assert.Equal("read.not-submitted", WorkRules.Repeat(again.State, "Once more.", null).Refusal!.Code);
        Assert.Equal("reason.needed", WorkRules.ReadAgain(done.State, " ", 3).Refusal!.Code);
    }

    [Fact]
    public void A_diff_gives_both_texts_back_and_keeps_what_they_share()
    {
        // SplitMix64, seeded: small texts of few words have much in common.
        ulong state = 17;
        for (int round = 0; round < 500; round++)
        {
            string before = Text();
            string after = Text();
            IReadOnlyList<DiffLine> lines = TextDiff.Lines(before, after);
            Assert.Equal(before.Split('\n'), lines.Where(l => l.Kind != DiffKind.Added).Select(l => l.Text));
            Assert.Equal(after.Split('\n'), lines.Where(l => l.Kind != DiffKind.Removed).Select(l => l.Text));
            Assert.Equal(Common(before.Split('\n'), after.Split('\n')), lines.Count(l => l.Kind == DiffKind.Same));
        }

        Assert.Empty(TextDiff.Lines("", ""));
        Assert.All(TextDiff.Lines("a\nb", "a\nb"), l => Assert.Equal(DiffKind.Same, l.Kind));
        Assert.Equal(
            [new(DiffKind.Same, "a"), new(DiffKind.Removed, "b"), new(DiffKind.Added, "c"), new(DiffKind.Same, "d")],
            TextDiff.Lines("a\r\nb\r\nd", "a\nc\nd")
        );

        string Text() => string.Join('\n', Enumerable.Range(0, (int)(Next() % 9) + 1).Select(_ => $"l{Next() % 4}"));

        ulong Next()
        {
            ulong z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    [Fact]
    public void Very_long_texts_that_share_nothing_are_replaced_and_not_computed_for_ever()
    {
        string before = string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"a{i}"));
        string after = string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"b{i}"));
        Assert.Equal(40_000, TextDiff.Lines(before, after).Count);
    }

    // By trying every choice: exponential, and sure.
    private static int Common(ReadOnlySpan<string> a, ReadOnlySpan<string> b) =>
        a.Length == 0 || b.Length == 0 ? 0
        : a[0] == b[0] ? 1 + Common(a[1..], b[1..])
        : Math.Max(Common(a[1..], b), Common(a, b[1..]));

    [Fact]
    public void An_item_that_does_not_fit_now_is_offered_again_when_it_does()
    {
        Worklist list = new(1) { Wanted = 1 };
        list.Add("a");
        list.Add("b");
        string? first = list.Next("r");
        string other = first == "a" ? "b" : "a";
        Assert.Equal(other, list.Next("r", item => item != first));
        Assert.Null(list.Next("r", _ => false));
        Assert.Equal(first, list.Next("r"));
    }
}
