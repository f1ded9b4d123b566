using System.Text.Json.Nodes;
using Overread.Cli.Server;

namespace Overread.Server.Tests;

/// <summary>A published release of a test server, its bundle read from the store.</summary>
internal sealed class Bundle
{
    private Bundle(string id, string folder)
    {
        Id = id;
        Folder = folder;
    }

    public string Id { get; }
    public string Folder { get; }

    /// <summary>Publishes and opens; <paramref name="more"/> adds members to the form.</summary>
    public static async Task<Bundle> Publish(TestServer server, string project, string version, JsonObject? more = null)
    {
        JsonObject form = more ?? [];
        form["name"] = "test";
        form["version"] = version;
        JsonNode job = (await server.Admin.Post($"api/projects/{project}/releases", form))!;
        string id = (await server.Admin.Wait(job))["result"]!["release"]!.GetValue<string>();
        string folder = Path.Combine(server.Data, "releases", id);
        Assert.Empty(VerifyCommand.Verify(folder, null).Faults);
        return new Bundle(id, folder);
    }

    public string Text(string path) => File.ReadAllText(Path.Combine(Folder, path));

    public JsonObject Json(string path) => JsonNode.Parse(Text(path))!.AsObject();

    /// <summary>The rows of a table without quoted cells, by column.</summary>
    public List<Dictionary<string, string>> Table(string path)
    {
        string[] lines = Text(path).TrimEnd('\n').Split('\n');
        string[] names = lines[0].Split(',');
        return [.. lines.Skip(1).Select(l => names.Zip(l.Split(',')).ToDictionary(p => p.First, p => p.Second))];
    }
}
