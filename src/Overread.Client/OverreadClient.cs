using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Overread.Client.Model;

namespace Overread.Client;

/// <summary>
/// A typed client of the API: one method for each operation of its description. Safe for many threads. Refusals are
/// <see cref="OverreadProblemException"/>, silence is <see cref="OverreadUnreachableException"/>.
/// </summary>
public sealed partial class OverreadClient : IDisposable
{
    private const string Pace = "access.pace";

    // Times that a call waits because its account asks too much; whoever waits so long shares the account with many.
    private const int LongestHeld = 60;

    private readonly HttpClient _http;
    private readonly OverreadClientOptions _options;
    private readonly CookieContainer _cookies = new();

    /// <summary>Makes a client of a server.</summary>
    /// <param name="server">Its address, such as https://overread.example.org.</param>
    /// <param name="options">Token, name, retries; null for a client that signs in.</param>
    public OverreadClient(Uri server, OverreadClientOptions? options = null)
    {
        _options = options ?? new();
        _http = new HttpClient(
            _options.Handler
                ?? new SocketsHttpHandler
                {
                    CookieContainer = _cookies,
                    PooledConnectionLifetime = TimeSpan.FromMinutes(10),
                },
            disposeHandler: _options.Handler is null
        )
        {
            BaseAddress = new Uri(server.ToString().TrimEnd('/') + "/"),
            Timeout = _options.Timeout,
        };
        _http.DefaultRequestHeaders.Add("X-Overread", "1");
        _http.DefaultRequestHeaders.Add("X-Overread-Client", _options.Name);
        if (_options.Token is { } token)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>How the API writes JSON: camelCase, members without a value left out.</summary>
    public static JsonSerializerOptions JsonOptions { get; } =
        new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            AllowOutOfOrderMetadataProperties = true,
        };

    /// <summary>The server's address.</summary>
    public Uri Server => _http.BaseAddress!;

    /// <summary>The session as a Cookie header, for a program that writes its requests itself; empty before SignIn.</summary>
    public string Cookie => _cookies.GetCookieHeader(Server);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static string Part(object value) => Uri.EscapeDataString(Text(value)!);

    private static string? Text(object? value) =>
        value switch
        {
            null => null,
            bool b => b ? "true" : "false",
            IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };

    private static string? Escaped(string? value) => value is null ? null : Uri.EscapeDataString(value);

    private static JsonContent Json<T>(T form) => JsonContent.Create(form, options: JsonOptions);

    private static StringContent Plain(string text, string mediaType) => new(text, Encoding.UTF8, mediaType);

    // The caller's stream stays open; where it can go back, it is sent again from where it stood.
    private static Func<HttpContent?> Bytes(Stream body, string mediaType)
    {
        long start = body.CanSeek ? body.Position : 0;
        return () =>
        {
            if (body.CanSeek)
            {
                body.Position = start;
            }

            StreamContent content = new(new Borrowed(body));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
            return content;
        };
    }

    private async Task Nothing(Call call, CancellationToken cancel)
    {
        using HttpResponseMessage response = await Send(call, cancel);
    }

    private async Task<T> Json<T>(Call call, CancellationToken cancel) =>
        await MaybeJson<T>(call, cancel)
        ?? throw new OverreadProblemException(204, "http.empty", "The server answered with nothing.");

    private async Task<T?> MaybeJson<T>(Call call, CancellationToken cancel)
    {
        using HttpResponseMessage response = await Send(call, cancel);
        try
        {
            return response.StatusCode == HttpStatusCode.NoContent
                ? default
                : await Whole(() => response.Content.ReadFromJsonAsync<T>(JsonOptions, cancel));
        }
        catch (JsonException)
        {
            throw OverreadProblemException.Odd((int)response.StatusCode, new Uri(Server, call.Path));
        }
    }

    private async Task<string> AsText(Call call, CancellationToken cancel)
    {
        using HttpResponseMessage response = await Send(call, cancel);
        return await Whole(() => response.Content.ReadAsStringAsync(cancel));
    }

    // Disposing the stream ends the answer.
    private async Task<Stream> AsStream(Call call, CancellationToken cancel)
    {
        HttpResponseMessage response = await Send(call, cancel);
        return await response.Content.ReadAsStreamAsync(cancel);
    }

    // An answer that begins and does not end is no answer.
    private async Task<T> Whole<T>(Func<Task<T>> body)
    {
        try
        {
            return await body();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new OverreadUnreachableException(Server, e);
        }
    }

    private Task Pause(TimeSpan length, CancellationToken cancel) =>
        _options.Time is { } time ? Task.Delay(length, time, cancel) : Task.Delay(length, cancel);

    private async Task<HttpResponseMessage> Send(Call call, CancellationToken cancel)
    {
        int held = 0;
        for (int attempt = 0; ; attempt++)
        {
            bool last = !call.MayRepeat || attempt >= _options.Retries;
            TimeSpan pause = TimeSpan.FromMilliseconds(200 << attempt);
            try
            {
                using HttpRequestMessage request = call.Request();
                // A stream that cannot go back has been read.
                bool again = call.MayRepeat || request.Content is not StreamContent;
                HttpResponseMessage response = await _http.SendAsync(
                    request,
                    HttpCompletionOption.ResponseHeadersRead,
                    cancel
                );
                if (response.IsSuccessStatusCode)
                {
                    return response;
                }

                using (response)
                {
                    if (last || (int)response.StatusCode is not (502 or 503 or 504))
                    {
                        string text = await Whole(() => response.Content.ReadAsStringAsync(cancel));
                        OverreadProblemException problem = OverreadProblemException.Of(
                            (int)response.StatusCode,
                            text,
                            new Uri(Server, call.Path)
                        );
                        // Nothing was done and nothing is wrong: the account has only to be slower.
                        if (problem.Code != Pace || !again || ++held > LongestHeld)
                        {
                            throw problem;
                        }

                        pause = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1);
                        attempt--;
                    }
                }
            }
            catch (HttpRequestException e)
            {
                if (last)
                {
                    throw new OverreadUnreachableException(Server, e);
                }
            }
            catch (OperationCanceledException e) when (e.InnerException is TimeoutException late)
            {
                // The time was the caller's to set: what took all of it is not tried again.
                throw new OverreadUnreachableException(Server, late);
            }

            await Pause(pause, cancel);
        }
    }
}
