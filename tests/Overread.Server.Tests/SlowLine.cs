using System.Net;
using System.Net.Sockets;

namespace Overread.Server.Tests;

/// <summary>A line to a server that is slow and breaks: each connection brings so many bytes and is cut.</summary>
internal sealed class SlowLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _server;
    private readonly Task _work;
    private readonly int _pause;
    private int _cuts;

    /// <param name="server">Where to.</param>
    /// <param name="cutAfter">Bytes of answers after which a connection is cut; 0 for never.</param>
    /// <param name="cuts">How often that happens.</param>
    /// <param name="pause">Milliseconds between pieces of 4 KiB.</param>
    public SlowLine(string server, int cutAfter, int cuts, int pause)
    {
        (_server, _cuts, _pause) = (new Uri(server), cuts, pause);
        _listener.Start();
        _work = Accept(cutAfter);
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Connections that were cut.</summary>
    public int Cut { get; private set; }

    private async Task Accept(int cutAfter)
    {
        List<Task> lines = [];
        try
        {
            while (true)
            {
                lines.Add(Serve(await _listener.AcceptTcpClientAsync(_end.Token), cutAfter));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task Serve(TcpClient from, int cutAfter)
    {
        using TcpClient near = from;
        using TcpClient far = new();
        try
        {
            await far.ConnectAsync(_server.Host, _server.Port, _end.Token);
            Task asked = near.GetStream().CopyToAsync(far.GetStream(), _end.Token);
            await Task.WhenAny(asked, Answer(far.GetStream(), near.GetStream(), cutAfter));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // One of the two ends went away: that is what lines do.
        }
    }

    private async Task Answer(NetworkStream far, NetworkStream near, int cutAfter)
    {
        byte[] buffer = new byte[4096];
        int sent = 0;
        while (await far.ReadAsync(buffer, _end.Token) is > 0 and int read)
        {
            await near.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            sent += read;
            if (cutAfter > 0 && sent >= cutAfter && Interlocked.Decrement(ref _cuts) >= 0)
            {
                Cut++;
                return;
            }

            await Task.Delay(_pause, _end.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work;
        _listener.Dispose();
        _end.Dispose();
    }
}
