using System.Net;
using System.Net.Sockets;

namespace Overread.Server.Benchmarks.Soak;

/// <summary>A time-stamp authority that takes every call and never answers: what is released waits for it, and the job lasts.</summary>
internal sealed class SilentAuthority : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _callers = [];

    public SilentAuthority()
    {
        _listener.Start();
        _ = Task.Run(Listen);
    }

    /// <summary>Where it listens.</summary>
    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <inheritdoc />
    public void Dispose()
    {
        _listener.Dispose();
        lock (_callers)
        {
            _callers.ForEach(c => c.Dispose());
        }
    }

    private async Task Listen()
    {
        while (true)
        {
            try
            {
                TcpClient caller = await _listener.AcceptTcpClientAsync();
                lock (_callers)
                {
                    _callers.Add(caller);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
