using System.Text;
using System.Text.Json.Nodes;
using Overread.Client.Model;
using Overread.Domain.Projects;
using Action = Overread.Domain.Projects.Action;
using Role = Overread.Domain.Projects.Role;

namespace Overread.Server.Tests;

/// <summary>What the documentation says is what the code does.</summary>
public class DocsTests
{
    internal static readonly string Root = FindRoot();

    [Fact]
    public void The_printed_matrix_is_the_one_in_code() =>
        Assert.Equal(Matrix(), File.ReadAllText(Path.Combine(Root, "docs/permissions.md")));

    [Fact]
    public async Task The_committed_openapi_document_is_the_one_that_is_served()
    {
        await using TestServer server = await TestServer.Start();
        string served = Normal(await server.Admin.Raw().GetText("openapi/v1.json"));
        string path = Path.Combine(Root, "docs/openapi.json");
        if (Environment.GetEnvironmentVariable("OVERREAD_WRITE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(path, served);
        }

        Assert.True(
            File.ReadAllText(path) == served,
            "The API has changed: look at the difference, then run this test with OVERREAD_WRITE_OPENAPI=1, run node .ci/client.mjs and npm --prefix web run api, and commit what they wrote with the change."
        );
        Assert.StartsWith("3.1", JsonNode.Parse(served)!["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chexpert-14")]
    [InlineData("lung-nodule")]
    [InlineData("diabetic-retinopathy")]
    [InlineData("blood-cells")]
    public async Task A_template_publishes_and_comes_back_from_yaml_and_json_unchanged(string template)
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1, template);
        ProtocolView first = await server.Admin.ShowProtocol(project, "current");
        foreach ((string format, string type) in new[] { ("yaml", "application/yaml"), ("json", "application/json") })
        {
            byte[] text = await server.Admin.ExportProtocol(project, "1", format).Bytes();
            ProtocolView draft = await server.Admin.ImportProtocol(project, Encoding.UTF8.GetString(text), type);
            Assert.Equal(first.Hash, draft.Hash);
        }
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        foreach (
            string file in Directory
                .EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
                .Concat(Directory.EnumerateFiles(Root, "*.md"))
        )
        {
            foreach (
                System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(
                    File.ReadAllText(file),
                    @"\]\(([^)#:]+)(#[^)]*)?\)"
                )
            )
            {
                string target = Path.Combine(Path.GetDirectoryName(file)!, link.Groups[1].Value);
                Assert.True(
                    File.Exists(target) || Directory.Exists(target),
                    $"{Path.GetRelativePath(Root, file)} links to {link.Groups[1].Value}"
                );
            }
        }
    }

    private static string Matrix()
    {
        StringBuilder text = new(
            "# Who may do what\n\nThe server enforces this table on every route; a test walks every route with every role and holds this page to the code.\n\n"
        );
        Role[] roles = Enum.GetValues<Role>();
        text.Append("| action | ")
            .AppendJoin(" | ", roles.Select(r => r.ToString().ToLowerInvariant()))
            .Append(" |\n|---|")
            .Append(string.Concat(roles.Select(_ => ":-:|")))
            .Append('\n');
        foreach (Action action in Enum.GetValues<Action>().Where(a => a is not (Action.Anybody or Action.SignedIn)))
        {
            text.Append("| ")
                .Append(action)
                .Append(" | ")
                .AppendJoin(" | ", roles.Select(r => Permissions.RolesFor(action).Contains(r) ? "●" : " "))
                .Append(" |\n");
        }

        return text.ToString();
    }

    private static string Normal(string json) =>
        JsonNode.Parse(json)!.ToJsonString(new() { WriteIndented = true }) + "\n";

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Overread.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests run inside a checkout.");
    }
}
