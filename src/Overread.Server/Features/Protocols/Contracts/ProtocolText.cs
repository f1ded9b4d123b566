using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Domain;
using Overread.Domain.Protocols;
using Overread.Domain.Record;
using Overread.Storage;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Overread.Server.Features.Protocols.Contracts;

/// <summary>Protocols as YAML and JSON text. YAML is read as its JSON equivalent, so both have one set of rules.</summary>
internal static class ProtocolText
{
    private static readonly JsonSerializerOptions Indented = new(EventJson.Options) { WriteIndented = true };

    public static ProtocolBody Parse(string text, bool yaml)
    {
        try
        {
            JsonNode? node = yaml ? FromYaml(text) : JsonNode.Parse(text);
            return node.Deserialize<ProtocolBody>(EventJson.Strict)
                ?? throw new JsonException("The document is empty.");
        }
        catch (YamlException e)
        {
            throw Unreadable(
                $"The YAML breaks off at line {e.Start.Line}, column {e.Start.Column}.",
                $"line {e.Start.Line}"
            );
        }
        catch (JsonException e)
        {
            string line = e.LineNumber is { } n ? $" (line {n + 1})" : "";
            throw Unreadable(
                $"The protocol cannot be read at {EventJson.PathOf(e) ?? "its beginning"}{line}.",
                EventJson.PathOf(e) ?? "$"
            );
        }
        catch (InvalidOperationException)
        {
            throw Unreadable(
                "The document is no protocol: it has to be a mapping with title, fields, guideline and policy.",
                null
            );
        }
    }

    public static string ToJson(ProtocolBody body) => JsonSerializer.Serialize(body, Indented) + "\n";

    public static string ToYaml(ProtocolBody body)
    {
        YamlDocument document = new(ToYaml(JsonSerializer.SerializeToNode(body, EventJson.Options))!);
        using StringWriter writer = new();
        new YamlStream(document).Save(writer, assignAnchors: false);
        string text = writer.ToString();
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    private static JsonNode? FromYaml(string text)
    {
        YamlStream stream = [];
        using StringReader reader = new(text);
        stream.Load(reader);
        return stream.Documents.Count == 0 ? null : FromYaml(stream.Documents[0].RootNode);
    }

    private static JsonNode? FromYaml(YamlNode node) =>
        node switch
        {
            YamlMappingNode map => new JsonObject(
                map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value ?? "", FromYaml(c.Value)))
            ),
            YamlSequenceNode list => new JsonArray([.. list.Children.Select(FromYaml)]),
            YamlScalarNode scalar => Scalar(scalar),
            _ => null,
        };

    // A quoted scalar is text whatever it looks like; a plain one is what YAML 1.2's core schema says.
    private static JsonNode? Scalar(YamlScalarNode scalar)
    {
        string value = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
        {
            return value;
        }

        if (value is "" or "null" or "~")
        {
            return null;
        }

        if (value is "true" or "false")
        {
            return value == "true";
        }

        return
            double.TryParse(
                value,
                System.Globalization.NumberStyles.Float,
                System.Globalization.CultureInfo.InvariantCulture,
                out double number
            ) && double.IsFinite(number)
            ? number
            : value;
    }

    private static YamlNode ToYaml(JsonNode? node) =>
        node switch
        {
            null => new YamlScalarNode("null"),
            JsonObject map => new YamlMappingNode(
                map.Select(p => KeyValuePair.Create<YamlNode, YamlNode>(new YamlScalarNode(p.Key), ToYaml(p.Value)))
            ),
            JsonArray list => new YamlSequenceNode(list.Select(ToYaml)),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => Text(value.GetValue<string>()),
            _ => new YamlScalarNode(node.ToJsonString()),
        };

    private static YamlScalarNode Text(string text)
    {
        bool plain =
            text.Length > 0
            && char.IsAsciiLetter(text[0])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ' ')
            && text[^1] != ' '
            && text is not ("true" or "false" or "null");
        return new YamlScalarNode(text)
        {
            Style =
                text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal
                : plain ? ScalarStyle.Plain
                : ScalarStyle.DoubleQuoted,
        };
    }

    private static RefusedException Unreadable(string title, string? where) =>
        new(
            new Refusal("protocol.unreadable", title)
            {
                Where = where,
                Next = "Correct the file there; a protocol that was exported shows how one is written.",
            }
        );
}
