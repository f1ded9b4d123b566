using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Overread.Domain;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;
using Overread.Server.Access;
using Overread.Server.Modalities;

namespace Overread.Server.Composition;

/// <summary>
/// The shapes of the OpenAPI document, where the types of the code say less or more than what is on the wire: words that a
/// text can be, members that are left out and never null, members of answers that are always there.
/// </summary>
internal static class ApiSchemas
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddSchemaTransformer(
            (schema, context, _) =>
            {
                PlainNumbers(schema);
                KindsByName(schema, context.JsonTypeInfo);
                WordsAlone(schema, context.JsonTypeInfo);
                if (context.JsonPropertyInfo is { } member)
                {
                    Spell(schema, member);
                }

                return Task.CompletedTask;
            }
        );
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                new ApiShapes(document).SayWhatIsThere();
                return Task.CompletedTask;
            }
        );
    }

    // Numbers are also read from strings, out of kindness; what is described is a number.
    private static void PlainNumbers(OpenApiSchema schema)
    {
        if (
            schema.Type is { } type
            && type.HasFlag(JsonSchemaType.String)
            && (type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number))
        )
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }
    }

    private static void KindsByName(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (type.Type == typeof(FieldKind))
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = Texts(FieldKinds.All.Select(k => k.Name));
        }
    }

    // An enumeration that is nowhere but where it may be left out would list null among its words; nothing is ever null here.
    private static void WordsAlone(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (Nullable.GetUnderlyingType(type.Type) is { IsEnum: true } words)
        {
            schema.Enum = Texts(Enum.GetNames(words).Select(JsonNamingPolicy.CamelCase.ConvertName));
        }
    }

    private static void Spell(OpenApiSchema schema, JsonPropertyInfo member)
    {
        if (Attribute<ItemKindAttribute>(member) is not null)
        {
            schema.Enum = Texts(
                OverreadHost.Modalities.All.SelectMany(m => m.Kinds).Append(ItemKindAttribute.Reference)
            );
        }

        if (Attribute<WordsAttribute>(member) is { } words)
        {
            if (member.PropertyType == typeof(object))
            {
                // A number, or one of the words.
                schema.OneOf =
                [
                    new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
                    new OpenApiSchema { Type = JsonSchemaType.String, Enum = Texts(words.Words) },
                ];
            }
            else if (schema.Items is OpenApiSchema item)
            {
                item.Enum = Texts(words.Words);
            }
            else
            {
                schema.Enum = Texts(words.Words);
            }
        }

        if (member.PropertyType == typeof(IReadOnlyDictionary<string, List<int>>))
        {
            // The second of two derived types would say nothing of the lists that the first has said.
            schema.AdditionalProperties = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            };
        }

        if (member.DeclaringType == typeof(Answer) && member.PropertyType == typeof(JsonElement?))
        {
            schema.OneOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.String },
                new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" },
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            ];
        }
    }

    private static T? Attribute<T>(JsonPropertyInfo member)
        where T : Attribute => Of<T>(member.AttributeProvider) ?? Of<T>(member.AssociatedParameter?.AttributeProvider);

    private static T? Of<T>(ICustomAttributeProvider? declared)
        where T : Attribute => declared?.GetCustomAttributes(typeof(T), inherit: true).OfType<T>().FirstOrDefault();

    private static List<JsonNode> Texts(IEnumerable<string> words) => [.. words.Select(w => (JsonNode)w)];
}
