using System.Text.Json;
using Overread.Domain.Projects;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;
using Overread.Domain.Training;

namespace Overread.Domain.Tests;

public class TrainingRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ProtocolBody Protocol = new(
        "Test",
        [
            new("nodule", "Nodule", FieldKinds.Find("finding")!) { Required = true },
            new("size", "Size", FieldKinds.Find("number")!)
            {
                When = new("nodule", ["present"]),
                Match = new("difference", 2),
            },
            new("grade", "Grade", FieldKinds.Find("ordinal")!)
            {
                Options = [new("a", "A"), new("b", "B"), new("c", "C")],
            },
            new("signs", "Signs", FieldKinds.Find("multichoice")!) { Options = [new("x", "X"), new("y", "Y")] },
            new("note", "Note", FieldKinds.Find("text")!),
        ],
        "Look.",
        new ReadingPolicy(1)
    );

    private static readonly TrainingSet Bank = new("bank", TrainingPurpose.Test, 1, "Bank")
    {
        Test = new("nodules", 10, new Dictionary<string, double> { ["nodule"] = 0.6 }, 2, 24, 30),
    };

    private static readonly TestStanding Ready = new(false, null, [], null, 10);

    private static Answer Value(object value) => new(AnswerState.Present, JsonSerializer.SerializeToElement(value));

    private static Read Of(params (string Field, Answer Answer)[] answers) =>
        ReferenceJudge.AsRead(1, "item", answers.ToDictionary(a => a.Field, a => a.Answer), []);

    private static readonly Answer Present = new(AnswerState.Present);
    private static readonly Answer Absent = new(AnswerState.Absent);

    [Theory]
    [InlineData(10.0, 12.0, Verdict.Right)]
    [InlineData(10.0, 13.9, Verdict.Near)]
    [InlineData(10.0, 14.1, Verdict.Wrong)]
    public void Numbers_are_judged_by_the_fields_own_distance(double right, double said, Verdict expected) =>
        Assert.Equal(
            expected,
            Assert
                .Single(
                    ReferenceJudge.Judge(
                        Protocol,
                        Of(("nodule", Present), ("size", Value(right))),
                        Of(("nodule", Present), ("size", Value(said))),
                        new Dictionary<string, Marks.FileContent>()
                    ),
                    v => v.Field == "size"
                )
                .Verdict
        );

    [Theory]
    [InlineData(new[] { 100.0 }, Verdict.Right, 1, 0, 0)]
    [InlineData(new[] { 104.0 }, Verdict.Right, 1, 0, 0)]
    [InlineData(new[] { 100.0, 300.0 }, Verdict.Near, 1, 0, 1)]
    [InlineData(new[] { 300.0 }, Verdict.Wrong, 0, 1, 1)]
    [InlineData(new double[0], Verdict.Wrong, 0, 1, 0)]
    public void Marks_are_judged_by_which_of_them_meet(
        double[] drawn,
        Verdict verdict,
        int found,
        int missed,
        int extra
    )
    {
        ProtocolBody protocol = Protocol with { Fields = [new("boxes", "Boxes", FieldKinds.Find("boxes")!)] };
        Dictionary<string, Answer> answers = new() { ["boxes"] = drawn.Length > 0 ? Present : Absent };
        Marks.Mark Box(double x) => new("m" + x, "boxes", new Modalities.Imaging.BoxRegion("f", 0, x, 10, 20, 20));
        FieldVerdict judged = Assert.Single(
            ReferenceJudge.Judge(
                protocol,
                ReferenceJudge.AsRead(1, "item", new Dictionary<string, Answer> { ["boxes"] = Present }, [Box(100)]),
                ReferenceJudge.AsRead(1, "item", answers, drawn.Select(Box)),
                new Dictionary<string, Marks.FileContent> { ["f"] = new Modalities.Imaging.ImageContent(512, 512, 1) }
            )
        );
        Assert.Equal(
            (verdict, (int?)found, (int?)missed, (int?)extra),
            (judged.Verdict, judged.Found, judged.Missed, judged.Extra)
        );
    }

    [Fact]
    public void Steps_options_states_and_words_are_judged_each_by_its_scale()
    {
        IReadOnlyList<FieldVerdict> verdicts = ReferenceJudge.Judge(
            Protocol,
            Of(
                ("nodule", Present),
                ("size", Value(3)),
                ("grade", Value("b")),
                ("signs", Value(new[] { "x", "y" })),
                ("note", Value("one"))
            ),
            Of(("nodule", Absent), ("grade", Value("c")), ("signs", Value(new[] { "x" })), ("note", Value("two"))),
            new Dictionary<string, Marks.FileContent>()
        );
        Assert.Equal(
            [Verdict.Wrong, Verdict.Wrong, Verdict.Near, Verdict.Near, Verdict.Shown],
            verdicts.Select(v => v.Verdict)
        );
        Assert.Null(verdicts[1].Given);
        Assert.Equal("3", verdicts[1].Reference);
    }

    [Fact]
    public void A_test_begins_for_whoever_may_and_for_nobody_else()
    {
        Assert.Null(TrainingRules.Begin(Bank, Ready, Now));
        Assert.Equal("training.keeper", TrainingRules.Begin(Bank, Ready with { Keeper = true }, Now)!.Code);
        Assert.Equal("training.open", TrainingRules.Begin(Bank, Ready with { Open = "a" }, Now)!.Code);
        Assert.Equal("training.bank", TrainingRules.Begin(Bank, Ready with { Fresh = 9 }, Now)!.Code);
        Assert.Equal(1, TrainingRules.Begin(Bank, Ready with { Fresh = 9 }, Now)!.Facts!["lacking"]);
        Assert.Equal(
            "training.cooling",
            TrainingRules.Begin(Bank, Ready with { Failed = [Now.AddHours(-24).AddSeconds(1)] }, Now)!.Code
        );
        Assert.Null(TrainingRules.Begin(Bank, Ready with { Failed = [Now.AddHours(-24)] }, Now));
        Assert.Equal(
            "training.attempts",
            TrainingRules.Begin(Bank, Ready with { Failed = [Now.AddDays(-9), Now.AddDays(-5)] }, Now)!.Code
        );
        TestedQualification held = new(new("nodules", new(2026, 11, 1), new(2027, 2, 1), 1), null);
        Assert.Equal("training.passed", TrainingRules.Begin(Bank, Ready with { Qualified = held }, Now)!.Code);
        Assert.Null(
            TrainingRules.Begin(
                Bank,
                Ready with
                {
                    Qualified = held with { Qualification = held.Qualification with { Until = new(2026, 12, 31) } },
                },
                Now
            )
        );
    }

    [Fact]
    public void Every_field_has_to_reach_its_mark()
    {
        FieldScore good = new("nodule", 10, 10, 0.6, 0.7);
        QualificationPassed passed = Assert.IsType<QualificationPassed>(
            TrainingRules.End(Bank, "a", "p", 3, [good], Now)
        );
        Assert.Equal(
            new PassedQualification("nodules", new(2026, 12, 1), new(2026, 12, 30), 1),
            passed.Passed.Qualification
        );
        Assert.True(passed.Passed.IsOutdated(4));
        Assert.False(passed.Passed.IsOutdated(3));
        Assert.IsType<QualificationFailed>(TrainingRules.End(Bank, "a", "p", 3, [good, good with { Low = 0.59 }], Now));
        Assert.IsType<QualificationFailed>(TrainingRules.End(Bank, "a", "p", 3, [], Now));
    }

    [Fact]
    public void A_set_that_can_never_be_passed_is_refused()
    {
        static int? Needed(int count, double mark, double confidence) => count >= 10 ? count : null;
        Assert.Null(TrainingRules.OfSet(Bank, null, Protocol, Needed));
        TestRules test = Bank.Test!;
        foreach (
            TrainingSet wrong in (TrainingSet[])
                [
                    Bank with
                    {
                        Test = test with { Items = 9 },
                    },
                    Bank with
                    {
                        Test = null,
                    },
                    Bank with
                    {
                        GoldShare = 0.1,
                    },
                    Bank with
                    {
                        Title = " ",
                    },
                    Bank with
                    {
                        Purpose = TrainingPurpose.Practice,
                    },
                    Bank with
                    {
                        Test = test with { PassMarks = new Dictionary<string, double> { ["note"] = 0.5 } },
                    },
                    Bank with
                    {
                        Test = test with { PassMarks = new Dictionary<string, double>() },
                    },
                    Bank with
                    {
                        Test = test with { Attempts = 0 },
                    },
                    Bank with
                    {
                        Test = test with { Confidence = 1 },
                    },
                    Bank with
                    {
                        Purpose = TrainingPurpose.Gold,
                        Test = null,
                        GoldShare = 0.6,
                    },
                ]
        )
        {
            Assert.Equal("training.form", TrainingRules.OfSet(wrong, null, Protocol, Needed)!.Code);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.29)]
    [InlineData(0.1)]
    [InlineData(0.07)]
    [InlineData(0.013)]
    public void Gold_keeps_its_share_and_every_place_of_a_block_is_as_likely(double share)
    {
        int places = (int)Math.Floor(1 / share);
        int[] at = new int[places + 2];
        const int Readers = 40;
        long due = 0;
        const int Reads = 4000;
        for (int r = 0; r < Readers; r++)
        {
            for (int had = 0; had < Reads; had++)
            {
                if (GoldTurn.IsDue(share, 7, "reader" + r, had))
                {
                    due++;
                    at[Math.Min(places + 1, had % (places + 1))]++;
                }
            }
        }

        Assert.InRange(due, (Readers * Reads * share) - Readers, (Readers * Reads * share) + Readers);
        Assert.True(at.Take(places).All(n => n > 0));
    }
}
