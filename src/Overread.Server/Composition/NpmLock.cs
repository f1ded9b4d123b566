using System.Text.Json.Nodes;

namespace Overread.Server.Composition;

/// <summary>The packages of a package-lock.json (lock file version 3) that reach the browser: all but those for development.</summary>
internal sealed class NpmLock
{
    private readonly JsonObject _packages;

    private NpmLock(JsonObject packages)
    {
        _packages = packages;
    }

    public static NpmLock Parse(string text) => new(JsonNode.Parse(text)!["packages"]!.AsObject());

    /// <summary>Adds a component per package and version, and what each needs.</summary>
    public void AddTo(
        SortedDictionary<string, JsonObject> components,
        SortedDictionary<string, SortedSet<string>> needs,
        string root
    )
    {
        foreach ((string path, JsonNode? node) in _packages)
        {
            JsonObject package = node!.AsObject();
            if (Flag(package, "dev") || Flag(package, "devOptional") || Flag(package, "link"))
            {
                continue;
            }

            string id = Purl(path);
            components[id] = Component(path, package, id);
            if (!needs.TryGetValue(id, out SortedSet<string>? needed))
            {
                needs[id] = needed = new(StringComparer.Ordinal);
            }

            string[] kinds = ["dependencies", "peerDependencies", "optionalDependencies"];
            foreach (string name in kinds.SelectMany(k => package[k]?.AsObject().Select(d => d.Key) ?? []))
            {
                if (Resolve(path, name) is { } found)
                {
                    needed.Add(Purl(found));
                }
            }

            if (path.Length == 0)
            {
                needs[root].Add(id);
            }
        }
    }

    private JsonObject Component(string path, JsonObject package, string id)
    {
        (string? scope, string name) = NameOf(path);
        JsonObject component = new() { ["type"] = path.Length == 0 ? "application" : "library", ["bom-ref"] = id };
        if (scope is not null)
        {
            component["group"] = scope;
        }

        component["name"] = name;
        component["version"] = package["version"]!.GetValue<string>();
        if (Flag(package, "optional"))
        {
            component["scope"] = "optional";
        }

        if (package["license"] is JsonValue licence)
        {
            component["licenses"] = new JsonArray(new JsonObject { ["expression"] = licence.GetValue<string>() });
        }

        if (path.Length > 0)
        {
            component["purl"] = id;
        }

        if (package["integrity"] is { } integrity)
        {
            component["hashes"] = SoftwareBill.Hash(integrity.GetValue<string>().Split(' ')[0]);
        }

        return component;
    }

    // As Node looks: beside the package's own modules first, then outwards.
    private string? Resolve(string from, string name)
    {
        for (string at = from; ; at = at[..Math.Max(at.LastIndexOf("/node_modules/", StringComparison.Ordinal), 0)])
        {
            string path = at.Length == 0 ? $"node_modules/{name}" : $"{at}/node_modules/{name}";
            if (_packages.ContainsKey(path))
            {
                return path;
            }

            if (at.Length == 0)
            {
                return null;
            }
        }
    }

    private string Purl(string path)
    {
        (string? scope, string name) = NameOf(path);
        string version = _packages[path]!["version"]!.GetValue<string>();
        string group = scope is null ? "" : Uri.EscapeDataString(scope) + "/";
        return $"pkg:npm/{group}{name}@{Uri.EscapeDataString(version)}";
    }

    private (string? Scope, string Name) NameOf(string path)
    {
        const string Folder = "node_modules/";
        string name =
            _packages[path]!["name"]?.GetValue<string>()
            ?? path[(path.LastIndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..];
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (null, name) : (name[..slash], name[(slash + 1)..]);
    }

    private static bool Flag(JsonObject package, string name) => package[name]?.GetValue<bool>() ?? false;
}
