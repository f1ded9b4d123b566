using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Overread.Server.Tests;

/// <summary>A mail server that keeps what it is given and passes nothing on (RFC 5321, as much of it as a client needs).</summary>
internal sealed class MailSink : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _mails = new();

    public MailSink()
    {
        _listener.Start();
        _ = Task.Run(Listen);
    }

    /// <summary>Where it listens.</summary>
    public string Address => $"smtp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The mails, with their headers.</summary>
    public IReadOnlyList<string> Mails => [.. _mails];

    /// <summary>An address that it takes nothing for.</summary>
    public string? Refuses { get; set; }

    public void Dispose() => _listener.Dispose();

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                _ = Task.Run(() => Serve(client));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using TcpClient held = client;
        NetworkStream stream = held.GetStream();
        using StreamReader reader = new(stream, Encoding.UTF8);
        async Task Say(string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
        await Say("220 sink");
        while (await reader.ReadLineAsync() is { } line)
        {
            string word = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (word)
            {
                case "EHLO":
                    await Say("250-sink");
                    await Say("250 8BITMIME");
                    break;
                case "RCPT" when Refuses is { } refused && line.Contains(refused, StringComparison.OrdinalIgnoreCase):
                    await Say("550 5.1.1 no such mailbox");
                    break;
                case "DATA":
                    await Say("354 go on");
                    StringBuilder mail = new();
                    while (await reader.ReadLineAsync() is { } text && text != ".")
                    {
                        mail.Append(text).Append('\n');
                    }

                    _mails.Enqueue(mail.ToString());
                    await Say("250 taken");
                    break;
                case "QUIT":
                    await Say("221 bye");
                    return;
                default:
                    await Say("250 ok");
                    break;
            }
        }
    }
}
