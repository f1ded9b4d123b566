using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Overread.Dicom.Multipart;

namespace Overread.Cli.Server;

/// <summary>Another archive that speaks DICOMweb: finds studies by QIDO-RS and fetches them by WADO-RS, as they are stored there.</summary>
internal sealed class DicomWebPeer : IDisposable
{
    private const int Page = 100;
    private readonly HttpClient _http;

    /// <param name="address">The root of its service, such as <c>http://archive:8042/dicom-web</c>.</param>
    /// <param name="authorization">What it wants in the Authorization header; null for nothing.</param>
    public DicomWebPeer(string address, string? authorization)
    {
        if (
            !Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out Uri? root)
            || root.Scheme is not ("http" or "https")
        )
        {
            throw new CommandFailedException($"{address} is no address of a DICOMweb service.");
        }

        _http = new HttpClient { BaseAddress = root, Timeout = Timeout.InfiniteTimeSpan };
        if (authorization is not null)
        {
            _http.DefaultRequestHeaders.Add("Authorization", authorization);
        }
    }

    /// <summary>Study Instance UIDs of what matches, in pages.</summary>
    /// <param name="keys">Such as <c>PatientID=4711</c>.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<List<string>> Find(IEnumerable<string> keys, CancellationToken cancel)
    {
        string query = string.Concat(
            keys.Select(k =>
            {
                int equals = k.IndexOf('=', StringComparison.Ordinal);
                return equals > 0
                    ? $"&{Uri.EscapeDataString(k[..equals])}={Uri.EscapeDataString(k[(equals + 1)..])}"
                    : throw new CommandFailedException($"A key looks like PatientID=4711, not {k}.");
            })
        );
        List<string> found = [];
        HashSet<string> known = [];
        while (true)
        {
            string path = $"studies?limit={Page}&offset={found.Count}{query}";
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("application/dicom+json");
            using HttpResponseMessage response = await Send(request, cancel);
            if (response.StatusCode == System.Net.HttpStatusCode.NoContent)
            {
                return found;
            }

            List<string> page = Studies(await response.Content.ReadAsStringAsync(cancel));
            List<string> fresh = [.. page.Where(known.Add)];
            found.AddRange(fresh);
            // A peer that does not page gives everything at once, again and again.
            if (page.Count < Page || fresh.Count == 0)
            {
                return found;
            }
        }
    }

    /// <summary>Fetches every instance of a study into files and returns their paths.</summary>
    public async Task<List<string>> Fetch(string study, string folder, CancellationToken cancel)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"studies/{Uri.EscapeDataString(study)}");
        MediaTypeWithQualityHeaderValue accept = new("multipart/related");
        accept.Parameters.Add(new("type", "\"application/dicom\""));
        accept.Parameters.Add(new("transfer-syntax", "*"));
        request.Headers.Accept.Add(accept);
        using HttpResponseMessage response = await Send(request, cancel);
        if (
            !MultipartRelated.TryParse(
                response.Content.Headers.TryGetValues("Content-Type", out IEnumerable<string>? types)
                    ? types.First()
                    : "",
                out MultipartRelated type
            )
        )
        {
            throw new CommandFailedException("The peer answered with something else than multipart/related.");
        }

        List<string> files = [];
        await using Stream body = await response.Content.ReadAsStreamAsync(cancel);
        MultipartRelatedReader reader = new(body, type.Boundary);
        try
        {
            while (await reader.NextAsync(cancel) is { } part)
            {
                string path = Path.Combine(folder, $"{files.Count:000000}.dcm");
                await using FileStream target = File.Create(path);
                await part.Body.CopyToAsync(target, cancel);
                files.Add(path);
            }
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            throw new CommandFailedException($"The peer's answer broke off after {files.Count} instances.");
        }

        return files;
    }

    public void Dispose() => _http.Dispose();

    private static List<string> Studies(string json)
    {
        try
        {
            return
            [
                .. JsonNode
                    .Parse(json)!
                    .AsArray()
                    .Select(s => s?["0020000D"]?["Value"]?[0]?.GetValue<string>())
                    .OfType<string>(),
            ];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CommandFailedException("The peer's answer to the search is no DICOM JSON.");
        }
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancel)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailedException($"No DICOMweb service answers at {_http.BaseAddress}: {e.Message}");
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        int status = (int)response.StatusCode;
        response.Dispose();
        throw new CommandFailedException($"The peer at {_http.BaseAddress} answered {status}.");
    }
}
