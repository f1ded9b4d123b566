using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Client;

namespace Overread.Server.Tests;

/// <summary>
/// Requests as they go over the wire, in a client's session: for tests of the answers' own bytes, of addresses that answers
/// give, and of bodies that no typed form can hold.
/// </summary>
internal sealed class RawApi(OverreadClient session)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false });

    public async Task<JsonNode?> Get(string path) => JsonNode.Parse(await GetText(path));

    public Task<JsonNode?> Post(string path, object form) => Send(HttpMethod.Post, path, form);

    public Task<JsonNode?> Put(string path, object form) => Send(HttpMethod.Put, path, form);

    public async Task<string> GetText(string path)
    {
        using HttpResponseMessage response = await Answer(HttpMethod.Get, path);
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<byte[]> GetBytes(string path)
    {
        using HttpResponseMessage response = await Answer(HttpMethod.Get, path);
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Sends a body as it stands; gives the status and the problem that has to answer it.</summary>
    public async Task<(int Status, JsonObject Problem)> Refused(HttpMethod method, string path, string body)
    {
        using HttpRequestMessage request = new(method, new Uri(session.Server, path))
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Overread", "1");
        request.Headers.Add("Cookie", session.Cookie);
        request.Headers.Add("If-None-Match", "*");
        using HttpResponseMessage response = await Http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        Assert.False(response.IsSuccessStatusCode, text);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return ((int)response.StatusCode, JsonNode.Parse(text)!.AsObject());
    }

    private async Task<JsonNode?> Send(HttpMethod method, string path, object form)
    {
        using HttpResponseMessage response = await Answer(method, path, form);
        string text = await response.Content.ReadAsStringAsync();
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>The answer itself, with its headers; a refusal is thrown.</summary>
    public async Task<HttpResponseMessage> Answer(HttpMethod method, string path, object? form = null)
    {
        using HttpRequestMessage request = new(method, new Uri(session.Server, path))
        {
            Content = form is null ? null : JsonContent.Create(form, options: JsonSerializerOptions.Web),
        };
        request.Headers.Add("X-Overread", "1");
        request.Headers.Add("Cookie", session.Cookie);
        HttpResponseMessage response = await Http.SendAsync(request);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            JsonObject problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
            throw new OverreadProblemException(
                (int)response.StatusCode,
                (string)problem["code"]!,
                (string)problem["title"]!,
                (string?)problem["where"],
                (string?)problem["next"],
                problem
            );
        }
    }
}
