using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Overread.Domain.Fitness;
using Overread.Domain.Projects;
using Overread.Server.Access;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Composition;

/// <summary>
/// The OpenAPI document: what each route says of itself (<see cref="OperationRoutes"/>), what every route has in common
/// (session or token, the problems of the gate), and names of schemas that no two types share.
/// </summary>
internal static partial class ApiDescription
{
    // Types that stand inside a use case and are called after their part in it: the use case's name goes before.
    private static readonly HashSet<string> Parts =
    [
        "Added",
        "Appended",
        "Code",
        "Detail",
        "Form",
        "Held",
        "Interval",
        "Mine",
        "Page",
        "Proof",
        "Arrivals",
        "Outcome",
        "Query",
        "ReasonForm",
        "Row",
        "Sample",
        "Saved",
        "Shares",
        "Stage",
        "View",
    ];

    private static readonly ConcurrentDictionary<string, Type> Names = new(StringComparer.Ordinal);

    public static void Configure(OpenApiOptions options)
    {
        options.CreateSchemaReferenceId = NameOf;
        ApiSchemas.Configure(options);
        options.AddOperationTransformer(Describe);
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.Info.Title = "Overread";
                document.Info.Version = "1";
                document.Info.Description =
                    "De-identify, read blind, compare, adjudicate, release. Refusals are RFC 9457 problems whose `code` is stable.";
                document.Servers?.Clear();
                AddSecurity(document);
                return Task.CompletedTask;
            }
        );
    }

    private static string? NameOf(JsonTypeInfo type)
    {
        string? name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        if (name is null)
        {
            return null;
        }

        Type shown = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (shown.DeclaringType is { } within && Parts.Contains(shown.Name))
        {
            name = within.Name + name;
        }

        if (shown == typeof(ProblemView))
        {
            name = "Problem";
        }

        return Names.GetOrAdd(name, shown) == shown
            ? name
            : throw new InvalidOperationException(
                $"{shown.FullName} and {Names[name].FullName} would both be called {name} in the API's description."
            );
    }

    private static async Task Describe(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancel
    )
    {
        IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Tags = new HashSet<OpenApiTagReference> { new(Tag(metadata), context.Document) };
        foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (parameter is { In: ParameterLocation.Query, Name: [>= 'A' and <= 'Z', ..] name })
            {
                parameter.Name = char.ToLowerInvariant(name[0]) + name[1..];
            }
        }

        AddPathParameters(operation, context.Description.RelativePath ?? "");
        foreach (OperationHeader header in metadata.OfType<OperationHeader>())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = header.Name,
                    Description = header.Description,
                    In = ParameterLocation.Header,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
            );
        }

        foreach (OperationBody body in metadata.OfType<OperationBody>())
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = body.MediaTypes.ToDictionary(m => m, _ => Bytes()),
            };
        }

        foreach (OperationAnswer answer in metadata.OfType<OperationAnswer>().Where(a => a.Body is null))
        {
            IOpenApiResponse? response = operation.Responses?[answer.StatusCode.ToString(CultureInfo.InvariantCulture)];
            foreach (string mediaType in response?.Content?.Keys.ToArray() ?? [])
            {
                response!.Content![mediaType] = Bytes();
            }
        }

        await AddProblems(operation, context, metadata, cancel);
    }

    // Parts of a path that a handler takes from the request and not as a parameter of its own.
    private static void AddPathParameters(OpenApiOperation operation, string path)
    {
        foreach (string name in PathPart().Matches(path).Select(m => m.Groups[1].Value))
        {
            if (operation.Parameters?.Any(p => p.In == ParameterLocation.Path && p.Name == name) != true)
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(
                    new OpenApiParameter
                    {
                        Name = name,
                        In = ParameterLocation.Path,
                        Required = true,
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    }
                );
            }
        }
    }

    [GeneratedRegex(@"\{(\w+)")]
    private static partial Regex PathPart();

    private static async Task AddProblems(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        IList<object> metadata,
        CancellationToken cancel
    )
    {
        OpenApiSchema problem = await context.GetOrCreateSchemaAsync(typeof(ProblemView), null, cancel);
        context.Document!.AddComponent("Problem", problem);
        foreach (
            IGrouping<int, string> group in Common(operation, context, metadata)
                .Concat(metadata.OfType<OperationProblems>().SelectMany(p => p.Codes.Select(c => (p.Status, Code: c))))
                .GroupBy(p => p.Status, p => p.Code)
                .OrderBy(g => g.Key)
        )
        {
            string[] codes = [.. group.Distinct().Order(StringComparer.Ordinal)];
            string name = $"{group.Key}-{string.Join('-', codes)}";
            context.Document!.AddComponent<IOpenApiResponse>(name, Refused(codes, context.Document!));
            operation.Responses ??= [];
            operation.Responses[group.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponseReference(
                name,
                context.Document
            );
        }
    }

    private static OpenApiResponse Refused(string[] codes, OpenApiDocument document) =>
        new()
        {
            Description = string.Join(", ", codes),
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        AllOf =
                        [
                            new OpenApiSchemaReference("Problem", document),
                            new OpenApiSchema
                            {
                                Type = JsonSchemaType.Object,
                                Properties = new Dictionary<string, IOpenApiSchema>
                                {
                                    ["code"] = new OpenApiSchema
                                    {
                                        Type = JsonSchemaType.String,
                                        Enum = [.. codes.Select(c => (JsonNode)c)],
                                    },
                                },
                            },
                        ],
                    },
                },
            },
        };

    // What AccessGate and ProblemWriter give on any route.
    private static IEnumerable<(int Status, string Code)> Common(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        IList<object> metadata
    )
    {
        yield return (500, "server.fault");
        yield return (503, "disk.failing");
        yield return (507, "disk.full");
        if (operation.RequestBody is not null || operation.Parameters is { Count: > 0 })
        {
            yield return (400, "request.malformed");
        }

        if (metadata.OfType<NeedsAction>().Last().Action is var action && action == Action.Anybody)
        {
            yield break;
        }

        yield return (401, "session.needed");
        yield return (429, "access.pace");
        yield return (403, "access.scope");
        if (!metadata.OfType<OpenToTold>().Any())
        {
            yield return (403, "access.password");
        }

        if (!metadata.OfType<OpenToFactorless>().Any())
        {
            yield return (403, "access.factor");
        }

        if (action != Action.SignedIn)
        {
            yield return (403, "access.role");
        }

        if (Permissions.IsReading(action) && !metadata.OfType<OpenToReaders>().Any())
        {
            foreach (string code in FitnessCheck.Codes)
            {
                yield return (409, code);
            }
        }

        if (context.Description.HttpMethod != "GET")
        {
            yield return (403, "access.header");
        }

        if (
            context.Description.RelativePath is { } path
            && (
                path.Contains("{project}", StringComparison.Ordinal)
                || path.Contains("{read}", StringComparison.Ordinal)
            )
        )
        {
            yield return (404, "project.unknown");
        }
    }

    private static void AddSecurity(OpenApiDocument document)
    {
        document.AddComponent<IOpenApiSecurityScheme>(
            "session",
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "overread",
                Description =
                    "The cookie of POST /api/session. What changes something also sends the header X-Overread: 1.",
            }
        );
        document.AddComponent<IOpenApiSecurityScheme>(
            "token",
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A token of POST /api/tokens with the scope read, write or admin.",
            }
        );
        document.Security =
        [
            new() { [new OpenApiSecuritySchemeReference("session", document)] = [] },
            new() { [new OpenApiSecuritySchemeReference("token", document)] = [] },
        ];
    }

    // Features.Reads is Reads; Modalities.Imaging.Intake is Imaging.
    private static string Tag(IList<object> metadata)
    {
        string[] rooms = metadata.OfType<MethodInfo>().Last().DeclaringType?.Namespace?.Split('.') ?? [];
        int room = Array.FindIndex(rooms, r => r is "Features" or "Modalities");
        return room >= 0 && room + 1 < rooms.Length ? rooms[room + 1] : "Server";
    }

    private static OpenApiMediaType Bytes() =>
        new()
        {
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
        };
}
