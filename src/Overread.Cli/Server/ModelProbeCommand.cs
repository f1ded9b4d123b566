using System.CommandLine;
using System.Text.Json.Nodes;
using Overread.Cli.Quality;
using Overread.Learning.Inference;

namespace Overread.Cli.Server;

/// <summary><c>overread model probe URL --model NAME</c>: is a model that runs elsewhere there, and what does it take and give?</summary>
internal static class ModelProbeCommand
{
    private const int NotReady = 3;

    public static Command Create()
    {
        Argument<string> server = new("server")
        {
            Description =
                "address of a server of the Open Inference Protocol, version 2 (Triton, KServe, MLServer), such as http://127.0.0.1:8000",
        };
        Option<string> model = new("--model") { Description = "the model's name there", Required = true };
        Option<string?> version = new("--model-version")
        {
            Description = "its version; left out, whichever the server chooses",
        };
        Option<double> patience = new("--patience")
        {
            Description = "seconds that an answer is waited for",
            DefaultValueFactory = _ => 5,
        };
        Option<bool> json = new("--json") { Description = "print JSON" };
        Command command = new(
            "probe",
            "Ask a server of models whether a model is ready, and what it takes and gives. Exit codes: 0 ready; 3 not ready, not there, or not what the protocol says."
        )
        {
            server,
            model,
            version,
            patience,
            json,
        };
        command.SetAction(
            async (parsed, cancel) =>
                await Probe(
                    parsed.GetValue(server)!,
                    parsed.GetValue(model)!,
                    parsed.GetValue(version),
                    parsed.GetValue(patience),
                    parsed.GetValue(json),
                    cancel
                )
        );
        return command;
    }

    private static async Task<int> Probe(
        string server,
        string model,
        string? version,
        double patience,
        bool json,
        CancellationToken cancel
    )
    {
        if (
            !Uri.TryCreate(server.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address)
            || address.Scheme is not ("http" or "https")
        )
        {
            throw new CommandFailedException($"{server} is no address of a server: http://HOST:PORT is meant.");
        }

        if (patience is not (> 0 and <= 3600))
        {
            throw new CommandFailedException("--patience is more than 0 and at most 3600 seconds.");
        }

        // The client's own clock ends each wait; the answer is that of the address which was named, or none.
        using SocketsHttpHandler handler = new() { AllowAutoRedirect = false };
        using HttpClient http = new(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        InferenceClient client = new(http, TimeProvider.System, TimeSpan.FromSeconds(patience));
        (ModelHealth health, ModelMetadata? said) = await client.Look(model, version, cancel);
        if (json)
        {
            Console.Out.WriteLine(Document(health, said).ToJsonString());
        }
        else
        {
            Write(health, said);
        }

        return health.IsReady ? 0 : NotReady;
    }

    private static JsonObject Document(ModelHealth health, ModelMetadata? said) =>
        new()
        {
            ["ready"] = health.IsReady,
            ["fault"] = health.Fault?.ToString(),
            ["sentence"] = health.Sentence,
            ["name"] = said?.Name,
            ["versions"] = said is null ? null : new JsonArray([.. said.Versions.Select(v => (JsonNode)v)]),
            ["platform"] = said?.Platform,
            ["inputs"] = said is null ? null : Tensors(said.Inputs),
            ["outputs"] = said is null ? null : Tensors(said.Outputs),
        };

    private static JsonArray Tensors(IReadOnlyList<TensorMetadata> tensors) =>
        new([
            .. tensors.Select(t =>
                (JsonNode)
                    new JsonObject
                    {
                        ["name"] = t.Name,
                        ["datatype"] = t.Datatype,
                        ["shape"] = new JsonArray([.. t.Shape.Select(s => (JsonNode)s)]),
                    }
            ),
        ]);

    private static void Write(ModelHealth health, ModelMetadata? said)
    {
        Console.Out.WriteLine(health.Sentence);
        if (said is null)
        {
            return;
        }

        TextTable table = new("", "name", "type", "shape");
        foreach ((string way, TensorMetadata tensor) in Ways(said))
        {
            table.Add(way, tensor.Name, tensor.Datatype, $"[{string.Join(", ", tensor.Shape)}]");
        }

        table.Write(Console.Out);
    }

    private static IEnumerable<(string Way, TensorMetadata Tensor)> Ways(ModelMetadata said) =>
        said.Inputs.Select(t => ("takes", t)).Concat(said.Outputs.Select(t => ("gives", t)));
}
