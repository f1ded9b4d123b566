using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Overread.Domain;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Record;

namespace Overread.Server.Composition;

/// <summary>Says of a request that could not be read where it breaks off, and what could stand there. It quotes nothing.</summary>
internal static partial class MalformedRequest
{
    public static Refusal Of(HttpContext context, BadHttpRequestException fault)
    {
        if (fault.InnerException is JsonException json)
        {
            string path = EventJson.PathOf(json) is { Length: > 0 } found ? found : "$";
            string line = json is { LineNumber: { } n, BytePositionInLine: { } b }
                ? string.Create(CultureInfo.InvariantCulture, $" (line {n + 1}, byte {b + 1})")
                : "";
            return new("request.malformed", $"The request could not be read at {path}{line}.")
            {
                Where = path + line,
                Next = Allowed(context, path),
            };
        }

        if (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new("request.malformed", "The request's body is too large.") { Next = "Send less at a time." };
        }

        if (fault.Message.Contains("body", StringComparison.Ordinal))
        {
            return new("request.malformed", "The request has no body.") { Where = "$", Next = Allowed(context, "$") };
        }

        return Parameter().Match(fault.Message) is { Success: true } match
            ? new("request.malformed", $"{match.Groups[1].Value} could not be read, or is missing.")
            {
                Where = match.Groups[1].Value,
                Next = "Give it as the API's description says.",
            }
            : new("request.malformed", "The request could not be read.")
            {
                Next = "Send a body of JSON as the API's description says.",
            };
    }

    // The types that the endpoint takes say what could stand at a place.
    private static string Allowed(HttpContext context, string path)
    {
        const string any = "Send JSON as the API's description says: numbers are finite, and text is valid Unicode.";
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } type)
        {
            return any;
        }

        JsonSerializerOptions options = context
            .RequestServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>()
            .Value.SerializerOptions;
        foreach (Match step in Steps().Matches(path))
        {
            JsonTypeInfo info = options.GetTypeInfo(type);
            Type? next =
                info.Kind == JsonTypeInfoKind.Enumerable || info.Kind == JsonTypeInfoKind.Dictionary ? info.ElementType
                : info.Properties.FirstOrDefault(p => p.Name == step.Groups[1].Value) is { } member
                    ? member.PropertyType
                : null;
            if (next is null)
            {
                return any;
            }

            type = next;
        }

        return Words(options, Nullable.GetUnderlyingType(type) ?? type) ?? any;
    }

    private static string? Words(JsonSerializerOptions options, Type type)
    {
        if (type.IsEnum)
        {
            return $"One of these can stand there: {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))}.";
        }

        if (type == typeof(FieldKind))
        {
            return $"One of these can stand there: {string.Join(", ", FieldKinds.All.Select(k => k.Name))}.";
        }

        if (type == typeof(string))
        {
            return "A text of valid Unicode stands there.";
        }

        if (type == typeof(bool))
        {
            return "true or false stands there.";
        }

        if (type.IsPrimitive)
        {
            return "A finite number stands there.";
        }

        JsonTypeInfo info = options.GetTypeInfo(type);
        IEnumerable<string> needed = info.Properties.Where(p => p.IsRequired).Select(p => p.Name);
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => "A list stands there, and none of its items is null.",
            JsonTypeInfoKind.Object when needed.Any() =>
                $"An object stands there; it needs the members {string.Join(", ", needed)}.",
            JsonTypeInfoKind.Object => "An object stands there.",
            _ => null,
        };
    }

    [GeneratedRegex(@"parameter ""[^""]*?(\w+)""")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\.([^.\[\]]+)|\[(?:\d+|'[^']*')\]")]
    private static partial Regex Steps();
}
