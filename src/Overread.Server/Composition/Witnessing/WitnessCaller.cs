using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Overread.Server.Composition.Witnessing;

/// <summary>
/// Asks a witness over HTTP. What it answers is somebody else's word: bounded in length and time, followed nowhere, and believed only
/// where a signature holds.
/// </summary>
public sealed class WitnessCaller : IDisposable
{
    private const int LongestAnswer = 64 << 10;
    private readonly HttpClient _client = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
        }
    )
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = LongestAnswer,
    };

    /// <summary>Sends a request and gives status, type and body of the answer.</summary>
    /// <exception cref="HttpRequestException">Nobody answers, or at too great length.</exception>
    /// <exception cref="OperationCanceledException">Not in time.</exception>
    public async Task<(int Status, string? MediaType, string Text)> Ask(
        WitnessAddress witness,
        string request,
        CancellationToken cancel
    )
    {
        using ByteArrayContent content = new(Encoding.UTF8.GetBytes(request));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        using HttpResponseMessage answer = await _client
            .PostAsync(witness.AddCheckpoint, content, cancel)
            .ConfigureAwait(false);
        // Not by the answer's own words about its encoding, which may name one that there is not.
        byte[] body = await answer.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false);
        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, Encoding.UTF8.GetString(body));
    }

    public void Dispose() => _client.Dispose();
}
