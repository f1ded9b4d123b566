using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Overread.Learning.Tests.Inference;

/// <summary>A server of models on loopback, that answers each path as a test says: also late, wrong, or not to the end.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _loop;
    private readonly CancellationTokenSource _stop = new();

    public ModelServer()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        Address = new Uri($"http://127.0.0.1:{port}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _loop = Task.Run(Serve);
    }

    public Uri Address { get; }

    /// <summary>Answers by path; a path that is not there gives 404.</summary>
    public Dictionary<string, Func<HttpListenerContext, Task>> Paths { get; } = new(StringComparer.Ordinal);

    /// <summary>What came last.</summary>
    public string Asked { get; private set; } = "";

    public static Func<HttpListenerContext, Task> Says(string json, int status = 200) =>
        context => Write(context, json, status);

    public static async Task Write(HttpListenerContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(json));
        context.Response.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Close();
        await _loop;
        _stop.Dispose();
    }

    private async Task Serve()
    {
        while (!_stop.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => Answer(context));
        }
    }

    private async Task Answer(HttpListenerContext context)
    {
        using StreamReader reader = new(context.Request.InputStream);
        Asked = await reader.ReadToEndAsync();
        try
        {
            await Paths.GetValueOrDefault(context.Request.Url!.AbsolutePath, Says("{}", 404))(context);
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The client has gone: that is what a slow server sees.
            return;
        }
    }
}
