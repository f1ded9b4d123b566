using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Overread.Server.Tests;

/// <summary>A collector that keeps what it is sent. Protocol buffers write text as it is, so that it can be searched.</summary>
internal sealed class CollectorFake : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _sent = new();

    private CollectorFake(string url)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        _app = builder.Build();
        Address = new Uri(url);
    }

    public Uri Address { get; }

    /// <summary>Everything that was sent to a path, as text.</summary>
    public string Sent(string path) =>
        string.Join('\n', _sent.Where(s => s.Path == path).Select(s => Encoding.UTF8.GetString(s.Body)));

    public static async Task<CollectorFake> Start()
    {
        CollectorFake fake = new($"http://127.0.0.1:{TestServer.FreePort()}");
        fake._app.Run(async http =>
        {
            using MemoryStream body = new();
            await http.Request.Body.CopyToAsync(body);
            fake._sent.Enqueue((http.Request.Path, body.ToArray()));
            http.Response.ContentType = "application/x-protobuf";
        });
        await fake._app.StartAsync();
        return fake;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
