using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Overread.Ledger.Witnesses;

namespace Overread.Server.Tests;

/// <summary>A witness that answers anything but a cosignature.</summary>
internal static class HostileWitness
{
    /// <summary>Starts one at an address, which answers as it is told.</summary>
    public static async Task<WebApplication> Start(string url, string answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        WebApplication app = builder.Build();
        int asked = 0;
        app.MapPost(
            "/add-checkpoint",
            async (HttpContext http) =>
            {
                using StreamReader reader = new(http.Request.Body);
                string text = WitnessRequest.Parse(await reader.ReadToEndAsync()).Note.Text;
                (int status, string type, string body) = answer switch
                {
                    "large" => (200, "text/plain", new string('x', 10 << 20)),
                    "elsewhere" => (302, "text/plain", ""),
                    "words" => (200, "text/plain", "all is well\n"),
                    "other-key" => (
                        200,
                        "text/plain",
                        new WitnessSigner("witness.example/w1", new byte[32]).Cosign(
                            text,
                            DateTimeOffset.UnixEpoch.AddDays(1)
                        ) + "\n"
                    ),
                    "size-of-words" => (409, WitnessAnswer.SizeType, "many\n"),
                    "size-that-turns" => (409, WitnessAnswer.SizeType, (asked++ % 2) + 1 + "\n"),
                    "not-known" => (404, "text/plain", "no\n"),
                    _ => (500, "text/plain", "no\n"),
                };
                http.Response.StatusCode = status;
                http.Response.ContentType = type;
                http.Response.Headers.Location = url + "/add-checkpoint";
                await http.Response.WriteAsync(body);
            }
        );
        await app.StartAsync();
        return app;
    }
}
