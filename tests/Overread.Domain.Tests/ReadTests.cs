using System.Text.Json;
using Overread.Domain.Marks;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Domain.Work;

namespace Overread.Domain.Tests;

/// <summary>How events fold into a read, and what each may not be.</summary>
public class ReadTests
{
    private static readonly ProtocolBody Protocol = new(
        "T",
        [
            new("finding", "Finding", FieldKinds.Finding) { Required = true },
            new("spots", "Spots", FieldKinds.Find("boxes")!),
            new("classed", "Classed", FieldKinds.Find("boxes")!) { Options = [new("a", "A"), new("b", "B")] },
            new("size", "Size", FieldKinds.Number),
        ],
        "",
        new ReadingPolicy(1)
    );

    private static readonly Read Fresh = new("r", "i", 1);

    private static Read Fold(params DomainEvent[] events) =>
        events.Aggregate(Fresh, (read, e) => read.After(e, "event", "2026-01-01T00:00:00.000Z"));

    private static MarkDrawn Drawn(string id, string field = "spots") => new(Case.Box(id, 10, 10, field));

    private static AnswerGiven Given(string field, AnswerState state) => new(field, new Answer(state));

    private static Refusal? Refused(Read read, params DomainEvent[] events) =>
        ReadRules.Append(read, Protocol, Case.Image, [.. events.Select((e, i) => ($"e{i}", e))]).Refusal;

    [Fact]
    public void An_answer_taken_back_takes_its_marks_with_it_and_no_others()
    {
        Read read = Fold(
            Given("finding", AnswerState.Present),
            Drawn("m1"),
            Drawn("m2", "classed"),
            new AnswerWithdrawn("spots")
        );
        Assert.Equal(["m2"], read.Marks.Select(m => m.Id));
        Assert.Equal(["classed", "finding"], read.Answers.Keys.Order());
        Assert.Equal(5, read.Revision);
    }

    [Fact]
    public void A_mark_says_present_unless_the_reader_said_uncertain()
    {
        Assert.Equal(AnswerState.Present, Fold(Drawn("m1")).Answers["spots"].State);
        Assert.Equal(AnswerState.Present, Fold(Given("spots", AnswerState.Absent), Drawn("m1")).Answers["spots"].State);
        Assert.Equal(
            AnswerState.Uncertain,
            Fold(Given("spots", AnswerState.Uncertain), Drawn("m1")).Answers["spots"].State
        );
    }

    [Fact]
    public void Present_goes_with_the_last_mark_of_the_field_alone()
    {
        Read two = Fold(Drawn("m1"), Drawn("m2"), Drawn("c1", "classed"));
        Read one = two.After(new MarkWithdrawn("m1"), "e", "");
        Assert.Equal(["m2", "c1"], one.Marks.Select(m => m.Id));
        Assert.Equal(AnswerState.Present, one.Answers["spots"].State);
        Read none = one.After(new MarkWithdrawn("m2"), "e", "");
        Assert.False(none.Answers.ContainsKey("spots"));
        Assert.True(none.Answers.ContainsKey("classed"));
        // An uncertain that was said by hand stays, and so does everything when the mark is not there.
        Read unsure = Fold(Given("spots", AnswerState.Uncertain), Drawn("m1"), new MarkWithdrawn("m1"));
        Assert.Equal(AnswerState.Uncertain, unsure.Answers["spots"].State);
        Read same = one.After(new MarkWithdrawn("gone"), "e", "");
        Assert.Equal((one.Marks.Count, one.Revision + 1), (same.Marks.Count, same.Revision));
        Assert.Equal(one.Answers, same.Answers);
    }

    [Fact]
    public void A_revised_mark_takes_its_own_place()
    {
        Mark moved = Case.Box("m2", 90, 90);
        Read read = Fold(Drawn("m1"), Drawn("m2"), Drawn("m3"), new MarkRevised(moved));
        Assert.Equal(["m1", "m2", "m3"], read.Marks.Select(m => m.Id));
        Assert.Equal(moved, read.Marks[1]);
    }

    [Fact]
    public void The_end_of_a_read_is_in_its_state()
    {
        Read submitted = Fold(new ReadSubmitted(12.5));
        Assert.Equal(
            (ReadState.Submitted, 12.5, "2026-01-01T00:00:00.000Z"),
            (submitted.State, submitted.Seconds, submitted.Submitted)
        );
        Read again = submitted.After(new ReadReopened("A slip."), "e", "");
        Assert.Equal((ReadState.Open, null), (again.State, again.Submitted));
        Assert.Equal(ReadState.Released, Fold(new ReadReleased(null)).State);
        Assert.Equal(ReadState.Skipped, Fold(new ReadSkipped("No film.")).State);
        Assert.Equal(ReadState.Expired, Fold(new AssignmentExpired()).State);
        Assert.Equal(1, Fold(new CommentAdded("x")).Revision);
        Assert.Equal(
            ("event", "x", "spots"),
            (Fold(new CommentAdded("x", "spots")).Comments[0] is { } c ? (c.Id, c.Text, c.Field) : default)
        );
        Assert.Equal(Fresh, Fold(new ItemLooked()));
    }

    private sealed record ItemLooked : DomainEvent;

    [Theory]
    [InlineData(ReadState.Open, "open")]
    [InlineData(ReadState.Submitted, "submitted")]
    [InlineData(ReadState.Skipped, "skipped")]
    [InlineData(ReadState.Expired, "expired")]
    [InlineData(ReadState.Released, "released")]
    public void A_state_has_a_word_and_only_an_open_read_takes_answers(ReadState state, string word)
    {
        Assert.Equal(word, ReadStates.Word(state));
        Read read = Fresh with { State = state };
        Assert.Equal(
            state == ReadState.Open ? null : "read.closed",
            Refused(read, Given("finding", AnswerState.Absent))?.Code
        );
        Assert.Null(Refused(read, new CommentAdded("Still a remark.")));
    }

    [Fact]
    public void Marks_are_drawn_once_and_revised_and_withdrawn_while_they_are_there()
    {
        Read read = Fold(Drawn("m1"));
        Assert.Contains("drawn already", Refused(read, Drawn("m1"))!.Title, StringComparison.Ordinal);
        Assert.Equal("m9", Refused(read, new MarkRevised(Case.Box("m9", 1, 1)))!.Where);
        Assert.Equal("m9", Refused(read, new MarkWithdrawn("m9"))!.Where);
        Assert.Null(Refused(read, new MarkRevised(Case.Box("m1", 1, 1)), new MarkWithdrawn("m1"), Drawn("m1")));
        Assert.Contains(
            "outside",
            Refused(read, new MarkRevised(Case.Box("m1", 990, 1)))!.Title,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "stays with the field",
            Refused(read, new MarkRevised(Case.Box("m1", 1, 1, "classed", "a")))!.Title,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("classed", "a", null)]
    [InlineData("classed", "b", null)]
    [InlineData("classed", "c", "has no class c")]
    [InlineData("classed", null, "has no class (none)")]
    [InlineData("spots", "a", "has no class a")]
    [InlineData("finding", null, "no field of marks")]
    [InlineData("nowhere", null, "no field of marks")]
    public void A_mark_has_a_class_of_its_field(string field, string? kind, string? words)
    {
        Refusal? refusal = Refused(Fresh, new MarkDrawn(Case.Box("m1", 1, 1, field, kind)));
        Assert.Equal(words is null, refusal is null);
        Assert.Contains(words ?? "", refusal?.Title ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(1.0, true)]
    [InlineData(-0.01, false)]
    [InlineData(1.01, false)]
    public void Confidence_is_a_share(double confidence, bool fits) =>
        Assert.Equal(
            fits,
            Refused(Fresh, new AnswerGiven("finding", new(AnswerState.Present, Confidence: confidence))) is null
        );

    [Theory]
    [InlineData(AnswerState.Absent, true, false)]
    [InlineData(AnswerState.NotAssessed, true, false)]
    [InlineData(AnswerState.Uncertain, true, true)]
    [InlineData(AnswerState.Uncertain, false, true)]
    [InlineData(AnswerState.Absent, false, true)]
    [InlineData(AnswerState.Present, true, true)]
    [InlineData(AnswerState.Present, false, false)]
    public void A_value_stands_beside_present_or_uncertain(AnswerState state, bool value, bool fits) =>
        Assert.Equal(
            fits,
            Refused(Fresh, new AnswerGiven("size", new(state, value ? JsonSerializer.SerializeToElement(3) : null)))
                is null
        );

    [Fact]
    public void Only_what_the_protocol_asks_is_answered_and_taken_back()
    {
        Assert.Equal("nowhere", Refused(Fresh, Given("nowhere", AnswerState.Absent))!.Where);
        Assert.Equal("nowhere", Refused(Fresh, new AnswerWithdrawn("nowhere"))!.Where);
        Assert.Null(Refused(Fresh, new AnswerWithdrawn("spots")));
        Assert.Contains("cannot add", Refused(Fresh, new ReadReopened("x"))!.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(12.5, true)]
    [InlineData(-1, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void Seconds_of_work_are_a_length_of_time(double seconds, bool fits)
    {
        Refusal? refusal = Refused(Fold(Given("finding", AnswerState.Absent)), new ReadSubmitted(seconds));
        Assert.Equal(fits, refusal is null);
        if (!fits)
        {
            Assert.Equal("read.invalid", refusal!.Code);
        }
    }

    [Fact]
    public void A_comment_has_1_to_4000_characters()
    {
        Assert.NotNull(Refused(Fresh, new CommentAdded("")));
        Assert.Null(Refused(Fresh, new CommentAdded(new string('x', 4_000))));
        Assert.NotNull(Refused(Fresh, new CommentAdded(new string('x', 4_001))));
    }

    [Fact]
    public void A_text_without_a_limit_of_its_own_has_20000_characters()
    {
        Field text = new("t", "T", FieldKinds.Text);
        Assert.Null(text.Kind.Misfit(text, JsonSerializer.SerializeToElement(new string('x', 20_000))));
        Assert.NotNull(text.Kind.Misfit(text, JsonSerializer.SerializeToElement(new string('x', 20_001))));
        text = text with { MaxLength = 30_000 };
        Assert.Null(text.Kind.Misfit(text, JsonSerializer.SerializeToElement(new string('x', 30_000))));
    }

    [Fact]
    public void What_comes_from_outside_lacks_nothing_that_is_needed()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Mark>("""{"id":"m"}""", EventJson.Strict));
        Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<Field>("""{"id":null,"title":"T","kind":"finding"}""", EventJson.Strict)
        );
        // The kind of a region may stand anywhere in it.
        Mark mark = JsonSerializer.Deserialize<Mark>(
            """{"id":"m","field":"f","geometry":{"file":"x","frame":0,"x":1,"y":2,"kind":"point"}}""",
            EventJson.Strict
        )!;
        Assert.Equal(new PointRegion("x", 0, 1, 2), mark.Region);
        Assert.True(EventJson.Strict.IsReadOnly && EventJson.Options.IsReadOnly);
    }
}
