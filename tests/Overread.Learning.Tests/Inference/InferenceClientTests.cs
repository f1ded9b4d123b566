using System.Diagnostics;
using System.Text.Json.Nodes;
using Overread.Learning.Inference;

namespace Overread.Learning.Tests.Inference;

/// <summary>The contract with a server of models (Open Inference Protocol, version 2, REST), and every way in which one breaks it.</summary>
public sealed class InferenceClientTests
{
    private const string Model = "chest-net";

    private const string Said = """
        {"name":"chest-net","versions":["1","2"],"platform":"onnxruntime_onnx",
         "inputs":[{"name":"image","datatype":"FP32","shape":[-1,2,2]}],
         "outputs":[{"name":"score","datatype":"FP32","shape":[-1,2]},{"name":"label","datatype":"BYTES","shape":[-1]}]}
        """;

    [Fact]
    public async Task A_model_that_is_ready_is_asked_and_answers()
    {
        await using ModelServer server = Healthy();
        server.Paths["/v2/models/chest-net/infer"] = ModelServer.Says(
            """{"model_name":"chest-net","id":"r1","outputs":[{"name":"score","datatype":"FP32","shape":[1,2],"data":[0.25,0.75]},{"name":"label","datatype":"BYTES","shape":[1],"data":["nodule"]}]}"""
        );
        InferenceClient client = Client(server);
        ModelHealth health = await client.Check(Model, null, Token);
        Assert.True(health.IsReady, health.Sentence);
        ModelMetadata said = await client.Metadata(Model, null, Token);
        Assert.Equal(("chest-net", "onnxruntime_onnx"), (said.Name, said.Platform));
        Assert.Equal(["1", "2"], said.Versions);
        Assert.Equal([-1L, 2, 2], said.Inputs[0].Shape);
        IReadOnlyList<InferenceTensor> outputs = await client.Infer(
            said,
            [InferenceTensor.Of("image", "FP32", [1, 2, 2], [0, 1, 2.5, -3])],
            "r1",
            Token
        );
        Assert.Equal([0.25, 0.75], outputs[0].Numbers);
        Assert.Equal(["nodule"], outputs[1].Texts);
        JsonNode asked = JsonNode.Parse(server.Asked)!;
        Assert.Equal("r1", (string?)asked["id"]);
        Assert.Equal("[0,1,2.5,-3]", asked["inputs"]![0]!["data"]!.ToJsonString());
        Assert.Equal("[1,2,2]", asked["inputs"]![0]!["shape"]!.ToJsonString());
    }

    [Fact]
    public async Task A_version_has_paths_of_its_own_and_values_may_stand_in_lists()
    {
        await using ModelServer server = Healthy();
        server.Paths["/v2/models/chest-net/versions/2/ready"] = ModelServer.Says("{}");
        server.Paths["/v2/models/chest-net/versions/2"] = ModelServer.Says(Said);
        server.Paths["/v2/models/chest-net/versions/2/infer"] = ModelServer.Says(
            """{"model_name":"chest-net","model_version":"2","outputs":[{"name":"score","datatype":"FP32","shape":[2,2],"data":[[0,1],[1,0]]}]}"""
        );
        InferenceClient client = Client(server);
        Assert.True((await client.Check(Model, "2", Token)).IsReady);
        ModelMetadata said = await client.Metadata(Model, "2", Token);
        Assert.Equal([0, 1, 1, 0], (await client.Infer(said, [], "a", Token))[0].Numbers);
    }

    [Theory]
    [InlineData("/v2/health/live", 500, InferenceFaultKind.NotReady)]
    [InlineData("/v2/health/live", 404, InferenceFaultKind.NotTheProtocol)]
    [InlineData("/v2/health/ready", 503, InferenceFaultKind.NotReady)]
    [InlineData("/v2/models/chest-net/ready", 400, InferenceFaultKind.NotReady)]
    [InlineData("/v2/models/chest-net/ready", 404, InferenceFaultKind.UnknownModel)]
    public async Task What_is_not_ready_says_what_is_not(string path, int status, InferenceFaultKind fault)
    {
        await using ModelServer server = Healthy();
        server.Paths[path] = ModelServer.Says("{}", status);
        ModelHealth health = await Client(server).Check(Model, null, Token);
        Assert.Equal(fault, health.Fault);
        Assert.False(health.IsReady);
    }

    [Fact]
    public async Task Where_nobody_answers_that_is_said()
    {
        ModelServer server = new();
        Uri address = server.Address;
        await server.DisposeAsync();
        using HttpClient http = new() { BaseAddress = address };
        Assert.Equal(
            InferenceFaultKind.Unreachable,
            (await new InferenceClient(http, TimeProvider.System).Check(Model, null, Token)).Fault
        );
    }

    [Fact]
    public async Task A_slow_server_is_named_in_time_and_the_next_question_goes_on()
    {
        await using ModelServer server = Healthy();
        server.Paths["/v2/models/chest-net/infer"] = async context =>
        {
            await Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            await ModelServer.Write(context, "{}");
        };
        server.Paths["/v2/models/chest-net/ready"] = server.Paths["/v2/models/chest-net/infer"];
        InferenceClient client = Client(server, TimeSpan.FromSeconds(1));
        long began = Stopwatch.GetTimestamp();
        Assert.Equal(InferenceFaultKind.TooSlow, (await client.Check(Model, null, Token)).Fault);
        ModelMetadata said = await client.Metadata(Model, null, Token);
        Assert.Equal(InferenceFaultKind.TooSlow, await Fault(client, said));
        // Two waits of a second and a question between; a machine under load is given the rest.
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 1.5, 25);
    }

    [Fact]
    public async Task Dying_in_the_middle_of_an_answer_is_no_answer()
    {
        await using ModelServer server = Healthy();
        server.Paths["/v2/models/chest-net/infer"] = async context =>
        {
            context.Response.ContentLength64 = 1000;
            await context.Response.OutputStream.WriteAsync("{\"outputs\":["u8.ToArray());
            await context.Response.OutputStream.FlushAsync();
            context.Response.Abort();
        };
        InferenceClient client = Client(server);
        Assert.Equal(InferenceFaultKind.Unreachable, await Fault(client, await client.Metadata(Model, null, Token)));
    }

    [Fact]
    public async Task Whoever_ends_it_ends_it()
    {
        await using ModelServer server = Healthy();
        server.Paths["/v2/health/live"] = async context =>
        {
            await Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            await ModelServer.Write(context, "{}");
        };
        using CancellationTokenSource ended = new(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client(server).Check(Model, null, ended.Token));
    }

    [Theory]
    [InlineData(400, """{"error":"no"}""", InferenceFaultKind.Refused)]
    [InlineData(503, """{"error":"busy"}""", InferenceFaultKind.NotReady)]
    [InlineData(404, """{"error":"gone"}""", InferenceFaultKind.UnknownModel)]
    [InlineData(200, "<html>", InferenceFaultKind.NotTheProtocol)]
    [InlineData(200, "[]", InferenceFaultKind.NotTheProtocol)]
    [InlineData(200, "{}", InferenceFaultKind.NotTheProtocol)]
    [InlineData(200, """{"id":"other","outputs":[]}""", InferenceFaultKind.NotTheProtocol)]
    [InlineData(200, """{"model_name":"knee-net","outputs":[]}""", InferenceFaultKind.NotTheProtocol)]
    [InlineData(
        200,
        """{"outputs":[{"name":"score","datatype":"FP32","shape":[1,2],"data":[0.1,NaN]}]}""",
        InferenceFaultKind.NotANumber
    )]
    [InlineData(
        200,
        """{"outputs":[{"name":"score","datatype":"FP32","shape":[1,2],"data":[0.1,null]}]}""",
        InferenceFaultKind.NotANumber
    )]
    [InlineData(
        200,
        """{"outputs":[{"name":"score","datatype":"FP32","shape":[1,2],"data":[0.1,"NaN"]}]}""",
        InferenceFaultKind.NotANumber
    )]
    [InlineData(
        200,
        """{"outputs":[{"name":"score","datatype":"FP32","shape":[1,2],"data":[0.1,1e999]}]}""",
        InferenceFaultKind.NotANumber
    )]
    [InlineData(
        200,
        """{"outputs":[{"name":"score","datatype":"FP32","shape":[1,2],"data":[0.1]}]}""",
        InferenceFaultKind.WrongShape
    )]
    [InlineData(
        200,
        """{"outputs":[{"name":"score","datatype":"FP32","shape":[1,3],"data":[0.1,0.2,0.3]}]}""",
        InferenceFaultKind.WrongShape
    )]
    [InlineData(
        200,
        """{"outputs":[{"name":"score","datatype":"FP32","shape":[2],"data":[0.1,0.2]}]}""",
        InferenceFaultKind.WrongShape
    )]
    [InlineData(
        200,
        """{"outputs":[{"name":"score","datatype":"INT64","shape":[1,2],"data":[1,2]}]}""",
        InferenceFaultKind.WrongShape
    )]
    [InlineData(
        200,
        """{"outputs":[{"name":"other","datatype":"FP32","shape":[1,2],"data":[1,2]}]}""",
        InferenceFaultKind.WrongShape
    )]
    [InlineData(
        200,
        """{"outputs":[{"name":"score","datatype":"FP32","shape":[1,"2"],"data":[1,2]}]}""",
        InferenceFaultKind.NotTheProtocol
    )]
    [InlineData(
        200,
        """{"outputs":[{"name":"score","datatype":"FP32","shape":[99999999999,2],"data":[1,2]}]}""",
        InferenceFaultKind.TooLarge
    )]
    [InlineData(
        200,
        """{"outputs":[{"name":"label","datatype":"BYTES","shape":[1],"data":[7]}]}""",
        InferenceFaultKind.WrongShape
    )]
    [InlineData(200, """{"outputs":[7]}""", InferenceFaultKind.NotTheProtocol)]
    [InlineData(200, """{"outputs":[],"outputs":[]}""", InferenceFaultKind.NotTheProtocol)]
    [InlineData(200, """{"model_name":"\ud800","outputs":[]}""", InferenceFaultKind.NotTheProtocol)]
    [InlineData(
        200,
        """{"outputs":[{"name":"label","datatype":"BYTES","shape":[1],"data":["\udc00"]}]}""",
        InferenceFaultKind.NotTheProtocol
    )]
    [InlineData(
        200,
        """{"outputs":[{"name":"label","datatype":"BYTES","shape":[1],"data":["a"]},{"name":"label","datatype":"BYTES","shape":[1],"data":["b"]}]}""",
        InferenceFaultKind.NotTheProtocol
    )]
    public async Task What_lies_is_named(int status, string answer, InferenceFaultKind fault)
    {
        await using ModelServer server = Healthy();
        server.Paths["/v2/models/chest-net/infer"] = ModelServer.Says(answer, status);
        InferenceClient client = Client(server);
        Assert.Equal(fault, await Fault(client, await client.Metadata(Model, null, Token)));
    }

    [Fact]
    public async Task A_look_says_what_a_ready_model_takes_and_gives()
    {
        await using ModelServer server = Healthy();
        ModelLook look = await Client(server).Look(Model, null, Token);
        Assert.True(look.Health.IsReady, look.Health.Sentence);
        Assert.Equal(["score", "label"], look.Said!.Outputs.Select(o => o.Name));
    }

    [Theory]
    [InlineData("""{"name":"knee-net","inputs":[],"outputs":[]}""", InferenceFaultKind.NotTheProtocol)]
    [InlineData("""{"name":"chest-net","outputs":[]}""", InferenceFaultKind.NotTheProtocol)]
    [InlineData("""{"name":"chest-net","name":"chest-net"}""", InferenceFaultKind.NotTheProtocol)]
    [InlineData("""{"name":"chest-net","inputs":[],"outputs":[{"shape":["x"]}]}""", InferenceFaultKind.NotTheProtocol)]
    [InlineData("<html>", InferenceFaultKind.NotTheProtocol)]
    public async Task A_model_that_says_nothing_usable_of_itself_is_not_ready(string said, InferenceFaultKind fault)
    {
        await using ModelServer server = Healthy();
        server.Paths["/v2/models/chest-net"] = ModelServer.Says(said);
        ModelLook look = await Client(server).Look(Model, null, Token);
        Assert.Equal(fault, look.Health.Fault);
        Assert.Null(look.Said);
    }

    [Fact]
    public async Task A_version_that_the_model_does_not_name_is_unknown()
    {
        await using ModelServer server = Healthy();
        server.Paths["/v2/models/chest-net/versions/3/ready"] = ModelServer.Says("{}");
        server.Paths["/v2/models/chest-net/versions/3"] = ModelServer.Says(Said);
        ModelLook look = await Client(server).Look(Model, "3", Token);
        Assert.Equal(InferenceFaultKind.UnknownModel, look.Health.Fault);
        Assert.Contains("1, 2", look.Health.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v2/health/live")]
    [InlineData("/v2/models/chest-net")]
    public async Task A_redirect_is_named_and_nobody_is_asked_there(string path)
    {
        await using ModelServer elsewhere = Healthy();
        bool came = false;
        elsewhere.Paths[path] = async context =>
        {
            came = true;
            await ModelServer.Write(context, Said);
        };
        await using ModelServer server = Healthy();
        server.Paths[path] = async context =>
        {
            context.Response.RedirectLocation = new Uri(elsewhere.Address, path).ToString();
            await ModelServer.Write(context, "", 302);
        };
        Assert.Equal(InferenceFaultKind.Redirected, (await Client(server).Look(Model, null, Token)).Health.Fault);
        Assert.False(came);
    }

    [Fact]
    public async Task An_answer_without_an_end_is_cut_off()
    {
        await using ModelServer server = Healthy();
        server.Paths["/v2/models/chest-net/infer"] = async context =>
        {
            context.Response.SendChunked = true;
            byte[] piece = new byte[1 << 20];
            Array.Fill(piece, (byte)' ');
            try
            {
                // More than is taken: whoever asked has hung up before the last.
                for (int sent = 0; sent < 80; sent++)
                {
                    await context.Response.OutputStream.WriteAsync(piece, TestContext.Current.CancellationToken);
                }
            }
            catch (Exception e) when (e is IOException or System.Net.HttpListenerException)
            {
                context.Response.Abort();
            }
        };
        InferenceClient client = Client(server);
        Assert.Equal(InferenceFaultKind.TooLarge, await Fault(client, await client.Metadata(Model, null, Token)));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static InferenceClient Client(ModelServer server, TimeSpan? patience = null) =>
        new(
            new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address },
            TimeProvider.System,
            patience ?? TimeSpan.FromSeconds(20)
        );

    private static async Task<InferenceFaultKind> Fault(InferenceClient client, ModelMetadata said) =>
        (await Assert.ThrowsAsync<InferenceException>(() => client.Infer(said, [], "r1", Token))).Kind;

    private static ModelServer Healthy()
    {
        ModelServer server = new();
        foreach (string path in new[] { "/v2/health/live", "/v2/health/ready", "/v2/models/chest-net/ready" })
        {
            server.Paths[path] = ModelServer.Says("{}");
        }

        server.Paths["/v2/models/chest-net"] = ModelServer.Says(Said);
        return server;
    }
}
