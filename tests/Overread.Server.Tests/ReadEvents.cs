using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>What a reader does, as the events that a browser posts.</summary>
internal static class ReadEvents
{
    private const string At = "2026-01-01T00:00:00.000Z";

    public static ClientEvent Answered(string id, string field, string state) =>
        new()
        {
            Id = id,
            At = At,
            Type = "AnswerGiven",
            Field = field,
            Answer = new() { State = state },
        };

    public static ClientEvent Submitted(string id, double seconds = 5) =>
        new()
        {
            Id = id,
            At = At,
            Type = "ReadSubmitted",
            Seconds = seconds,
        };

    public static ClientEvent Commented(string id, string text) =>
        new()
        {
            Id = id,
            At = At,
            Type = "CommentAdded",
            Text = text,
        };

    /// <summary>A mark that is drawn (MarkDrawn) or changed (MarkRevised), as a browser writes it.</summary>
    public static ClientEvent Marked(string id, string type, Mark mark) =>
        new()
        {
            Id = id,
            At = At,
            Type = type,
            Mark = System.Text.Json.JsonSerializer.SerializeToElement(mark, OverreadClient.JsonOptions),
        };

    /// <summary>Adds events to a read.</summary>
    public static Task<AppendReadEventsAppended> Append(
        this OverreadClient reader,
        string read,
        int revision,
        params ClientEvent[] events
    ) => reader.AppendReadEvents(read, new() { BaseRevision = revision, Events = events });
}
