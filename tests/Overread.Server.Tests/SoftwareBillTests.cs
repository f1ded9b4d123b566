using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Cli;
using Overread.Server.Composition;

namespace Overread.Server.Tests;

/// <summary>The bill of materials is what the program was built from.</summary>
public class SoftwareBillTests
{
    private static readonly JsonObject Bill = JsonNode.Parse(SoftwareBill.Text)!.AsObject();

    private static readonly Dictionary<string, JsonObject> Components = Bill["components"]!
        .AsArray()
        .ToDictionary(c => c!["bom-ref"]!.GetValue<string>(), c => c!.AsObject());

    [Fact]
    public void Every_package_of_the_deps_file_is_listed_with_its_hash()
    {
        string deps = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Overread.Server.Tests.deps.json"));
        (string Name, string Hash)[] packages =
        [
            .. JsonNode.Parse(deps)!["libraries"]!
                .AsObject()
                .Where(l => l.Value!["type"]!.GetValue<string>() == "package")
                .Select(l => (l.Key.Replace('/', '@'), l.Value!["sha512"]!.GetValue<string>())),
        ];
        Assert.True(packages.Length > 20);
        Assert.Contains(packages, p => p.Name.StartsWith("BouncyCastle.Cryptography@", StringComparison.Ordinal));
        foreach ((string name, string hash) in packages)
        {
            JsonObject component = Components["pkg:nuget/" + name];
            Assert.Equal("pkg:nuget/" + name, component["purl"]!.GetValue<string>());
            Assert.Equal(
                Convert.ToHexStringLower(Convert.FromBase64String(hash["sha512-".Length..])),
                component["hashes"]![0]!["content"]!.GetValue<string>()
            );
        }
    }

    [Fact]
    public void The_frameworks_it_runs_on_are_listed() =>
        Assert.Contains(
            Components.Keys,
            k =>
                k.StartsWith($"pkg:nuget/Microsoft.NETCore.App.Runtime.", StringComparison.Ordinal)
                && k.EndsWith("@" + Environment.Version, StringComparison.Ordinal)
        );

    [Fact]
    public void The_workbench_is_listed_as_it_is_installed_without_what_only_builds_it()
    {
        Assert.Contains("pkg:npm/%40cornerstonejs/core@5.14.0", Components.Keys);
        Assert.Equal("@cornerstonejs", Components["pkg:npm/%40cornerstonejs/core@5.14.0"]["group"]!.GetValue<string>());
        Assert.DoesNotContain(Components.Keys, k => k.StartsWith("pkg:npm/vite@", StringComparison.Ordinal));
        JsonObject react = Components.Single(c => c.Key.StartsWith("pkg:npm/react@", StringComparison.Ordinal)).Value;
        Assert.Equal("MIT", react["licenses"]![0]!["expression"]!.GetValue<string>());
        Assert.Contains(react["bom-ref"]!.GetValue<string>(), Needs("pkg:npm/react-dom@" + react["version"]));
    }

    [Fact]
    public void Every_reference_resolves_and_everything_is_needed_by_something()
    {
        Assert.Equal(
            Components.Keys.Append("overread").Order(StringComparer.Ordinal),
            Bill["dependencies"]!.AsArray().Select(d => d!["ref"]!.GetValue<string>()).Order(StringComparer.Ordinal)
        );
        HashSet<string> reached = ["overread"];
        Queue<string> next = new(reached);
        while (next.TryDequeue(out string? at))
        {
            foreach (string needed in Needs(at).Where(reached.Add))
            {
                Assert.Contains(needed, Components.Keys);
                next.Enqueue(needed);
            }
        }

        Assert.Empty(Components.Keys.Except(reached));
    }

    [Fact]
    public async Task The_command_prints_what_a_release_holds()
    {
        await using TestServer server = await TestServer.Start();
        Bundle bundle = await Bundle.OfCampaign(server);
        string file = Path.Combine(server.Data, "sbom.json");
        int code = await CommandList.All().Single(c => c.Name == "sbom").Parse(["--out", file]).InvokeAsync();
        Assert.Equal(0, code);
        Assert.Equal(bundle.Text("software/sbom.cdx.json"), await File.ReadAllTextAsync(file));
    }

    [Fact]
    public void A_program_without_a_list_of_packages_says_so()
    {
        string text = SoftwareBill.Of(null, """{"packages":{"":{"name":"w","version":"1.0.0"}}}""");
        Assert.Contains("unknown, because the program came without", text, StringComparison.Ordinal);
        using JsonDocument bill = JsonDocument.Parse(text);
        Assert.Equal(1, bill.RootElement.GetProperty("components").GetArrayLength());
    }

    private static IEnumerable<string> Needs(string id) =>
        Bill["dependencies"]!.AsArray().Single(d => d!["ref"]!.GetValue<string>() == id)!["dependsOn"]!
            .AsArray()
            .Select(n => n!.GetValue<string>());
}
