using Overread.Domain.Marks;
using Overread.Domain.Modalities;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Record;

namespace Overread.Domain.Reads;

/// <summary>Decides what may be added to a read.</summary>
public static class ReadRules
{
    private const int MostSources = 100;

    /// <summary>
    /// Accepts all events or refuses them all, naming the first that cannot stand. The events are judged one after the
    /// other, each on the read as the ones before have left it.
    /// </summary>
    /// <param name="read">The read as it is.</param>
    /// <param name="protocol">The version it is made under.</param>
    /// <param name="contents">What the item's files hold, by file.</param>
    /// <param name="events">What the client wants to add, with their ids.</param>
    public static Decision Append(
        Read read,
        ProtocolBody protocol,
        IReadOnlyDictionary<string, FileContent> contents,
        IReadOnlyList<(string Id, DomainEvent Event)> events
    )
    {
        Read now = read;
        foreach ((string id, DomainEvent happened) in events)
        {
            if (now.State != ReadState.Open && happened is not (CommentAdded or WorkTimed))
            {
                return Decision.Refuse(Closed(now.State));
            }

            Refusal? refusal = happened switch
            {
                AnswerGiven e => OfAnswer(protocol, e.Field, e.Answer)
                    ?? OfRest(now, protocol, e)
                    ?? OfTakenOver(now, protocol, e),
                AnswerWithdrawn e => OfField(protocol, e.Field),
                MarkDrawn e when now.Marks.Exists(m => m.Id == e.Mark.Id) => Wrong(
                    "That mark was drawn already.",
                    e.Mark.Id
                ),
                MarkDrawn e => OfMarkId(e.Mark.Id) ?? OfMark(protocol, contents, e.Mark),
                MarkRevised e when !now.Marks.Exists(m => m.Id == e.Mark.Id) => Wrong(
                    "There is no such mark in this read.",
                    e.Mark.Id
                ),
                MarkRevised e when now.Marks.Find(m => m.Id == e.Mark.Id)!.Field != e.Mark.Field => Wrong(
                    "A mark stays with the field that it was drawn for.",
                    e.Mark.Field
                ),
                MarkRevised e => OfMark(protocol, contents, e.Mark),
                MarkPartsRevised e => OfParts(now, contents, e),
                MarkWithdrawn e when !now.Marks.Exists(m => m.Id == e.Mark) => Wrong(
                    "There is no such mark in this read.",
                    e.Mark
                ),
                MarkWithdrawn => null,
                CommentAdded e => FreeText.Reason(
                    e.Text,
                    "A comment without words says nothing.",
                    "read.invalid",
                    "text"
                ),
                ReadOpened => null,
                WorkTimed e => OfTime(now, e),
                ReadSubmitted e => OfSubmission(now, protocol, e),
                _ => Wrong($"A reader cannot add {happened.GetType().Name}.", null),
            };
            if (refusal is not null)
            {
                return Decision.Refuse(refusal with { Facts = Facts(refusal, id) });
            }

            now = now.After(happened, id, "");
        }

        return Decision.Accept([.. events.Select(e => e.Event)]);
    }

    // One act for all that is left: only where the protocol allows it, only what was looked for and not there, never over an answer.
    private static Refusal? OfRest(Read now, ProtocolBody protocol, AnswerGiven given)
    {
        if (given.Origin != Rest)
        {
            return null;
        }

        if (protocol.Policy.RestAbsent != true)
        {
            return Wrong("This protocol does not allow to answer the rest at once.", given.Field) with
            {
                Next = "Answer each field by itself.",
            };
        }

        if (given.Answer.State != AnswerState.Absent || now.Answers.ContainsKey(given.Field))
        {
            return Wrong("The rest is what is blank, and is answered absent.", given.Field) with
            {
                Next = "Answer this field by itself.",
            };
        }

        return null;
    }

    // Only what this reader was shown in this read, and as it was: an answer that differs is the reader's own.
    private static Refusal? OfTakenOver(Read now, ProtocolBody protocol, AnswerGiven given)
    {
        if (given.Origin != TakenOver)
        {
            return given.Suggestion is null
                ? null
                : Wrong("Only an answer that was taken over names a suggestion.", given.Field);
        }

        ShownSuggestion? shown = now.Suggestions.Find(s => s.Id == given.Suggestion && s.Field == given.Field);
        Field field = protocol.Field(given.Field)!;
        return shown is null
                ? Wrong("This suggestion was not shown in this read.", given.Field, "Answer the field by hand.")
            : field.LabelOf(shown.Answer) != field.LabelOf(given.Answer)
                ? Wrong("The answer is not what was suggested.", given.Field, "Send it as an answer by hand.")
            : null;
    }

    /// <summary>Where an answer comes from that a reader took over from a model's suggestion.</summary>
    public const string TakenOver = "suggestion";

    /// <summary>Where an answer comes from that was given with all others that were still blank.</summary>
    public const string Rest = "rest";

    /// <summary>True for what changes neither answers nor marks nor state: it never conflicts, and does not count as a revision.</summary>
    public static bool IsAside(DomainEvent happened) => happened is ReadOpened or CommentAdded or WorkTimed;

    /// <summary>The required fields that are asked (their condition holds) and blank, in the protocol's order.</summary>
    public static IReadOnlyList<string> Missing(Read read, ProtocolBody protocol) =>
        [
            .. protocol
                .Fields.Where(f =>
                    f.Required
                    && IsAsked(read, protocol, f)
                    && (!read.Answers.TryGetValue(f.Id, out Answer? answer) || f.Kind.IsBlank(answer))
                )
                .Select(f => f.Id),
        ];

    /// <summary>True while the field's condition holds in the read.</summary>
    public static bool IsAsked(Read read, ProtocolBody protocol, Field field)
    {
        if (field.When is not { } when)
        {
            return true;
        }

        Field? other = protocol.Field(when.Field);
        if (
            other is null
            || !IsAsked(read, protocol, other)
            || !read.Answers.TryGetValue(when.Field, out Answer? answer)
        )
        {
            return false;
        }

        return Holds(when, other, other.KeyOf(answer), read.Marks.Where(m => m.Field == other.Id));
    }

    /// <summary>True when a condition names what an answer says, or the class of a mark that is part of it.</summary>
    /// <param name="when">The condition.</param>
    /// <param name="other">The field it is about.</param>
    /// <param name="key">What that field's answer says.</param>
    /// <param name="marks">The marks of that answer, for a field of marks.</param>
    public static bool Holds(Condition when, Field other, LabelKey key, IEnumerable<Mark>? marks = null) =>
        key.Words(other).Any(when.Is.Contains)
        || (
            key is StateKey { State: AnswerState.Present }
            && (marks ?? []).Any(m => m.Class is { } drawn && when.Is.Contains(drawn))
        );

    /// <summary>Says whether an answer fits its field; null when it does.</summary>
    public static Refusal? OfAnswer(ProtocolBody protocol, string id, Answer answer)
    {
        if (protocol.Field(id) is not { } field)
        {
            return NoField(protocol, id);
        }

        if (answer.Confidence is < 0 or > 1)
        {
            return Wrong("Confidence lies between 0 and 1.", id);
        }

        bool has = answer.Value is not null;
        if (answer.State is AnswerState.NotAssessed or AnswerState.Absent && has)
        {
            return Wrong($"An answer that is {Answer.StateName(answer.State)} has no value.", id);
        }

        if (!has && answer.State != AnswerState.Present)
        {
            return null;
        }

        return field.Kind.Misfit(field, answer.Value) is { } misfit ? Wrong(misfit, id) : null;
    }

    private static Refusal? OfField(ProtocolBody protocol, string id) =>
        protocol.Field(id) is null ? NoField(protocol, id) : null;

    /// <summary>Says whether an id can be a mark's; null when it can.</summary>
    public static Refusal? OfMarkId(string id) =>
        id is { Length: > 0 and <= 64 } && id.All(c => c is > ' ' and <= '~')
            ? null
            : new Refusal("read.invalid", "A mark's id has 1 to 64 visible ASCII characters.")
            {
                Where = "mark.id",
                Next = "Give the mark a fresh id, such as a UUID.",
            };

    /// <summary>Says whether a mark fits its field and lies in its file; null when it does.</summary>
    /// <param name="protocol">The version the read is made under.</param>
    /// <param name="contents">What the item's files hold, by file.</param>
    /// <param name="mark">The mark.</param>
    public static Refusal? OfMark(ProtocolBody protocol, IReadOnlyDictionary<string, FileContent> contents, Mark mark)
    {
        if (protocol.Field(mark.Field) is not { Kind.Region: { } kind } field)
        {
            return Wrong(
                "The protocol has no field of marks of that name.",
                mark.Field,
                $"The fields of marks are: {Listed(protocol.Fields.Where(f => f.HasMarks).Select(f => f.Id))}."
            );
        }

        if (DomainModalities.KindOf(mark.Region) != kind)
        {
            return Wrong($"{field.Title} takes {kind.Plural}.", mark.Field);
        }

        if (field.Options is { Count: > 0 } options ? !options.Any(o => o.Id == mark.Class) : mark.Class is not null)
        {
            return Wrong(
                $"{field.Title} has no class {mark.Class ?? "(none)"}.",
                mark.Field,
                field.Options is { Count: > 0 } classes
                    ? $"Its classes are: {Listed(classes.Select(o => o.Id))}."
                    : "Leave the class out: the field has none."
            );
        }

        return kind.Misfit(mark.Region, contents) is { } misfit ? Wrong(misfit, mark.Field) : null;
    }

    private static Refusal? OfParts(
        Read read,
        IReadOnlyDictionary<string, FileContent> contents,
        MarkPartsRevised revised
    )
    {
        if (read.Marks.Find(m => m.Id == revised.Mark) is not { } mark)
        {
            return Wrong("There is no such mark in this read.", revised.Mark);
        }

        return DomainModalities.KindOf(mark.Region).MisfitOfParts(mark.Region, revised.Parts, contents) is { } misfit
            ? Wrong(misfit, mark.Field)
            : null;
    }

    private static string Listed(IEnumerable<string> ids) => string.Join(", ", ids.DefaultIfEmpty("none"));

    private static Refusal? OfTime(Read read, WorkTimed told) =>
        !double.IsFinite(told.Seconds) || told.Seconds < 0 ? Wrong("Seconds of work are 0 or more.", "seconds")
        : told.Source is not { Length: >= 8 and <= 64 }
        || !told.Source.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? Wrong("A source of working time has an id of 8 to 64 letters, digits, '-' and '_'.", "source")
        : read.Worked.Count >= MostSources && !read.Worked.ContainsKey(told.Source)
            ? Wrong($"A read is worked on in at most {MostSources} browsers.", "source")
        : null;

    private static Refusal? OfSubmission(Read read, ProtocolBody protocol, ReadSubmitted submission)
    {
        if (!double.IsFinite(submission.Seconds) || submission.Seconds < 0)
        {
            return Wrong("Seconds of work are 0 or more.", null);
        }

        IReadOnlyList<string> missing = Missing(read, protocol);
        return missing.Count == 0
            ? null
            : new Refusal("read.incomplete", "Required fields are blank.")
            {
                Where = missing[0],
                Next = "Answer them, or say that they were not assessed.",
                Facts = new Dictionary<string, object?> { ["missing"] = missing },
            };
    }

    private static Refusal Closed(ReadState state) =>
        new("read.closed", $"This read is {ReadStates.Word(state)} and takes no more answers.", RefusalKind.Conflict)
        {
            Next = "Ask the lead to reopen it if it has to change.",
        };

    private static Refusal Wrong(string title, string? where, string? next = null) =>
        new("read.invalid", title)
        {
            Where = where,
            Next = next ?? "Correct it and send it again; nothing of this was saved.",
        };

    private static Refusal NoField(ProtocolBody protocol, string id) =>
        Wrong(
            "The protocol has no such field.",
            id,
            $"The fields are: {string.Join(", ", protocol.Fields.Select(f => f.Id))}."
        );

    private static Dictionary<string, object?> Facts(Refusal refusal, string id) =>
        new(refusal.Facts ?? new Dictionary<string, object?>()) { ["event"] = id };
}
