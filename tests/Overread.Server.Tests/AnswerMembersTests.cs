using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Client.Model;
using Overread.Server.Access;
using Role = Overread.Domain.Projects.Role;

namespace Overread.Server.Tests;

/// <summary>What each role is shown, member by member, is held to a list: another member is a decision, not an accident.</summary>
public sealed partial class AnswerMembersTests
{
    private static readonly string Golden = Path.Combine(DocsTests.Root, "tests/golden/answer-members.txt");

    [Fact]
    public async Task Each_role_is_answered_with_the_members_of_the_list_and_no_others()
    {
        await using DataScene scene = await DataScene.Play(1);
        TestServer server = scene.Server;
        string project = scene.Project;
        Bundle bundle = await Bundle.Publish(server, project, "1.0.0");
        ItemRow item = Assert.Single((await server.Admin.ListItems(project)).Rows);
        await server.References(project, 1);
        ThreadView thread = await server.Admin.OpenThread(
            project,
            new()
            {
                Text = "May this count?",
                Field = "nodule",
                Question = true,
            }
        );
        List<string> lines = [];
        foreach (Role role in Enum.GetValues<Role>())
        {
            using HttpClient client = await PermissionTests.SignedIn(server, project, role);
            foreach (RouteEndpoint route in Routes(server))
            {
                string address = route
                    .RoutePattern.RawText!.Replace("{project}", project, StringComparison.Ordinal)
                    .Replace("{item}", item.Id, StringComparison.Ordinal)
                    .Replace("{subject}", item.Subject, StringComparison.Ordinal)
                    .Replace("{release}", bundle.Id, StringComparison.Ordinal)
                    .Replace("/threads/{id}", "/threads/" + thread.Thread.Id, StringComparison.Ordinal)
                    .Replace("{version}", "1", StringComparison.Ordinal);
                if (address.Contains('{'))
                {
                    continue;
                }

                using HttpResponseMessage answer = await client.GetAsync(address);
                if (
                    answer.StatusCode != HttpStatusCode.OK
                    || answer.Content.Headers.ContentType?.MediaType != "application/json"
                )
                {
                    continue;
                }

                using JsonDocument json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
                SortedSet<string> members = new(StringComparer.Ordinal);
                Collect(json.RootElement, "", members);
                lines.Add(
                    $"{role.ToString().ToLowerInvariant()} {route.RoutePattern.RawText}: {string.Join(" ", members)}"
                );
            }
        }

        lines.Sort(StringComparer.Ordinal);
        if (Environment.GetEnvironmentVariable("OVERREAD_WRITE_MEMBERS") == "1")
        {
            await File.WriteAllLinesAsync(Golden, lines);
        }

        string[] held = await File.ReadAllLinesAsync(Golden);
        string[] more = [.. lines.Except(held)];
        Assert.True(
            more.Length == 0,
            "Roles are shown members that the list does not have. Look whether each role needs them; then run this test with OVERREAD_WRITE_MEMBERS=1 and commit the list:\n"
                + string.Join("\n", more.Select(m => Difference(m, held)))
        );
        Assert.Equal(held, lines);
        // A reader sees nobody's name, and no reads but their own.
        Assert.DoesNotContain(lines, l => l.StartsWith("reader ", StringComparison.Ordinal) && l.Contains("email"));
        Assert.DoesNotContain(
            lines,
            l => l.StartsWith("reader /api/projects/{project}/items", StringComparison.Ordinal)
        );
    }

    private static IEnumerable<RouteEndpoint> Routes(TestServer server) =>
        server
            .App.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(s => s.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(e =>
                e.RoutePattern.RawText!.StartsWith("/api/projects/{project}", StringComparison.Ordinal)
                && e.Metadata.GetMetadata<NeedsAction>() is not null
                && e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true
            )
            .DistinctBy(e => e.RoutePattern.RawText)
            .OrderBy(e => e.RoutePattern.RawText, StringComparer.Ordinal);

    // Names of members by their way; keys that are ids or counted things, and not names, as a star.
    private static void Collect(JsonElement e, string way, SortedSet<string> members)
    {
        switch (e.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty p in e.EnumerateObject())
                {
                    string name = IsName().IsMatch(p.Name) ? p.Name : "*";
                    Collect(p.Value, way.Length == 0 ? name : way + "." + name, members);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement one in e.EnumerateArray())
                {
                    Collect(one, way + "[]", members);
                }

                break;
            default:
                members.Add(way);
                break;
        }
    }

    private static string Difference(string line, string[] held)
    {
        string head = line[..(line.IndexOf(": ", StringComparison.Ordinal) + 2)];
        string? before = held.FirstOrDefault(h => h.StartsWith(head, StringComparison.Ordinal));
        return before is null
            ? line
            : head + string.Join(" ", line[head.Length..].Split(' ').Except(before[head.Length..].Split(' ')));
    }

    [GeneratedRegex("^[a-z][A-Za-z]*$")]
    private static partial Regex IsName();
}
