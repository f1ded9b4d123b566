using System.Text.Json;
using Overread.Domain;
using Overread.Domain.Marks;
using Overread.Domain.Reads;
using Overread.Domain.Record;
using Overread.Server.Features.Reads.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Reads;

/// <summary>Reads what a client sends as events of a read.</summary>
internal static class ClientEvents
{
    private const int MostEvents = 500;

    /// <summary>The events of a post, each with its id.</summary>
    /// <exception cref="RefusedException">There are none or too many, or one is not in its form; it is named.</exception>
    public static List<(string Id, DomainEvent Event)> Read(IReadOnlyList<ClientEvent>? sent)
    {
        if (sent is not { Count: > 0 and <= MostEvents })
        {
            throw new RefusedException(
                new("read.invalid", $"A post holds 1 to {MostEvents} events.")
                {
                    Where = "events",
                    Next = "Send at least one event, and more than that in several posts.",
                }
            );
        }

        List<(string, DomainEvent)> events = [];
        HashSet<string> ids = [];
        foreach (ClientEvent e in sent)
        {
            if (!EventIds.Fits(e.Id) || !ids.Add(e.Id))
            {
                throw new RefusedException(
                    EventIds.Misfit("read.invalid", "An event") with
                    {
                        Facts = new Dictionary<string, object?> { ["event"] = e.Id },
                    }
                );
            }

            events.Add((e.Id, Read(e)));
        }

        return events;
    }

    private static DomainEvent Read(ClientEvent e)
    {
        string origin = e.Origin is "import" or "rehearsal" ? e.Origin : "hand";
        string answered = e.Origin is ReadRules.Rest or ReadRules.TakenOver ? e.Origin : origin;
        return e.Type switch
        {
            "AnswerGiven" when e is { Field: { } field, Answer: { } answer } => new AnswerGiven(
                field,
                answer,
                answered,
                e.Suggestion
            ),
            "AnswerWithdrawn" when e.Field is { } field => new AnswerWithdrawn(field),
            "MarkDrawn" => new MarkDrawn(MarkOf(e), origin),
            "MarkRevised" => new MarkRevised(MarkOf(e)),
            "MarkPartsRevised" when e is { Mark: { ValueKind: JsonValueKind.String } mark, Parts: { } parts } =>
                new MarkPartsRevised(mark.GetString()!, parts),
            "MarkWithdrawn" when e.Mark is { ValueKind: JsonValueKind.String } mark => new MarkWithdrawn(
                mark.GetString()!
            ),
            "CommentAdded" when e.Text is { } text => new CommentAdded(text, e.Field),
            "ReadOpened" when e.Shown is { } shown => new ReadOpened(shown),
            "WorkTimed" when e is { Source: { } source, Seconds: { } seconds } => new WorkTimed(source, seconds),
            "ReadSubmitted" when e.Seconds is { } seconds => new ReadSubmitted(seconds),
            _ => throw Wrong(e, "The event is of no known type, or lacks a member.", "type", Members(e.Type)),
        };
    }

    private static Mark MarkOf(ClientEvent e)
    {
        try
        {
            Mark? mark = e.Mark is { ValueKind: JsonValueKind.Object } json
                ? JsonSerializer.Deserialize<Mark>(json, EventJson.Options)
                : null;
            return mark is { Id.Length: > 0, Field.Length: > 0, Region: not null }
                ? mark
                : throw Wrong(e, "The event has no mark.", "mark", MarkMembers);
        }
        catch (JsonException broken)
        {
            throw Wrong(e, "The mark is malformed.", "mark" + broken.Path?.TrimStart('$'), MarkMembers);
        }
    }

    private const string MarkMembers =
        "A mark has an id, a field, a class where the field has options, and a geometry with its kind, its file and its coordinates as numbers.";

    private static string Members(string type) =>
        type switch
        {
            "AnswerGiven" => "AnswerGiven has a field and an answer.",
            "AnswerWithdrawn" => "AnswerWithdrawn has a field.",
            "MarkPartsRevised" =>
                "MarkPartsRevised has the mark's id as mark, and as parts a region of its shape with the changed parts.",
            "MarkWithdrawn" => "MarkWithdrawn has the mark's id as mark.",
            "CommentAdded" => "CommentAdded has a text.",
            "ReadOpened" => "ReadOpened says what was shown.",
            "WorkTimed" => "WorkTimed has a source and its seconds of work so far.",
            "ReadSubmitted" => "ReadSubmitted has the seconds of work.",
            _ =>
                "Send one of AnswerGiven, AnswerWithdrawn, MarkDrawn, MarkRevised, MarkPartsRevised, MarkWithdrawn, CommentAdded, ReadOpened, WorkTimed and ReadSubmitted.",
        };

    private static RefusedException Wrong(ClientEvent e, string title, string where, string next) =>
        new(
            new Refusal("read.invalid", title)
            {
                Where = where,
                Next = next,
                Facts = new Dictionary<string, object?> { ["event"] = e.Id },
            }
        );
}
