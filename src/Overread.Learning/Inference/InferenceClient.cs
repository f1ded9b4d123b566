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
/// <param name="http">
/// Its base address is the server, with a slash at its end; its own timeout must be longer than <paramref name="patience"/>, and its
/// handler must not follow redirects: what was let ask one server is not led on to another.
/// </param>
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
            return await Stages(model, version, both.Token, cancel);
        }
        catch (InferenceException fault)
        {
            return new(fault.Kind, fault.Message);
        }
    }

    /// <summary>
    /// As <see cref="Check"/>, and what the model says of itself, all within the time of one answer: a model is not ready that says
    /// nothing of itself that could be used, or that is another. Never throws but for a cancellation.
    /// </summary>
    /// <param name="model">The model's name.</param>
    /// <param name="version">Its version; null for whichever the server chooses.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<ModelLook> Look(string model, string? version, CancellationToken cancel)
    {
        using CancellationTokenSource limit = new(_patience, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            ModelHealth health = await Stages(model, version, both.Token, cancel);
            return new(health, await Said(model, version, both.Token, cancel));
        }
        catch (InferenceException fault)
        {
            return new(new(fault.Kind, fault.Message), null);
        }
    }

    /// <summary>What the server says of a model.</summary>
    /// <exception cref="InferenceException">It says nothing that could be used, or speaks of another model or of other versions.</exception>
    public async Task<ModelMetadata> Metadata(string model, string? version, CancellationToken cancel)
    {
        using CancellationTokenSource limit = new(_patience, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        return await Said(model, version, both.Token, cancel);
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
                InferenceQuestion.Of(inputs, id),
                Encoding.UTF8,
                new MediaTypeHeaderValue("application/json")
            ),
        };
        JsonObject said = await Object(request, both.Token, cancel);
        return Reading(() => Outputs(said, model, id));
    }

    private static List<InferenceTensor> Outputs(JsonObject said, ModelMetadata model, string id)
    {
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

        List<InferenceTensor> outputs =
        [
            .. (
                said["outputs"] as JsonArray
                ?? throw new InferenceException(InferenceFaultKind.NotTheProtocol, "The answer has no outputs.")
            ).Select(output => OutputReading.Of(output, model)),
        ];
        // Which of two would count is nowhere said.
        return outputs.GroupBy(o => o.Name).FirstOrDefault(g => g.Skip(1).Any()) is { } twice
            ? throw new InferenceException(
                InferenceFaultKind.NotTheProtocol,
                $"The answer has the output {twice.Key} more than once."
            )
            : outputs;
    }

    private async Task<ModelHealth> Stages(
        string model,
        string? version,
        CancellationToken limited,
        CancellationToken cancel
    )
    {
        await Ready("v2/health/live", "The server does not say that it lives.", limited, cancel);
        await Ready("v2/health/ready", "The server is not ready.", limited, cancel);
        await Ready(PathOf(model, version) + "/ready", $"The model {model} is not ready.", limited, cancel);
        return new(null, $"The model {model} is ready.");
    }

    private async Task<ModelMetadata> Said(
        string model,
        string? version,
        CancellationToken limited,
        CancellationToken cancel
    )
    {
        using HttpRequestMessage request = new(HttpMethod.Get, PathOf(model, version));
        JsonObject said = await Object(request, limited, cancel);
        return Reading(() => Metadata(said, model, version));
    }

    private static ModelMetadata Metadata(JsonObject said, string model, string? version)
    {
        if (OutputReading.Text(said, "name") is { Length: > 0 } name && name != model)
        {
            throw new InferenceException(
                InferenceFaultKind.NotTheProtocol,
                $"The server speaks of another model: {Short(name)} in place of {model}."
            );
        }

        string[] versions = said["versions"] is JsonArray stated ? [.. stated.Select(v => v?.ToString() ?? "")] : [];
        return version is not null && versions.Length > 0 && !versions.Contains(version)
            ? throw new InferenceException(
                InferenceFaultKind.UnknownModel,
                $"The server has other versions of {model} than {version}: {Short(string.Join(", ", versions))}."
            )
            : new(
                model,
                version,
                versions,
                OutputReading.Text(said, "platform"),
                Tensors(said, "inputs"),
                Tensors(said, "outputs")
            );
    }

    // A member that stands twice, or a text that is no text, is found when it is looked at, not when the answer is parsed.
    private static T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new InferenceException(
                InferenceFaultKind.NotTheProtocol,
                "The answer has a member twice, or a text that is none.",
                e
            );
        }
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
            HttpResponseMessage answer = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                limited
            );
            if ((int)answer.StatusCode is >= 300 and < 400)
            {
                answer.Dispose();
                throw new InferenceException(
                    InferenceFaultKind.Redirected,
                    "The server sends whoever asks elsewhere, and that is not followed: name the address that answers."
                );
            }

            return answer;
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
