using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Overread.Server.Tests;

/// <summary>
/// Speaks clamd's INSTREAM over a socket of this machine, and finds what a test planted. (EICAR's own test file would have real scanners find
/// fault with this source.)
/// </summary>
internal sealed class FakeScanner : IDisposable
{
    /// <summary>What it finds.</summary>
    public const string Planted = "PLANTED-BY-A-TEST-OF-THE-SCANNER";

    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Listens at once.</summary>
    /// <param name="port">A port, or 0 for a socket in a folder.</param>
    /// <param name="path">The socket's path where there is no port.</param>
    public FakeScanner(int port, string? path = null)
    {
        _listener = path is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp)
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(path is null ? new IPEndPoint(IPAddress.Loopback, port) : new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _ = Task.Run(Listen);
    }

    /// <summary>SHA-256 of what it was shown, in the order that it was.</summary>
    public ConcurrentQueue<string> Seen { get; } = new();

    /// <summary>Bytes of a file that it takes.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>Says this of every file; null for the truth.</summary>
    public string? Says { get; init; }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task Listen()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket caller;
            try
            {
                caller = await _listener.AcceptAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => Serve(caller));
        }
    }

    private async Task Serve(Socket caller)
    {
        await using NetworkStream stream = new(caller, ownsSocket: true);
        byte[] command = new byte["zINSTREAM\0".Length];
        await stream.ReadExactlyAsync(command);
        if (Encoding.ASCII.GetString(command) != "zINSTREAM\0")
        {
            await stream.WriteAsync("UNKNOWN COMMAND\0"u8.ToArray());
            return;
        }

        using MemoryStream file = new();
        byte[] length = new byte[4];
        while (true)
        {
            await stream.ReadExactlyAsync(length);
            int next = BinaryPrimitives.ReadInt32BigEndian(length);
            if (next == 0)
            {
                break;
            }

            byte[] piece = new byte[next];
            await stream.ReadExactlyAsync(piece);
            file.Write(piece);
            if (file.Length > Most)
            {
                await stream.WriteAsync("INSTREAM size limit exceeded. ERROR\0"u8.ToArray());
                return;
            }
        }

        byte[] bytes = file.ToArray();
        Seen.Enqueue(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        bool found = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Planted)) >= 0;
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes((Says ?? (found ? "stream: Test.Planted-1 FOUND" : "stream: OK")) + "\0")
        );
    }
}
