using System.Text;
using Microsoft.AspNetCore.Hosting;
using Overread.Ledger.Witnesses;

namespace Overread.Server.Composition.Witnessing;

/// <summary>
/// A witness as a server of its own (c2sp.org/tlog-witness): <c>POST /add-checkpoint</c>; and <c>GET /</c>, which says its public
/// key. It has no accounts: a request is worth what the signature in it is.
/// </summary>
public static class WitnessHost
{
    // 63 hashes and a checkpoint with its signatures.
    private const int LongestRequest = 64 << 10;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Makes a server that is ready to be started. The folder stays the caller's.</summary>
    /// <param name="folder">The witness.</param>
    /// <param name="url">Where it listens, such as <c>http://127.0.0.1:5081</c>.</param>
    /// <param name="time">Its clock, which cosignatures bear.</param>
    public static WebApplication Build(WitnessFolder folder, string url, TimeProvider time)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions
            {
                Args = ["--hostBuilder:reloadConfigOnChange=false"],
                EnvironmentName = "Production",
            }
        );
        builder.WebHost.UseUrls(url);
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = LongestRequest;
            k.Limits.MaxConcurrentConnections = 256;
        });
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddSimpleConsole(c => c.SingleLine = true);
        WebApplication app = builder.Build();
        app.MapGet("/", () => Results.Text(folder.Key + "\n"));
        app.MapPost("/add-checkpoint", (HttpContext http) => Add(http, folder, time));
        return app;
    }

    private static async Task Add(HttpContext http, WitnessFolder folder, TimeProvider time)
    {
        WitnessAnswer answer;
        try
        {
            using StreamReader reader = new(http.Request.Body, Strict);
            answer = folder.Answer(await reader.ReadToEndAsync(http.RequestAborted), time.GetUtcNow());
        }
        catch (BadHttpRequestException e)
        {
            answer = new WitnessAnswer(e.StatusCode, "The request is too long, or broken off.\n", "text/plain", null);
        }
        catch (DecoderFallbackException)
        {
            answer = new WitnessAnswer(400, "A request is text in UTF-8.\n", "text/plain", null);
        }

        http.Response.StatusCode = answer.Status;
        // The size's type is said bare, as the protocol has it.
        http.Response.ContentType =
            answer.MediaType == WitnessAnswer.SizeType ? answer.MediaType : answer.MediaType + "; charset=utf-8";
        await http.Response.WriteAsync(answer.Text, http.RequestAborted);
    }
}
