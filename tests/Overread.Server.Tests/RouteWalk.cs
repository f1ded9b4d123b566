using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Server.Access;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Tests;

/// <summary>Asks every route that is not open to anybody, each with made-up ids.</summary>
internal static class RouteWalk
{
    /// <summary>The routes that do not refuse with the code, in the order of the server's table.</summary>
    public static async Task<List<string>> OpenTo(TestServer server, OverreadClient client, string refusal)
    {
        List<string> open = [];
        int walked = 0;
        foreach (
            RouteEndpoint route in server
                .App.Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(e => e.Metadata.GetMetadata<NeedsAction>() is { Action: not Action.Anybody })
        )
        {
            string path = string.Join(
                '/',
                route.RoutePattern.PathSegments.Select(s =>
                    string.Concat(s.Parts.Select(p => p is RoutePatternLiteralPart literal ? literal.Content : "1"))
                )
            );
            foreach (string method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                walked++;
                if (await Ask(server, client, method, path) != (403, refusal))
                {
                    open.Add($"{method} {route.RoutePattern.RawText}");
                }
            }
        }

        Assert.True(walked > 100);
        return open;
    }

    private static async Task<(int Status, string Code)> Ask(
        TestServer server,
        OverreadClient client,
        string method,
        string path
    )
    {
        using HttpClient http = new(new SocketsHttpHandler { UseCookies = false });
        using HttpRequestMessage request = new(new HttpMethod(method), $"{server.Url}/{path}");
        request.Headers.Add("X-Overread", "1");
        request.Headers.Add("Cookie", client.Cookie);
        if (method is not ("GET" or "HEAD"))
        {
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage answer = await http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.StartsWith('{') ? (string?)JsonNode.Parse(text)!["code"] ?? "" : "");
    }
}
