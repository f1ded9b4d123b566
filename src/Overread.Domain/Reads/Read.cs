using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Overread.Domain.Marks;
using Overread.Domain.Modalities;
using Overread.Domain.Protocols;
using Overread.Domain.Record;

namespace Overread.Domain.Reads;

/// <summary>One reader's answers to one item under one protocol version, folded from its events.</summary>
/// <param name="Id">The read's id; its stream is <c>read/{Id}</c>.</param>
/// <param name="Item">The item.</param>
/// <param name="ProtocolVersion">The version it is made under.</param>
public sealed record Read(string Id, string Item, int ProtocolVersion)
{
    /// <summary>Where it stands.</summary>
    public ReadState State { get; init; } = ReadState.Open;

    /// <summary>Counts what changed answers, marks or state; opening and commenting do not count, so they never conflict.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Answers by field id.</summary>
    public ImmutableDictionary<string, Answer> Answers { get; init; } = ImmutableDictionary<string, Answer>.Empty;

    /// <summary>Marks in the order in which they were drawn.</summary>
    public ImmutableList<Mark> Marks { get; init; } = [];

    /// <summary>Remarks in order.</summary>
    public ImmutableList<Comment> Comments { get; init; } = [];

    /// <summary>What models suggested and the reader was shown, in order.</summary>
    public ImmutableList<ShownSuggestion> Suggestions { get; init; } = [];

    /// <summary>Seconds of work so far by where they were done: one browser each, all its sittings together.</summary>
    public ImmutableDictionary<string, double> Worked { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>UTC time at which the reader first saw the item.</summary>
    public string? Opened { get; init; }

    /// <summary>Seconds of work, once submitted: what was claimed, within what the server has measured.</summary>
    public double? Seconds { get; init; }

    /// <summary>Seconds of work as the reader's program said.</summary>
    public double? Claimed { get; init; }

    /// <summary>Seconds from first sight to submission by the server's clock.</summary>
    public double? Elapsed { get; init; }

    /// <summary>The version of the project's guideline that the reader had acknowledged when it was submitted; null where there was none.</summary>
    public int? Guideline { get; init; }

    /// <summary>True once an answer or a mark came that no hand gave here: of an import, or of a rehearsal.</summary>
    [JsonIgnore]
    public bool IsOfElsewhere { get; init; }

    /// <summary>UTC time of submission.</summary>
    public string? Submitted { get; init; }

    /// <summary>The read after one more event; events of other streams change nothing.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="id">Its id.</param>
    /// <param name="at">Its time.</param>
    public Read After(DomainEvent happened, string id, string at)
    {
        Read after = Folded(happened, id, at);
        return WorkTime.IsElsewhere(happened) ? after with { IsOfElsewhere = true } : after;
    }

    private Read Folded(DomainEvent happened, string id, string at) =>
        happened switch
        {
            AnswerGiven e => Next() with { Answers = Answers.SetItem(e.Field, e.Answer) },
            AnswerWithdrawn e => Next() with
            {
                Answers = Answers.Remove(e.Field),
                Marks = Marks.RemoveAll(m => m.Field == e.Field),
            },
            MarkDrawn e => Next() with { Marks = Marks.Add(e.Mark), Answers = WithMark(e.Mark.Field) },
            MarkRevised e => Next() with { Marks = Marks.SetItem(Marks.FindIndex(m => m.Id == e.Mark.Id), e.Mark) },
            MarkPartsRevised e => Next() with { Marks = WithParts(e) },
            MarkWithdrawn e => WithoutMark(e.Mark),
            CommentAdded e => this with { Comments = Comments.Add(new Comment(id, e.Text, at, e.Field)) },
            SuggestionShown e => this with { Suggestions = Suggestions.Add(e.Suggestion) },
            ReadOpened => this with { Opened = Opened ?? at },
            WorkTimed e => this with
            {
                Worked = Worked.SetItem(e.Source, Math.Max(e.Seconds, Worked.GetValueOrDefault(e.Source))),
            },
            ReadSubmitted e => Next() with
            {
                State = ReadState.Submitted,
                Seconds = e.Seconds,
                Claimed = e.Claimed,
                Elapsed = e.Elapsed,
                Submitted = at,
                Guideline = e.Guideline,
            },
            // To be repeated blind: what was answered stays in the record alone.
            ReadReopened { Repeats: not null } => Next() with
            {
                State = ReadState.Open,
                Submitted = null,
                Answers = ImmutableDictionary<string, Answer>.Empty,
                Marks = [],
            },
            ReadReopened => Next() with { State = ReadState.Open, Submitted = null },
            Work.ReadReleased => Next() with { State = ReadState.Released },
            Work.ReadSkipped => Next() with { State = ReadState.Skipped },
            Work.AssignmentExpired => Next() with { State = ReadState.Expired },
            _ => this,
        };

    private Read Next() => this with { Revision = Revision + 1 };

    // The first mark says "present" by itself; an explicit uncertain stays.
    private ImmutableDictionary<string, Answer> WithMark(string field) =>
        Answers.TryGetValue(field, out Answer? answer) && answer.State == AnswerState.Uncertain
            ? Answers
            : Answers.SetItem(field, new Answer(AnswerState.Present));

    private ImmutableList<Mark> WithParts(MarkPartsRevised revised)
    {
        int at = Marks.FindIndex(m => m.Id == revised.Mark);
        Region region = Marks[at].Region;
        return Marks.SetItem(
            at,
            Marks[at] with
            {
                Region = DomainModalities.KindOf(region).WithParts(region, revised.Parts),
            }
        );
    }

    private Read WithoutMark(string mark)
    {
        Mark? gone = Marks.Find(m => m.Id == mark);
        if (gone is null)
        {
            return Next();
        }

        ImmutableList<Mark> left = Marks.Remove(gone);
        bool last = !left.Exists(m => m.Field == gone.Field);
        bool said = Answers.TryGetValue(gone.Field, out Answer? answer) && answer.State == AnswerState.Present;
        return Next() with { Marks = left, Answers = last && said ? Answers.Remove(gone.Field) : Answers };
    }
}
