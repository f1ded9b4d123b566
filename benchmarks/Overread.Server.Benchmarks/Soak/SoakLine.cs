using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Overread.Server.Benchmarks.Soak;

/// <summary>One person's browser: a connection of its own and a session. What is asked is timed and tallied, never repeated.</summary>
internal sealed class SoakLine(Uri server, string cookie, SoakTally tally) : IDisposable
{
    private readonly HttpClient _http = new(
        new SocketsHttpHandler { UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) }
    )
    {
        BaseAddress = server,
        Timeout = TimeSpan.FromSeconds(100),
    };

    /// <summary>Asks; null where the answer was no success, which is tallied.</summary>
    public async Task<JsonDocument?> Ask(
        string kind,
        HttpMethod method,
        string path,
        string? json,
        CancellationToken stop
    )
    {
        byte[]? body = await Bytes(kind, method, path, json, stop);
        return body is null ? null : JsonDocument.Parse(body.Length == 0 ? "null"u8.ToArray() : body);
    }

    /// <summary>The answer's bytes; null where it was no success.</summary>
    public async Task<byte[]?> Bytes(string kind, HttpMethod method, string path, string? json, CancellationToken stop)
    {
        using HttpRequestMessage request = Request(method, path, json);
        long start = Stopwatch.GetTimestamp();
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, stop);
            byte[] body = await response.Content.ReadAsByteArrayAsync(stop);
            if (response.IsSuccessStatusCode)
            {
                tally.Answered(kind, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                return body;
            }

            tally.Failed(kind, $"{(int)response.StatusCode} {Code(body)}");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            tally.Failed(kind, e is OperationCanceledException ? "no answer in 100 s" : e.GetType().Name);
        }

        return null;
    }

    /// <summary>Reads a stream of events until it ends; returns whether it ended by itself.</summary>
    public async Task<bool> Stream(string path, Action<int> open, CancellationToken stop)
    {
        using HttpRequestMessage request = Request(HttpMethod.Get, path, null);
        bool counted = false;
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                stop
            );
            if (!response.IsSuccessStatusCode)
            {
                tally.Failed("stream", $"{(int)response.StatusCode}");
                return false;
            }

            open(1);
            counted = true;
            using StreamReader reader = new(await response.Content.ReadAsStreamAsync(stop));
            while (await reader.ReadLineAsync(stop) is not null) { }
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            tally.Failed("stream", e.GetType().Name);
            return false;
        }
        finally
        {
            if (counted)
            {
                open(-1);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string path, string? json)
    {
        HttpRequestMessage request = new(method, path);
        request.Headers.Add("X-Overread", "1");
        if (cookie.Length > 0)
        {
            request.Headers.Add("Cookie", cookie);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        return request;
    }

    private static string Code(byte[] body)
    {
        try
        {
            using JsonDocument problem = JsonDocument.Parse(body);
            return problem.RootElement.TryGetProperty("code", out JsonElement code) ? code.GetString() ?? "" : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
