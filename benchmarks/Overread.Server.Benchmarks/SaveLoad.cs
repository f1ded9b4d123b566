using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Overread.Server.Benchmarks;

/// <summary>
/// Readers who save as fast as they are answered, each over a connection of their own, in a process of their own: requests
/// are written as bytes and answers only counted, so that the figure is the server's and not the client library's.
/// </summary>
internal static class SaveLoad
{
    /// <summary>
    /// Plays until the time is up. Each line of <paramref name="readers"/>: the read's id, a space, the session's cookie.
    /// Prints the saves counted after the warm-up and the times' percentiles in milliseconds: count p50 p99.
    /// </summary>
    /// <returns>0, or 1 where an answer was not 200.</returns>
    public static async Task<int> Run(Uri server, string readers, TimeSpan warmUp, TimeSpan time, int eventsPerPost)
    {
        string[] lines = await File.ReadAllLinesAsync(readers);
        long begin = Stopwatch.GetTimestamp() + (long)(warmUp.TotalSeconds * Stopwatch.Frequency);
        long end = begin + (long)(time.TotalSeconds * Stopwatch.Frequency);
        List<double>[] all = await Task.WhenAll(
            lines.Select(line =>
                Task.Run(() =>
                    Reader(
                        server,
                        line[..line.IndexOf(' ')],
                        line[(line.IndexOf(' ') + 1)..],
                        begin,
                        end,
                        eventsPerPost
                    )
                )
            )
        );
        List<double> times = [.. all.SelectMany(t => t).Order()];
        if (times.Count == 0)
        {
            return 1;
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{times.Count} {times[times.Count / 2]:0.00} {times[(int)(times.Count * 0.99)]:0.00}"
            )
        );
        return 0;
    }

    private static async Task<List<double>> Reader(
        Uri server,
        string read,
        string cookie,
        long begin,
        long end,
        int eventsPerPost
    )
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Port);
        byte[] answer = new byte[16_384];
        List<double> times = [];
        int revision = await Revision(socket, server, read, cookie, answer);
        for (int n = 0; Stopwatch.GetTimestamp() < end; n++)
        {
            byte[] request = Request(server, read, cookie, revision, n, eventsPerPost);
            long start = Stopwatch.GetTimestamp();
            await socket.SendAsync(request);
            string head = await Answer(socket, answer);
            if (!head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
            {
                await Console.Error.WriteLineAsync(head);
                return [];
            }

            revision += eventsPerPost;
            if (start >= begin)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return times;
    }

    // An impossible base revision: the refusal tells the read's own.
    private static async Task<int> Revision(Socket socket, Uri server, string read, string cookie, byte[] answer)
    {
        await socket.SendAsync(Request(server, read, cookie, -1, 0, 1));
        string text = await Answer(socket, answer);
        int at = text.LastIndexOf("\"revision\":", StringComparison.Ordinal) + "\"revision\":".Length;
        return int.Parse(
            text.AsSpan(at, text.AsSpan(at).IndexOfAnyExceptInRange('0', '9')),
            NumberStyles.None,
            CultureInfo.InvariantCulture
        );
    }

    private static byte[] Request(Uri server, string read, string cookie, int revision, int n, int events)
    {
        StringBuilder body = new();
        body.Append(CultureInfo.InvariantCulture, $"{{\"baseRevision\":{revision},\"events\":[");
        for (int i = 0; i < events; i++)
        {
            body.Append(i > 0 ? "," : "")
                .Append(
                    CultureInfo.InvariantCulture,
                    $"{{\"id\":\"{Guid.CreateVersion7()}\",\"at\":\"2026-01-01T00:00:00.000Z\",\"type\":\"AnswerGiven\",\"field\":\"finding\",\"answer\":{{\"state\":\"{((n + i) % 2 == 0 ? "present" : "absent")}\"}}}}"
                );
        }

        body.Append("]}");
        return Encoding.ASCII.GetBytes(
            $"POST /api/reads/{read}/events HTTP/1.1\r\nHost: {server.Authority}\r\nCookie: {cookie}\r\nX-Overread: 1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"
        );
    }

    private static async Task<string> Answer(Socket socket, byte[] buffer)
    {
        int held = 0;
        while (true)
        {
            int got = await socket.ReceiveAsync(buffer.AsMemory(held));
            if (got == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            held += got;
            int head = buffer.AsSpan(0, held).IndexOf("\r\n\r\n"u8);
            if (head >= 0 && Whole(buffer.AsSpan(0, held), head + 4))
            {
                return Encoding.UTF8.GetString(buffer, 0, held);
            }
        }
    }

    private static bool Whole(ReadOnlySpan<byte> answer, int head)
    {
        int length = answer.IndexOf("Content-Length: "u8);
        if (length < 0 || length > head)
        {
            return answer.EndsWith("0\r\n\r\n"u8);
        }

        ReadOnlySpan<byte> digits = answer[(length + "Content-Length: ".Length)..];
        return answer.Length
            >= head + int.Parse(digits[..digits.IndexOf((byte)'\r')], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
