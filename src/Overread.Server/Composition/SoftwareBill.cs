using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyModel;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Composition;

/// <summary>
/// What the running server consists of, as a CycloneDX 1.6 bill of materials (ECMA-424): the projects and NuGet packages of
/// its .deps.json, the frameworks it runs on, and the packages of the workbench by the lock file that it was built with.
/// The same program gives the same bytes: no clock, no serial number, sorted.
/// </summary>
public static class SoftwareBill
{
    private const string Root = "overread";
    private static readonly Lazy<string> Running = new(() => Of(DependencyContext.Default, WebLock()));

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The bill of this process, as JSON text with LF at its end.</summary>
    public static string Text => Running.Value;

    /// <summary>The bill of a program.</summary>
    /// <param name="program">Its libraries, or null where it came without its .deps.json.</param>
    /// <param name="webLock">The workbench's package-lock.json, lock file version 3.</param>
    public static string Of(DependencyContext? program, string webLock)
    {
        SortedDictionary<string, JsonObject> components = new(StringComparer.Ordinal);
        SortedDictionary<string, SortedSet<string>> needs = new(StringComparer.Ordinal)
        {
            [Root] = new(StringComparer.Ordinal),
        };
        Libraries(program, components, needs);
        NpmLock.Parse(webLock).AddTo(components, needs, Root);
        return new JsonObject
            {
                ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
                ["bomFormat"] = "CycloneDX",
                ["specVersion"] = "1.6",
                ["version"] = 1,
                ["metadata"] = new JsonObject
                {
                    ["component"] = new JsonObject
                    {
                        ["type"] = "application",
                        ["bom-ref"] = Root,
                        ["name"] = Platform.Name,
                        ["version"] = Platform.Version,
                        ["licenses"] = new JsonArray(new JsonObject { ["expression"] = "Apache-2.0" }),
                    },
                    ["properties"] = new JsonArray([.. Unknown(program)]),
                },
                ["components"] = new JsonArray([.. components.Values]),
                ["dependencies"] = new JsonArray([
                    .. needs.Select(n => new JsonObject
                    {
                        ["ref"] = n.Key,
                        ["dependsOn"] = new JsonArray([
                            .. n.Value.Where(components.ContainsKey).Select(v => (JsonNode)v),
                        ]),
                    }),
                ]),
                ["compositions"] = new JsonArray(
                    new JsonObject { ["aggregate"] = "incomplete", ["assemblies"] = new JsonArray(Root) }
                ),
            }.ToJsonString(Indented) + "\n";
    }

    private static void Libraries(
        DependencyContext? program,
        SortedDictionary<string, JsonObject> components,
        SortedDictionary<string, SortedSet<string>> needs
    )
    {
        foreach (RuntimeLibrary library in program?.RuntimeLibraries ?? [])
        {
            string id = Nuget(library.Name, library.Version);
            JsonObject component = new()
            {
                ["type"] = "library",
                ["bom-ref"] = id,
                ["name"] = library.Name,
                ["version"] = library.Version,
            };
            if (library.Type == "package")
            {
                component["purl"] = id;
            }

            if (library.Hash is { Length: > 0 } hash)
            {
                component["hashes"] = Hash(hash);
            }

            components[id] = component;
            needs[id] = new(library.Dependencies.Select(d => Nuget(d.Name, d.Version)), StringComparer.Ordinal);
        }

        // The program itself and the frameworks it runs on are what no library asks for.
        HashSet<string> needed = [.. needs.Values.SelectMany(n => n)];
        needs[Root].UnionWith(components.Keys.Where(c => !needed.Contains(c)));
    }

    /// <summary>An npm or NuGet hash, <c>algorithm-base64</c>, as CycloneDX has it.</summary>
    internal static JsonArray Hash(string hash)
    {
        int dash = hash.IndexOf('-', StringComparison.Ordinal);
        return new JsonArray(
            new JsonObject
            {
                ["alg"] = hash[..dash] switch
                {
                    "sha512" => "SHA-512",
                    "sha1" => "SHA-1",
                    _ => throw new InvalidOperationException($"A hash of kind {hash[..dash]} in a list of packages."),
                },
                ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(hash[(dash + 1)..])),
            }
        );
    }

    private static IEnumerable<JsonNode> Unknown(DependencyContext? program)
    {
        yield return Property(
            "overread:not-listed",
            "Libraries and programs of the operating system that are used where present (libopenjp2, libcharls, poppler-utils): unknown, because whatever version the system has is taken."
        );
        if (program is null)
        {
            yield return Property(
                "overread:nuget",
                "unknown, because the program came without the .deps.json that lists its packages"
            );
        }
    }

    private static JsonObject Property(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private static string Nuget(string name, string version) => $"pkg:nuget/{name}@{Uri.EscapeDataString(version)}";

    private static string WebLock()
    {
        using Stream stream = typeof(SoftwareBill).Assembly.GetManifestResourceStream("package-lock.json")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
