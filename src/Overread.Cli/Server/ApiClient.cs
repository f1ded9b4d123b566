using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Overread.Cli.Server;

/// <summary>Talks to a server's API: with a token, or with a session of its own.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    public ApiClient(string server, string? token = null)
    {
        SocketsHttpHandler handler = new()
        {
            CookieContainer = _cookies,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        };
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri(server.TrimEnd('/') + "/"),
            Timeout = TimeSpan.FromMinutes(10),
        };
        _http.DefaultRequestHeaders.Add("X-Overread", "1");
        _http.DefaultRequestHeaders.Add(
            "X-Overread-Client",
            "overread-cli/" + typeof(ApiClient).Assembly.GetName().Version!.ToString(3)
        );
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>The session as a Cookie header, for a benchmark that writes its requests itself.</summary>
    public string Cookie => _cookies.GetCookieHeader(_http.BaseAddress!);

    public async Task SignIn(string email, string password) =>
        await Send(HttpMethod.Post, "api/session", new { email, password });

    public Task<JsonNode?> Get(string path) => Send(HttpMethod.Get, path, null);

    public Task<JsonNode?> Post(string path, object? body = null) => Send(HttpMethod.Post, path, body ?? new { });

    public Task<JsonNode?> Put(string path, object body) => Send(HttpMethod.Put, path, body);

    /// <summary>Sends text as it is, such as CSV or YAML.</summary>
    public Task<JsonNode?> PostText(string path, string text, string mediaType) =>
        Send(
            new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new StringContent(text, Encoding.UTF8, mediaType),
            }
        );

    /// <summary>Sends a piece of a file; its name goes in a header, for addresses end up in logs.</summary>
    public Task<JsonNode?> PatchBytes(string path, ReadOnlyMemory<byte> bytes, string name)
    {
        HttpRequestMessage request = new(HttpMethod.Patch, path) { Content = new ReadOnlyMemoryContent(bytes) };
        request.Headers.Add("X-Overread-Path", Uri.EscapeDataString(name));
        return Send(request);
    }

    /// <summary>Sends JSON; null for 204.</summary>
    /// <exception cref="CommandFailedException">The server refused; the message says what it said.</exception>
    public Task<JsonNode?> Send(HttpMethod method, string path, object? body) =>
        Send(
            new HttpRequestMessage(method, path)
            {
                Content = body is null ? null : JsonContent.Create(body, options: Json),
            }
        );

    public async Task<string> GetText(string path)
    {
        using HttpResponseMessage response = await Answer(new HttpRequestMessage(HttpMethod.Get, path));
        return await response.Content.ReadAsStringAsync();
    }

    public async Task<byte[]> GetBytes(string path)
    {
        using HttpResponseMessage response = await Answer(new HttpRequestMessage(HttpMethod.Get, path));
        return await response.Content.ReadAsByteArrayAsync();
    }

    public async Task Download(string path, string file)
    {
        using HttpResponseMessage response = await Answer(new HttpRequestMessage(HttpMethod.Get, path));
        await using FileStream target = File.Create(file);
        await response.Content.CopyToAsync(target);
    }

    /// <summary>Waits for a job and returns it; a failed one is an error.</summary>
    public async Task<JsonNode> Wait(
        JsonNode job,
        Action<long, long>? progress = null,
        CancellationToken cancel = default
    )
    {
        string id = job["id"]!.GetValue<string>();
        while (true)
        {
            JsonNode now = (await Get("api/jobs/" + id))!;
            progress?.Invoke(now["done"]!.GetValue<long>(), now["total"]!.GetValue<long>());
            switch (now["state"]!.GetValue<string>())
            {
                case "done":
                    return now;
                case "failed":
                    throw new CommandFailedException(
                        now["problem"] is { } problem ? Words(problem) : "The job failed."
                    );
                case "cancelled":
                    throw new CommandFailedException("The job was cancelled.");
            }

            await Task.Delay(100, cancel);
        }
    }

    public void Dispose() => _http.Dispose();

    // What went wrong, where, and what to do about it, on one line.
    private static string Words(JsonNode? problem)
    {
        string? where = problem?["where"]?.GetValue<string>();
        string? next = problem?["next"]?.GetValue<string>();
        return $"{problem?["title"]}{(where is null ? "" : $" ({where})")}{(next is null ? "" : " " + next)}";
    }

    private async Task<JsonNode?> Send(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await Answer(request);
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return null;
        }

        return await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync());
    }

    private async Task<HttpResponseMessage> Answer(HttpRequestMessage request)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailedException($"No server answers at {_http.BaseAddress}: {e.Message}");
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        string text = await response.Content.ReadAsStringAsync();
        response.Dispose();
        throw new CommandFailedException(Problem(text, (int)response.StatusCode, request.RequestUri!));
    }

    private static string Problem(string text, int status, Uri address)
    {
        try
        {
            JsonNode? problem = JsonNode.Parse(text);
            return $"{Words(problem)} [{problem?["code"]}, {status}]";
        }
        catch (JsonException)
        {
            return $"The server answered {status} at {address}.";
        }
    }
}
