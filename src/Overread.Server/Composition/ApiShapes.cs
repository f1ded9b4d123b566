using Microsoft.OpenApi;

namespace Overread.Server.Composition;

/// <summary>
/// Says of every shape of the document which of its members are there. A member without a value is left out of an answer,
/// never null (<see cref="Domain.Record.EventJson"/>), and one that always has a value is always in it, though a form of the
/// same shape may leave it out where the type has a default.
/// </summary>
internal sealed class ApiShapes
{
    private readonly IDictionary<string, IOpenApiSchema> _schemas;
    private readonly HashSet<string> _answers = [];
    private readonly HashSet<string> _forms = [];

    public ApiShapes(OpenApiDocument document)
    {
        _schemas = document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>();
        // Every refusal is a problem; it is made of no handler's type.
        Gather(new OpenApiSchemaReference("Problem", document), _answers);
        foreach (
            OpenApiOperation operation in document.Paths.Values.SelectMany(p => p.Operations ?? []).Select(o => o.Value)
        )
        {
            foreach (OpenApiMediaType media in operation.RequestBody?.Content?.Values ?? [])
            {
                Gather(media.Schema, _forms);
            }

            foreach (
                OpenApiMediaType media in (operation.Responses ?? [])
                    .Where(r => r.Key.StartsWith('2'))
                    .SelectMany(r => r.Value.Content?.Values ?? [])
            )
            {
                Gather(media.Schema, _answers);
            }
        }
    }

    public void SayWhatIsThere()
    {
        foreach (string name in _schemas.Keys)
        {
            if (_schemas[name] is not OpenApiSchema schema)
            {
                continue;
            }

            foreach (OpenApiSchema derived in Told(schema))
            {
                (derived.Required ??= new HashSet<string>()).Add(schema.Discriminator!.PropertyName!);
            }

            if (_answers.Contains(name))
            {
                Members(schema, isFormToo: _forms.Contains(name));
            }
        }
    }

    private static void Members(OpenApiSchema schema, bool isFormToo)
    {
        foreach (
            (string name, IOpenApiSchema member) in (
                schema.Properties ?? new Dictionary<string, IOpenApiSchema>()
            ).ToArray()
        )
        {
            if (WithoutNull(member) is { } plain)
            {
                schema.Properties![name] = plain;
                schema.Required?.Remove(name);
            }
            else if (!isFormToo)
            {
                (schema.Required ??= new HashSet<string>()).Add(name);
            }
        }
    }

    // The shape without null, or nothing where it had none.
    private static IOpenApiSchema? WithoutNull(IOpenApiSchema member)
    {
        if (member is not OpenApiSchema schema)
        {
            return null;
        }

        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Null))
        {
            schema.Type = type & ~JsonSchemaType.Null;
            return schema;
        }

        IOpenApiSchema[] real = [.. (schema.OneOf ?? []).Where(o => o.Type != JsonSchemaType.Null)];
        if (real.Length == (schema.OneOf?.Count ?? 0))
        {
            return null;
        }

        if (real.Length == 1)
        {
            return real[0];
        }

        schema.OneOf = real;
        return schema;
    }

    // The shapes that a member tells apart: it is always in them.
    private IEnumerable<OpenApiSchema> Told(OpenApiSchema schema) =>
        (schema.Discriminator?.Mapping?.Values ?? []).Select(m => _schemas[m.Reference.Id!]).OfType<OpenApiSchema>();

    private void Gather(IOpenApiSchema? schema, HashSet<string> names)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } name })
        {
            if (!names.Add(name) || !_schemas.TryGetValue(name, out schema))
            {
                return;
            }
        }

        if (schema is null)
        {
            return;
        }

        IEnumerable<IOpenApiSchema?> parts =
        [
            .. schema.Properties?.Values ?? [],
            .. schema.OneOf ?? [],
            .. schema.AnyOf ?? [],
            .. schema.AllOf ?? [],
            schema.Items,
            schema.AdditionalProperties,
        ];
        foreach (IOpenApiSchema? part in parts)
        {
            Gather(part, names);
        }
    }
}
