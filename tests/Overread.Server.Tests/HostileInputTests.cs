using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Overread.Client;
using Overread.Client.Model;

namespace Overread.Server.Tests;

/// <summary>What is typed is a value, wherever it is taken: no query, no part of an address and no field makes a fault or a statement of it.</summary>
public sealed class HostileInputTests
{
    private static readonly string[] Hostile =
    [
        "'",
        "' OR '1'='1' --",
        "'; DROP TABLE item; --",
        "\"",
        "%",
        "%00",
        "..%2F..%2Fkeys%2Flog-signing.key",
        "99999999999999999999999",
        "-1",
        "NaN",
        "\u202Eevil",
        "[]",
        "{}",
        "a\r\nX-Injected: yes",
        new string('z', 3000),
    ];

    [Fact]
    public async Task No_query_and_no_part_of_an_address_makes_a_fault()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        await server.References(project, 3);
        string me = (await server.Admin.ShowSession()).Person!.Id;
        await server.Admin.SetMember(
            project,
            me,
            new() { Roles = [Role.Lead, Role.Steward, Role.Auditor, Role.Adjudicator] }
        );
        using HttpClient http = new(new SocketsHttpHandler { UseCookies = false })
        {
            BaseAddress = new Uri(server.Url),
        };
        http.DefaultRequestHeaders.Add("Cookie", server.Admin.Cookie);
        List<string> faults = [];
        int asked = 0;
        foreach (string address in Addresses(project))
        {
            using HttpResponseMessage answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
            asked++;
            string text = (int)answer.StatusCode >= 400 ? await answer.Content.ReadAsStringAsync() : "";
            bool tells =
                text.Contains("Exception", StringComparison.Ordinal)
                || text.Contains("   at ", StringComparison.Ordinal);
            if ((int)answer.StatusCode >= 500 || tells || answer.Headers.Contains("X-Injected"))
            {
                faults.Add(
                    $"{(int)answer.StatusCode} {address[..Math.Min(150, address.Length)]}: {text[..Math.Min(150, text.Length)]}"
                );
            }
        }

        Assert.True(asked > 1000, $"only {asked} addresses");
        Assert.True(faults.Count == 0, string.Join("\n", faults));
        Assert.Equal(3, (await server.Admin.ListItems(project)).Total);
    }

    [Fact]
    public async Task A_name_with_what_is_not_seen_is_refused_wherever_one_is_taken()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        foreach (string name in new[] { "a\0b", "a\nb", "a\u001Bb", "a\u202Eb", "a\u2066b", "a\u200Bb" })
        {
            (string What, Func<Task> Act)[] acts =
            [
                ("person", () => server.Admin.Register(name)),
                (
                    "project",
                    () =>
                        server.Admin.OpenProject(
                            new()
                            {
                                Name = name,
                                Purpose = "p",
                                LegalBasis = "l",
                                Template = "",
                            }
                        )
                ),
                ("batch", () => server.Admin.OpenBatch(project, new() { Name = name })),
                (
                    "recipient",
                    () =>
                        server
                            .Admin.Raw()
                            .Post(
                                $"api/projects/{project}/recipients",
                                new
                                {
                                    name,
                                    address = "a",
                                    agreement = "b",
                                }
                            )
                ),
                (
                    "token",
                    () =>
                        server.Admin.IssueToken(
                            new()
                            {
                                Name = name,
                                Scopes = ["read"],
                                ExpiresInDays = 1,
                            }
                        )
                ),
            ];
            List<string> taken = [];
            foreach ((string what, Func<Task> act) in acts)
            {
                try
                {
                    await act();
                    taken.Add(what);
                }
                catch (OverreadProblemException refused)
                {
                    Assert.InRange(refused.Status, 400, 499);
                }
            }

            Assert.True(taken.Count == 0, $"U+{(int)name[1]:X4} is taken in the name of: {string.Join(", ", taken)}");
        }

        // Names as they are written: accents apart, right to left with their marks, joined, with an apostrophe.
        foreach (string name in new[] { "Zoe\u0308 O'Neil", "\u200Fعلي\u200C", "किरण\u200D", "李 明" })
        {
            await server.Admin.OpenBatch(project, new() { Name = name });
        }
    }

    /// <summary>Every GET of the description, with each of its parameters hostile in turn.</summary>
    private static IEnumerable<string> Addresses(string project)
    {
        JsonNode api = JsonNode.Parse(File.ReadAllText(Path.Combine(DocsTests.Root, "docs/openapi.json")))!;
        foreach ((string path, JsonNode? operations) in api["paths"]!.AsObject())
        {
            if (
                operations!["get"] is not { } get
                || path.EndsWith("/events", StringComparison.Ordinal) && path.Contains("/jobs/")
            )
            {
                continue;
            }

            string[] parts = [.. Named(get, "path").Where(n => n != "project")];
            string[] queries = [.. Named(get, "query")];
            string home = path.Replace("{project}", project, StringComparison.Ordinal);
            foreach (string bad in Hostile)
            {
                string escaped =
                    bad.Contains("%2F", StringComparison.Ordinal) || bad == "%00" ? bad : Uri.EscapeDataString(bad);
                string filled = parts.Aggregate(
                    home,
                    (a, p) => a.Replace($"{{{p}}}", escaped, StringComparison.Ordinal)
                );
                if (parts.Length > 0)
                {
                    yield return filled;
                }

                string known = parts.Aggregate(home, (a, p) => a.Replace($"{{{p}}}", "1", StringComparison.Ordinal));
                foreach (string query in queries)
                {
                    yield return $"{known}?{query}={escaped}";
                }
            }
        }
    }

    private static IEnumerable<string> Named(JsonNode operation, string where) =>
        (operation["parameters"]?.AsArray() ?? [])
            .Where(p => (string)p!["in"]! == where)
            .Select(p => (string)p!["name"]!);
}
