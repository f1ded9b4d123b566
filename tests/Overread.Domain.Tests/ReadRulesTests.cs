using System.Text.Json;
using Overread.Domain.Marks;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;
using Overread.Domain.Record;

namespace Overread.Domain.Tests;

public class ReadRulesTests
{
    private static readonly ProtocolBody Protocol = new(
        "Test",
        [
            new Field("nodule", "Nodule", FieldKinds.Finding) { Required = true },
            new Field("boxes", "Boxes", BoxesKind.Instance)
            {
                When = new("nodule", ["present"]),
                Required = true,
                Options = [new("solid", "Solid")],
            },
            new Field("grade", "Grade", FieldKinds.Ordinal) { Options = [new("low", "Low"), new("high", "High")] },
            new Field("size", "Size", FieldKinds.Number) { Min = 0, Max = 100 },
            new Field("tags", "Tags", FieldKinds.Multichoice) { Options = [new("a", "A"), new("b", "B")] },
        ],
        "",
        new ReadingPolicy(2)
    );

    private static readonly Dictionary<string, FileContent> Images = new() { ["f1"] = new ImageContent(100, 80, 3) };

    private static readonly Read Fresh = new("r1", "i1", 1);

    [Fact]
    public void An_answer_is_accepted_and_a_later_one_takes_its_place()
    {
        Read read = After(Answer("nodule", AnswerState.Absent), Answer("nodule", AnswerState.Uncertain));
        Assert.Equal(AnswerState.Uncertain, read.Answers["nodule"].State);
        Assert.Equal(3, read.Revision);
    }

    [Theory]
    [InlineData(true, "nodule", AnswerState.Absent, true)]
    [InlineData(true, "boxes", AnswerState.Absent, true)]
    [InlineData(false, "nodule", AnswerState.Absent, false)]
    [InlineData(true, "nodule", AnswerState.Present, false)]
    [InlineData(true, "nodule", AnswerState.NotAssessed, false)]
    public void The_rest_is_answered_absent_where_the_protocol_allows_it(
        bool allowed,
        string field,
        AnswerState state,
        bool accepted
    )
    {
        ProtocolBody protocol = Protocol with { Policy = new ReadingPolicy(2) { RestAbsent = allowed } };
        Decision decision = ReadRules.Append(
            Fresh,
            protocol,
            Images,
            [("e1", new AnswerGiven(field, new Answer(state), ReadRules.Rest))]
        );
        Assert.Equal(accepted, decision.Refusal is null);
        Assert.False(WorkTime.IsElsewhere(new AnswerGiven(field, new Answer(state), ReadRules.Rest)));
    }

    [Fact]
    public void What_is_answered_is_not_the_rest()
    {
        ProtocolBody protocol = Protocol with { Policy = new ReadingPolicy(2) { RestAbsent = true } };
        Decision decision = ReadRules.Append(
            Fresh,
            protocol,
            Images,
            [
                ("e1", new AnswerGiven("nodule", new Answer(AnswerState.Present))),
                ("e2", new AnswerGiven("nodule", new Answer(AnswerState.Absent), ReadRules.Rest)),
            ]
        );
        Assert.NotNull(decision.Refusal);
        Assert.Equal("e2", decision.Refusal!.Facts!["event"]);
    }

    [Theory]
    [InlineData(0.0, 0.1, 0.3, true)]
    [InlineData(0.0, 0.1, 0.30000000000000004, true)]
    [InlineData(0.0, 0.1, 0.35, false)]
    [InlineData(0.0, 0.5, 0.3, false)]
    [InlineData(1.0, 2.0, 3.0, true)]
    [InlineData(1.0, 2.0, 2.0, false)]
    [InlineData(null, 0.001, 123456.789, true)]
    [InlineData(null, 0.001, 123456.7895, false)]
    [InlineData(null, 5.0, -15.0, true)]
    public void Numbers_lie_on_steps_from_the_least(double? least, double step, double number, bool fits)
    {
        Field field = new("size", "Size", FieldKinds.Number) { Min = least, Step = step };
        Assert.Equal(fits, field.Kind.Misfit(field, JsonSerializer.SerializeToElement(number)) is null);
    }

    [Theory]
    [InlineData("😀😀😀", true)]
    [InlineData("abc", true)]
    [InlineData("abcd", false)]
    [InlineData("😀😀😀😀", false)]
    public void The_length_of_a_text_is_counted_in_code_points(string text, bool fits)
    {
        Field field = new("note", "Note", FieldKinds.Text) { MaxLength = 3 };
        Assert.Equal(fits, field.Kind.Misfit(field, JsonSerializer.SerializeToElement(text)) is null);
    }

    [Fact]
    public void A_required_text_of_blanks_is_blank()
    {
        ProtocolBody protocol = Protocol with
        {
            Fields = [new Field("note", "Note", FieldKinds.Text) { Required = true }],
        };
        Read With(string text) =>
            Fresh with
            {
                Answers = Fresh.Answers.SetItem(
                    "note",
                    new Answer(AnswerState.Present, JsonSerializer.SerializeToElement(text))
                ),
            };
        Assert.Equal(["note"], ReadRules.Missing(With(" \t\u00a0"), protocol));
        Assert.Empty(ReadRules.Missing(With(" x"), protocol));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData("a\nb", false)]
    [InlineData("T1", true)]
    [InlineData("0b7e6c1e-8d0e-4f43-a38f-6b0f2c6b3f0a", true)]
    public void A_marks_id_is_short_and_visible(string id, bool fits)
    {
        Assert.Equal(fits, ReadRules.OfMarkId(id) is null);
        Assert.NotNull(ReadRules.OfMarkId(id + new string('x', 65)));
        Decision drawn = Decide(new MarkDrawn(new Mark(id, "boxes", new BoxRegion("f1", 0, 1, 1, 5, 5), "solid")));
        Assert.Equal(fits, drawn.Refusal is null);
    }

    [Theory]
    [InlineData(1e-6, true)]
    [InlineData(9e-7, false)]
    [InlineData(1e-300, false)]
    public void A_box_can_be_measured(double size, bool fits)
    {
        Mark box = new("a", "boxes", new BoxRegion("f1", 0, 1, 1, size, 5), "solid");
        Assert.Equal(fits, ReadRules.OfMark(Protocol, Images, box) is null);
        box = box with { Region = new BoxRegion("f1", 0, 1, 1, 5, size) };
        Assert.Equal(fits, ReadRules.OfMark(Protocol, Images, box) is null);
    }

    [Fact]
    public void A_refusal_says_what_to_do_next()
    {
        Mark unknown = new("a", "boxes", new BoxRegion("f1", 0, 1, 1, 5, 5), "dense");
        Assert.Equal("Its classes are: solid.", ReadRules.OfMark(Protocol, Images, unknown)!.Next);
        Assert.Contains(
            "nodule, boxes, grade",
            ReadRules.OfAnswer(Protocol, "x", new Answer(AnswerState.Absent))!.Next,
            StringComparison.Ordinal
        );
        Assert.NotNull(ReadRules.OfAnswer(Protocol, "size", new Answer(AnswerState.Present))!.Next);
    }

    [Theory]
    [InlineData("nowhere", "present", null)]
    [InlineData("nodule", "present", "\"x\"")]
    [InlineData("grade", "present", "\"middle\"")]
    [InlineData("grade", "present", null)]
    [InlineData("grade", "absent", "\"low\"")]
    [InlineData("size", "present", "101")]
    [InlineData("size", "present", "\"3\"")]
    [InlineData("tags", "present", "[\"a\",\"a\"]")]
    [InlineData("tags", "present", "[\"c\"]")]
    public void An_answer_that_does_not_fit_its_field_is_refused(string field, string state, string? value)
    {
        Answer answer = new(
            Enum.Parse<AnswerState>(state, true),
            value is null ? null : JsonSerializer.Deserialize<JsonElement>(value)
        );
        Assert.Equal("read.invalid", Decide(new AnswerGiven(field, answer)).Refusal?.Code);
    }

    [Fact]
    public void Submitting_names_required_blanks_and_only_those_that_are_asked()
    {
        Refusal? empty = Decide(new ReadSubmitted(1)).Refusal;
        Assert.Equal("read.incomplete", empty?.Code);
        Assert.Equal(["nodule"], (IEnumerable<string>)empty!.Facts!["missing"]!);
        Assert.Equal("boxes", Decide(Answer("nodule", AnswerState.Present), new ReadSubmitted(1)).Refusal?.Where);
        Assert.Null(Decide(Answer("nodule", AnswerState.Absent), new ReadSubmitted(1)).Refusal);
        Assert.Null(Decide(Answer("nodule", AnswerState.Present), Box("m1"), new ReadSubmitted(1)).Refusal);
    }

    [Fact]
    public void Nothing_but_a_comment_is_added_to_a_submitted_read()
    {
        Read done = After(Answer("nodule", AnswerState.Absent), new ReadSubmitted(3));
        Assert.Equal(
            "read.closed",
            ReadRules.Append(done, Protocol, Images, [("x", Answer("nodule", AnswerState.Present))]).Refusal?.Code
        );
        Assert.Null(ReadRules.Append(done, Protocol, Images, [("x", new CommentAdded("later thought"))]).Refusal);
    }

    [Theory]
    [InlineData("f1", 0, 10, 10, 20, 20, "solid", true)]
    [InlineData("f1", 3, 10, 10, 20, 20, "solid", false)]
    [InlineData("f2", 0, 10, 10, 20, 20, "solid", false)]
    [InlineData("f1", 0, 90, 10, 20, 20, "solid", false)]
    [InlineData("f1", 0, 10, 10, 0, 20, "solid", false)]
    [InlineData("f1", 0, 10, 10, 20, 20, "glass", false)]
    [InlineData("f1", 0, double.NaN, 10, 20, 20, "solid", false)]
    public void A_mark_lies_on_an_image_of_the_item(
        string file,
        int frame,
        double x,
        double y,
        double w,
        double h,
        string kind,
        bool good
    )
    {
        Mark mark = new("m1", "boxes", new BoxRegion(file, frame, x, y, w, h), kind);
        Assert.Equal(good, Decide(new MarkDrawn(mark)).Refusal is null);
    }

    [Fact]
    public void The_first_mark_says_present_and_taking_back_the_last_says_nothing()
    {
        Read one = After(Box("m1"), Box("m2"));
        Assert.Equal(AnswerState.Present, one.Answers["boxes"].State);
        Read none = one.After(new MarkWithdrawn("m1"), "e", "").After(new MarkWithdrawn("m2"), "e", "");
        Assert.False(none.Answers.ContainsKey("boxes"));
        Assert.Empty(none.Marks);
    }

    [Fact]
    public void All_events_of_a_post_are_taken_or_none_and_the_bad_one_is_named()
    {
        Decision decision = ReadRules.Append(
            Fresh,
            Protocol,
            Images,
            [("good", Answer("nodule", AnswerState.Absent)), ("bad", new MarkWithdrawn("m9"))]
        );
        Assert.Empty(decision.Events);
        Assert.Equal("bad", decision.Refusal!.Facts!["event"]);
    }

    [Fact]
    public void An_event_survives_json_unchanged()
    {
        Envelope envelope = new(
            "id",
            "p",
            "read/r1",
            1,
            "person/x",
            "2026-01-01T00:00:00.000Z",
            "c",
            null,
            "i1",
            Box("m1")
        );
        Envelope read = EventJson.Read(EventJson.Write(envelope));
        Assert.Equal(((MarkDrawn)envelope.Event).Mark, ((MarkDrawn)read.Event).Mark);
        Assert.Equal(envelope.Stream, read.Stream);
    }

    private static AnswerGiven Answer(string field, AnswerState state) => new(field, new Answer(state));

    private static MarkDrawn Box(string id) =>
        new(new Mark(id, "boxes", new BoxRegion("f1", 0, 10, 10, 20, 20), "solid"));

    private static Decision Decide(params DomainEvent[] events) =>
        ReadRules.Append(Fresh, Protocol, Images, [.. events.Select((e, i) => ($"e{i}", e))]);

    private static Read After(params DomainEvent[] events)
    {
        Assert.Null(Decide(events).Refusal);
        return events.Aggregate(Fresh, (read, e) => read.After(e, "id", "2026-01-01T00:00:00.000Z"));
    }
}
