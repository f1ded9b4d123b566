using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Overread.Server.Tests;

/// <summary>
/// JSON that a server answered and that the API's description does not describe: a member that is missing, unknown, null or
/// of another shape, a word that is none of those listed. Every test that runs a server looks.
/// </summary>
internal sealed class UndescribedAnswers
{
    private static readonly JsonObject Document = JsonNode
        .Parse(File.ReadAllText(Path.Combine(DocsTests.Root, "docs/openapi.json")))!
        .AsObject();

    private static readonly Dictionary<string, JsonObject> Operations = Document["paths"]!
        .AsObject()
        .SelectMany(p => p.Value!.AsObject())
        .ToDictionary(o => o.Value!["operationId"]!.GetValue<string>(), o => o.Value!.AsObject());

    // The members of a file's content stand beside the others too, for programs made before there was a content.
    private static readonly HashSet<string> Open = ["FileView"];

    private readonly ConcurrentQueue<string> _faults = new();

    public IEnumerable<string> Faults => _faults.Distinct();

    /// <summary>Looks at what an endpoint answers, on its way out.</summary>
    public async Task Look(HttpContext http, RequestDelegate next)
    {
        string? operation = http.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;
        if (operation is null || !Operations.TryGetValue(operation, out JsonObject? described))
        {
            await next(http);
            return;
        }

        JsonObject answers = described["responses"]!.AsObject();
        bool isJson = answers.Any(a =>
            a.Value!["content"]?["application/json"]?["schema"] is { } s && s["format"] is null
        );
        Stream body = http.Response.Body;
        using MemoryStream held = new();
        if (isJson)
        {
            http.Response.Body = held;
        }

        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = body;
        }

        int status = http.Response.StatusCode;
        JsonNode? answer = answers[status.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        if (answer is null && status is >= 200 and < 300)
        {
            _faults.Enqueue($"{operation} answered {status}");
        }
        else if (answer?["content"]?["application/json"]?["schema"] is JsonObject schema && isJson && status < 300)
        {
            using JsonDocument given = JsonDocument.Parse(held.ToArray());
            if (Fault(schema, given.RootElement, "") is { } fault)
            {
                _faults.Enqueue($"{operation}{fault}");
            }
        }

        if (held.Length > 0)
        {
            await body.WriteAsync(held.ToArray());
        }
    }

    private static string? Fault(JsonObject schema, JsonElement value, string at, string? name = null)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
        {
            name = reference.Split('/')[^1];
            return Fault(Document["components"]!["schemas"]![name]!.AsObject(), value, at, name);
        }

        if ((schema["anyOf"] ?? schema["oneOf"]) is JsonArray several)
        {
            string?[] faults = [.. several.Select(s => Fault(s!.AsObject(), value, at))];
            return faults.Contains(null) ? null : string.Join(" or ", faults);
        }

        if (schema["enum"] is JsonArray words && !words.Any(w => w!.GetValue<string>() == value.ToString()))
        {
            return $"{at} is {value}";
        }

        string[] types = schema["type"] switch
        {
            JsonArray all => [.. all.Select(t => t!.GetValue<string>())],
            { } one => [one.GetValue<string>()],
            _ => schema["properties"] is null ? [] : ["object"],
        };
        if (types.Length > 0 && !types.Contains(TypeOf(value, types)))
        {
            return $"{at} is {value.ValueKind}";
        }

        return value.ValueKind switch
        {
            JsonValueKind.Array when schema["items"] is JsonObject items => value
                .EnumerateArray()
                .Select(v => Fault(items, v, at + "[]"))
                .FirstOrDefault(f => f is not null),
            JsonValueKind.Object => Members(schema, value, at, name),
            _ => null,
        };
    }

    private static string? Members(JsonObject schema, JsonElement value, string at, string? name)
    {
        JsonObject? known = schema["properties"]?.AsObject();
        JsonObject? others = schema["additionalProperties"] as JsonObject;
        if (known is null && others is null)
        {
            return null;
        }

        foreach (JsonProperty member in value.EnumerateObject())
        {
            JsonObject? said = known?[member.Name]?.AsObject() ?? others;
            if (said is null && (name is null || !Open.Contains(name)))
            {
                return $"{at} has {member.Name}";
            }

            if (said is not null && Fault(said, member.Value, $"{at}.{member.Name}") is { } fault)
            {
                return fault;
            }
        }

        return schema["required"]
            ?.AsArray()
            .Select(r => r!.GetValue<string>())
            .Where(r => !value.TryGetProperty(r, out _))
            .Select(r => $"{at} lacks {r}")
            .FirstOrDefault();
    }

    private static string TypeOf(JsonElement value, string[] wanted) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => "null",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.String => "string",
            JsonValueKind.Array => "array",
            JsonValueKind.Object => "object",
            _ => wanted.Contains("integer") && value.TryGetInt64(out _) ? "integer" : "number",
        };
}
