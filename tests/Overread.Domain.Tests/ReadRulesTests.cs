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
