using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Domain;
using Overread.Domain.Record;

namespace Overread.Server.Features.Reads.Contracts;

/// <summary>Ids that clients give to what they send, so that sending it again is harmless.</summary>
internal static class EventIds
{
    /// <summary>True for 8 to 64 letters, digits, '-' and '_'.</summary>
    public static bool Fits(string? id) =>
        id is { Length: >= 8 and <= 64 } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Refuses an id that does not fit.</summary>
    public static Refusal Misfit(string code, string what) =>
        new(code, $"{what} has an id of its own of 8 to 64 letters, digits, '-' and '_'.")
        {
            Where = "id",
            Next = "Make a fresh id, such as a UUID, for each; keep it where you send the same once more.",
        };

    /// <summary>Refuses an id that stands for something else already.</summary>
    public static Refusal Reused(string where) =>
        new("request.id-reused", "That id stands for something else that was sent before.", RefusalKind.Conflict)
        {
            Where = where,
            Next = "Give what is new a fresh id; only the very same may be sent again under an old one.",
        };

    /// <summary>True where both say the same, whatever the order of their members.</summary>
    public static bool Same<T>(T first, T second) =>
        JsonNode.DeepEquals(
            JsonSerializer.SerializeToNode(first, EventJson.Options),
            JsonSerializer.SerializeToNode(second, EventJson.Options)
        );
}
