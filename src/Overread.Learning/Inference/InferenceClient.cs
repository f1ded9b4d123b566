using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Overread.Learning.Inference;

/// <summary>
/// Asks a model that runs elsewhere, by the Open Inference Protocol version 2 over REST (KServe; Triton, MLServer, OpenVINO model
/// server): live, ready, metadata, infer. Whatever the server does, dead, slow or lying, ends in an answer that was checked or in a
/// named fault within the time that was given. Thread-safe.
/// </summary>
/// <param name="http">Its base address is the server, with a slash at its end; its own timeout must be longer than <paramref name="patience"/>.</param>
/// <param name="time">The clock.</param>
/// <param name="patience">How long one answer is waited for; five seconds where nothing is said.</param>
public sealed class InferenceClient(HttpClient http, TimeProvider time, TimeSpan? patience = null)
{
    private const int LargestAnswer = 64 << 20;
    private const int LongestSaid = 200;
    private readonly TimeSpan _patience = patience ?? TimeSpan.FromSeconds(5);

    /// <summary>Whether the server lives, is ready, and has the model ready. Never throws but for a cancellation.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="version">Its version; null for whichever the server chooses.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<ModelHealth> Check(string model, string? version, CancellationToken cancel)
    {
        // Together no longer than one answer is waited for.
        using CancellationTokenSource limit = new(_patience, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await Ready("v2/health/live", "The server does not say that it lives.", both.Token, cancel);
            await Ready("v2/health/ready", "The server is not ready.", both.Token, cancel);
            await Ready(PathOf(model, version) + "/ready", $"The model {model} is not ready.", both.Token, cancel);
            return new(null, $"The model {model} is ready.");
        }
        catch (InferenceException fault)
        {
            return new(fault.Kind, fault.Message);
        }
    }

    /// <summary>What the server says of a model.</summary>
    /// <exception cref="InferenceException">It says nothing that could be used.</exception>
    public async Task<ModelMetadata> Metadata(string model, string? version, CancellationToken cancel)
    {
        using CancellationTokenSource limit = new(_patience, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        using HttpRequestMessage request = new(HttpMethod.Get, PathOf(model, version));
        JsonObject said = await Object(request, both.Token, cancel);
        return new(
            OutputReading.Text(said, "name") is { Length: > 0 } name ? name : model,
            version,
            said["versions"] is JsonArray versions ? [.. versions.Select(v => v?.ToString() ?? "")] : [],
            OutputReading.Text(said, "platform"),
            Tensors(said, "inputs"),
            Tensors(said, "outputs")
        );
    }

    /// <summary>Asks a model.</summary>
    /// <param name="model">What it said of itself; outputs are held against it.</param>
    /// <param name="inputs">What it is given.</param>
    /// <param name="id">Names the request: an answer to another is refused.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The outputs, each of the type, shape and number of values that the model said.</returns>
    /// <exception cref="InferenceException">There is no answer that could be used.</exception>
    public async Task<IReadOnlyList<InferenceTensor>> Infer(
        ModelMetadata model,
        IReadOnlyList<InferenceTensor> inputs,
        string id,
        CancellationToken cancel
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        using CancellationTokenSource limit = new(_patience, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        using HttpRequestMessage request = new(HttpMethod.Post, PathOf(model.Name, model.Version) + "/infer")
        {
            Content = new StringContent(
                Question(inputs, id),
                Encoding.UTF8,
                new MediaTypeHeaderValue("application/json")
            ),
        };
        JsonObject said = await Object(request, both.Token, cancel);
        if (OutputReading.Text(said, "id") is { Length: > 0 } answered && answered != id)
        {
            throw new InferenceException(InferenceFaultKind.NotTheProtocol, "The answer belongs to another request.");
        }

        if (OutputReading.Text(said, "model_name") is { Length: > 0 } name && name != model.Name)
        {
            throw new InferenceException(
                InferenceFaultKind.NotTheProtocol,
                $"Another model answered: {Short(name)} in place of {model.Name}."
            );
        }

        if (
            model.Version is not null
            && OutputReading.Text(said, "model_version") is { Length: > 0 } version
            && version != model.Version
        )
        {
            throw new InferenceException(
                InferenceFaultKind.NotTheProtocol,
                $"Another version answered: {Short(version)} in place of {model.Version}."
            );
        }

        return
        [
            .. (
                said["outputs"] as JsonArray
                ?? throw new InferenceException(InferenceFaultKind.NotTheProtocol, "The answer has no outputs.")
            ).Select(output => OutputReading.Of(output, model)),
        ];
    }

    private static string Question(IReadOnlyList<InferenceTensor> inputs, string id)
    {
        using MemoryStream written = new();
        using (Utf8JsonWriter json = new(written))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteStartArray("inputs");
            foreach (InferenceTensor input in inputs)
            {
                Write(json, input);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(written.GetBuffer(), 0, (int)written.Length);
    }

    private static void Write(Utf8JsonWriter json, InferenceTensor input)
    {
        json.WriteStartObject();
        json.WriteString("name", input.Name);
        json.WriteString("datatype", input.Datatype);
        json.WriteStartArray("shape");
        foreach (long size in input.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data");
        foreach (string text in input.Texts)
        {
            json.WriteStringValue(text);
        }

        foreach (double number in input.Numbers)
        {
            if (input.Datatype == "BOOL")
            {
                json.WriteBooleanValue(number != 0);
            }
            else if (number == Math.Floor(number) && Math.Abs(number) < 1e15)
            {
                json.WriteNumberValue((long)number);
            }
            else
            {
                json.WriteNumberValue(number);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private async Task Ready(string path, string not, CancellationToken limited, CancellationToken cancel)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        using HttpResponseMessage answer = await Send(request, limited, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            throw new InferenceException(
                path.StartsWith("v2/models", StringComparison.Ordinal)
                    ? InferenceFaultKind.UnknownModel
                    : InferenceFaultKind.NotTheProtocol,
                path.StartsWith("v2/models", StringComparison.Ordinal)
                    ? "The server has no such model, or not in that version."
                    : "The server does not speak the Open Inference Protocol, version 2, at this address."
            );
        }

        if (!answer.IsSuccessStatusCode)
        {
            throw new InferenceException(InferenceFaultKind.NotReady, not);
        }
    }

    private async Task<JsonObject> Object(
        HttpRequestMessage request,
        CancellationToken limited,
        CancellationToken cancel
    )
    {
        using HttpResponseMessage answer = await Send(request, limited, cancel);
        byte[] bytes = await Body(answer, limited, cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            throw new InferenceException(
                InferenceFaultKind.UnknownModel,
                "The server has no such model, or not in that version."
            );
        }

        if (!answer.IsSuccessStatusCode)
        {
            throw new InferenceException(
                (int)answer.StatusCode == 503 ? InferenceFaultKind.NotReady : InferenceFaultKind.Refused,
                string.Create(CultureInfo.InvariantCulture, $"The server refused with {(int)answer.StatusCode}.")
            );
        }

        try
        {
            return JsonNode.Parse(bytes) as JsonObject
                ?? throw new InferenceException(InferenceFaultKind.NotTheProtocol, "The answer is no JSON object.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Servers write NaN and Infinity as words, which JSON does not have.
            string said = Encoding.UTF8.GetString(bytes);
            throw said.Contains("NaN", StringComparison.Ordinal) || said.Contains("Infinity", StringComparison.Ordinal)
                ? new InferenceException(InferenceFaultKind.NotANumber, "The answer holds NaN or an infinity.", e)
                : new InferenceException(InferenceFaultKind.NotTheProtocol, "The answer is no JSON.", e);
        }
    }

    private async Task<HttpResponseMessage> Send(
        HttpRequestMessage request,
        CancellationToken limited,
        CancellationToken cancel
    )
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw TooSlow(e);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e);
        }
    }

    private async Task<byte[]> Body(HttpResponseMessage answer, CancellationToken limited, CancellationToken cancel)
    {
        try
        {
            await using Stream stream = await answer.Content.ReadAsStreamAsync(limited);
            using MemoryStream kept = new();
            byte[] piece = new byte[64 << 10];
            int read;
            while ((read = await stream.ReadAsync(piece, limited)) > 0)
            {
                if (kept.Length + read > LargestAnswer)
                {
                    throw new InferenceException(InferenceFaultKind.TooLarge, "The answer is longer than 64 MiB.");
                }

                kept.Write(piece, 0, read);
            }

            return kept.ToArray();
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw TooSlow(e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable(e);
        }
    }

    private InferenceException TooSlow(Exception e) =>
        new(
            InferenceFaultKind.TooSlow,
            string.Create(CultureInfo.InvariantCulture, $"No answer within {_patience.TotalSeconds:0.###} s."),
            e
        );

    private static InferenceException Unreachable(Exception e) =>
        new(InferenceFaultKind.Unreachable, "Nobody answers there, or the connection broke off.", e);

    private static string PathOf(string model, string? version) =>
        "v2/models/"
        + Uri.EscapeDataString(model)
        + (version is null ? "" : "/versions/" + Uri.EscapeDataString(version));

    private static string Short(string said) => said.Length > LongestSaid ? said[..LongestSaid] + "…" : said;

    private static IReadOnlyList<TensorMetadata> Tensors(JsonObject said, string member) =>
        said[member] is JsonArray tensors
            ?
            [
                .. tensors
                    .OfType<JsonObject>()
                    .Select(t => new TensorMetadata(
                        OutputReading.Text(t, "name"),
                        OutputReading.Text(t, "datatype"),
                        OutputReading.Shape(t, true)
                    )),
            ]
            : throw new InferenceException(
                InferenceFaultKind.NotTheProtocol,
                $"The model's metadata says nothing of its {member}."
            );
}
