using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Overread.Server.Tests;

/// <summary>What a browser does on its way from page to page: keeps cookies, and follows where it is sent, step by step.</summary>
internal sealed class Browser(string home) : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private HttpClient? _http;

    public CookieContainer Cookies => _cookies;

    private HttpClient Http =>
        _http ??= new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false });

    /// <summary>Where an address sends the browser.</summary>
    public async Task<Uri> Step(string address)
    {
        Uri from = new(new Uri(home), address);
        using HttpResponseMessage answer = await Http.GetAsync(from);
        Assert.True(
            answer.StatusCode == HttpStatusCode.Redirect,
            $"{from.GetLeftPart(UriPartial.Path)}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}"
        );
        return new Uri(from, answer.Headers.Location!);
    }

    /// <summary>Follows until a page of the workbench: its path and query.</summary>
    public async Task<string> Follow(string address)
    {
        Uri at = new(new Uri(home), address);
        for (int i = 0; i < 8; i++)
        {
            at = await Step(at.ToString());
            if (
                at.ToString().StartsWith(home, StringComparison.Ordinal)
                && !at.AbsolutePath.StartsWith("/sign-in/", StringComparison.Ordinal)
            )
            {
                return at.PathAndQuery;
            }
        }

        throw new InvalidOperationException("The browser is sent in circles.");
    }

    public async Task<JsonNode> Get(string path)
    {
        using HttpResponseMessage answer = await Http.GetAsync(new Uri(new Uri(home), path));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    public async Task<(int Status, JsonNode? Body)> Send(HttpMethod method, string path, object? form = null)
    {
        using HttpRequestMessage request = new(method, new Uri(new Uri(home), path))
        {
            Content = form is null ? null : JsonContent.Create(form),
        };
        request.Headers.Add("X-Overread", "1");
        using HttpResponseMessage answer = await Http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>Who is signed in; null for nobody.</summary>
    public async Task<JsonNode?> Person() => (await Get("/api/session"))["person"];

    public void Dispose() => _http?.Dispose();
}
