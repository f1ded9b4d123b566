using System.Text.Json;
using System.Text.Json.Nodes;

namespace Overread.Client;

/// <summary>The server refused, or met a fault (RFC 9457). Programs go by <see cref="Code"/>, people by the message.</summary>
public sealed class OverreadProblemException : Exception
{
    /// <summary>Makes one of a problem's members.</summary>
    /// <param name="status">The HTTP status; 0 for the problem that a job ended with.</param>
    /// <param name="code">Stable and dotted, such as read.closed.</param>
    /// <param name="title">One plain sentence.</param>
    /// <param name="where">The field, file, line or tag it is about.</param>
    /// <param name="next">What to do next, as a sentence.</param>
    /// <param name="details">The whole problem, with members of its own; null where there is none.</param>
    public OverreadProblemException(
        int status,
        string code,
        string title,
        string? where = null,
        string? next = null,
        JsonObject? details = null
    )
        : base(
            $"{title}{(where is null ? "" : $" ({where})")}{(next is null ? "" : " " + next)} [{code}{(status == 0 ? "" : $", {status}")}]"
        )
    {
        Status = status;
        Code = code;
        Title = title;
        Where = where;
        Next = next;
        Details = details;
    }

    /// <summary>The HTTP status; 0 for the problem that a job ended with.</summary>
    public int Status { get; }

    /// <summary>Stable and dotted, such as read.closed.</summary>
    public string Code { get; }

    /// <summary>One plain sentence.</summary>
    public string Title { get; }

    /// <summary>The field, file, line or tag it is about.</summary>
    public string? Where { get; }

    /// <summary>What to do next, as a sentence.</summary>
    public string? Next { get; }

    /// <summary>The whole problem, with members of its own, such as the faults found.</summary>
    public JsonObject? Details { get; }

    // An answer that is no problem came from something between: its status is all that is known.
    internal static OverreadProblemException Of(int status, string text, Uri address)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject problem && problem["code"] is not null
                ? Of(status, problem)
                : Foreign(status, address);
        }
        catch (JsonException)
        {
            return Foreign(status, address);
        }
    }

    internal static OverreadProblemException Of(int status, JsonObject problem) =>
        new(
            status,
            (string?)problem["code"] ?? "http.status",
            (string?)problem["title"] ?? "The server refused.",
            (string?)problem["where"],
            (string?)problem["next"],
            problem
        );

    // An answer that the API's description does not know.
    internal static OverreadProblemException Odd(int status, Uri address) =>
        new(
            status,
            "http.odd",
            "The answer is not what the API describes.",
            address.ToString(),
            "Check that this is the address of an Overread server, and that its version is not older than the client's."
        );

    private static OverreadProblemException Foreign(int status, Uri address) =>
        new(
            status,
            "http.status",
            $"The server answered {status} without saying why.",
            address.ToString(),
            "Something between may have answered in its place, such as a proxy."
        );
}
