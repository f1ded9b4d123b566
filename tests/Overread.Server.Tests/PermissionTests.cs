using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Domain.Projects;
using Overread.Server.Access;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Tests;

public class PermissionTests
{
    [Fact]
    public async Task Every_route_is_walked_with_every_role_and_answers_as_the_matrix_says()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(2);
        List<RouteEndpoint> routes =
        [
            .. server
                .App.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
                .SelectMany(s => s.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(e =>
                    e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)
                    && !e.RoutePattern.RawText.Contains("{*", StringComparison.Ordinal)
                ),
        ];
        Assert.True(routes.Count > 50, $"only {routes.Count} routes");
        Assert.All(routes, r => Assert.NotNull(r.Metadata.GetMetadata<NeedsAction>()));
        int walked = 0;
        foreach (Role? role in Enum.GetValues<Role>().Cast<Role?>().Append(null))
        {
            using HttpClient client = await SignedIn(server, project, role);
            foreach (RouteEndpoint route in routes)
            {
                Action action = route.Metadata.GetMetadata<NeedsAction>()!.Action;
                // Signing out and making the first administrator would end the walk; they ask for no role.
                if (action == Action.Anybody)
                {
                    continue;
                }

                string method = route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
                if (route.RoutePattern.RawText!.Contains("/jobs/{id}/events", StringComparison.Ordinal))
                {
                    continue;
                }

                (HttpStatusCode status, string code) = await Ask(client, method, Address(route, project));
                bool refused = status == HttpStatusCode.Forbidden && code == "access.role" || code is "project.unknown";
                Assert.True(
                    refused != Allowed(role, action, route),
                    $"{role?.ToString() ?? "outsider"} {method} {route.RoutePattern.RawText} ({action}): {(int)status} {code}"
                );
                walked++;
            }
        }

        Assert.True(walked > 300);
    }

    [Fact]
    public async Task Nobody_gets_anything_without_signing_in_or_with_a_token_of_too_small_a_scope()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        using HttpClient stranger = new() { BaseAddress = new Uri(server.Url) };
        Assert.Equal(
            (HttpStatusCode.Unauthorized, "session.needed"),
            await Ask(stranger, "GET", $"/api/projects/{project}")
        );
        string token = await server.Admin.Token("read");
        stranger.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await Ask(stranger, "GET", $"/api/projects/{project}")).Status);
        Assert.Equal(
            (HttpStatusCode.Forbidden, "access.scope"),
            await Ask(stranger, "POST", $"/api/projects/{project}/batches")
        );
        stranger.DefaultRequestHeaders.Authorization = new("Bearer", "ort_wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(stranger, "GET", $"/api/projects/{project}")).Status);
    }

    [Fact]
    public async Task A_change_with_the_cookie_alone_is_refused()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        using HttpClient client = await SignedIn(server, project, Role.Lead);
        client.DefaultRequestHeaders.Remove("X-Overread");
        Assert.Equal(
            (HttpStatusCode.Forbidden, "access.header"),
            await Ask(client, "POST", $"/api/projects/{project}/rechecks")
        );
    }

    [Fact]
    public async Task Readers_see_neither_other_readers_reads_nor_their_names()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(2);
        await server.References(project, 1);
        (OverreadClient ann, _) = await server.Person(project, "ann-secretname", "reader");
        (OverreadClient bob, _) = await server.Person(project, "bob", "reader");
        string read = (await TestServer.ReadNext(ann, project, _ => "present"))!;
        string work = (await bob.Raw().Post($"api/projects/{project}/work/next", new { }))!.ToJsonString();
        Assert.DoesNotContain("secretname", work, StringComparison.Ordinal);
        Assert.DoesNotContain(read, work, StringComparison.Ordinal);
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            bob.ShowRead(project, read)
        );
        Assert.Equal("read.unknown", refused.Code);
    }

    private static bool Allowed(Role? role, Action action, RouteEndpoint route)
    {
        List<Role> roles = role is { } r ? [r] : [];
        // The list of projects, own account, own jobs: whoever is signed in.
        if (action == Action.SignedIn)
        {
            return true;
        }

        return Permissions.Allow(roles, action);
    }

    private static string Address(RouteEndpoint route, string project) =>
        "/"
        + string.Join(
            '/',
            route.RoutePattern.PathSegments.Select(s =>
                string.Concat(
                    s.Parts.Select(p =>
                        p switch
                        {
                            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "project" } =>
                                project,
                            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart
                            {
                                Name: "n" or "seq" or "from" or "to"
                            } => "0",
                            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "read" } => ReadOf(
                                project
                            ),
                            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart => "unknown",
                            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart l => l.Content,
                            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart sep => sep.Content,
                            _ => "",
                        }
                    )
                )
            )
        );

    private static readonly Dictionary<string, string> Reads = [];

    private static string ReadOf(string project) => Reads[project];

    internal static async Task<HttpClient> SignedIn(TestServer server, string project, Role? role)
    {
        if (!Reads.ContainsKey(project))
        {
            await server.References(project, 1);
            (OverreadClient first, _) = await server.Person(project, "first-reader", "reader");
            Reads[project] = (await first.NextRead(project))!.Read.Id;
        }

        string name =
            "walker-" + (role?.ToString().ToLowerInvariant() ?? "outsider") + Guid.NewGuid().ToString("N")[..6];
        bool administrator = role == Role.Administrator;
        string person = await server.Admin.Register(name, administrator);
        if (role is { } r && !administrator)
        {
            await server.Admin.SetMember(project, person, new() { Roles = [r.ToString().ToLowerInvariant()] });
        }

        HttpClient client = new(new SocketsHttpHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(server.Url),
        };
        client.DefaultRequestHeaders.Add("X-Overread", "1");
        using StringContent form = new(
            $$"""{"email":"{{name}}@test.example","password":"{{TestServer.Password}}"}""",
            Encoding.UTF8,
            "application/json"
        );
        (await client.PostAsync("/api/session", form)).EnsureSuccessStatusCode();
        return client;
    }

    private static async Task<(HttpStatusCode Status, string Code)> Ask(
        HttpClient client,
        string method,
        string address
    )
    {
        using HttpRequestMessage request = new(new HttpMethod(method), address);
        if (method is not "GET")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = await client.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        string code = "";
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            code = JsonNode.Parse(text)?["code"]?.GetValue<string>() ?? "";
        }

        return (response.StatusCode, code);
    }
}
