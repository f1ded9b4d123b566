using System.Text.Json.Nodes;

namespace Overread.Server.Tests;

/// <summary>Libraries of others that read bundles, in Node: jsonld, ro-crate, CycloneDX's validator, and an index over COCO.</summary>
internal static class ForeignLibraries
{
    /// <summary>What they saw of a bundle; the test is skipped where there is no Node or its packages are not there.</summary>
    public static async Task<JsonNode> Read(Bundle bundle)
    {
        string web = Path.Combine(DocsTests.Root, "web");
        if (!Directory.Exists(Path.Combine(web, "node_modules", "ro-crate")))
        {
            Assert.Skip("The packages of web/package.json are not installed here (npm ci in web).");
        }

        string program = Path.Combine(DocsTests.Root, "tests/Overread.Server.Tests/Foreign/read.mjs");
        (int code, string text) = await DataScene.Run("node", program, bundle.Folder, web);
        Assert.True(code == 0, text);
        return JsonNode.Parse(text)!;
    }
}
