using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Overread.Server.Tests;

/// <summary>Messages that two parsers could read differently: what hides in the tail of one is nobody's request.</summary>
public sealed partial class SmugglingTests
{
    private const string Hidden = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

    // How a message can be made to end in two places. Each is followed by the start of another.
    private static readonly (string Name, string Message)[] Ambiguous =
    [
        ("a length and chunks", Post("Content-Length: {whole}\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
        ("chunks and a short length", Post("Transfer-Encoding: chunked\r\nContent-Length: 4", "0\r\n\r\n")),
        ("two lengths", Post("Content-Length: 0\r\nContent-Length: {whole}", "")),
        ("two lengths in one", Post("Content-Length: 0, {whole}", "")),
        ("a length with a sign", Post("Content-Length: +0", "")),
        ("a length below nothing", Post("Content-Length: -1", "")),
        ("a length in hexadecimal", Post("Content-Length: 0x0", "")),
        ("a space before the colon", Post("Content-Length : 0\r\nContent-Length: {whole}", "")),
        ("chunks spelt otherwise", Post("Transfer-Encoding: xchunked\r\nContent-Length: {whole}", "0\r\n\r\n")),
        ("chunks behind a tab", Post("Transfer-Encoding:\tchunked\r\nContent-Length: {whole}", "0\r\n\r\n")),
        (
            "chunks twice",
            Post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\nContent-Length: {whole}", "0\r\n\r\n")
        ),
        ("a folded line", Post("Transfer-Encoding:\r\n chunked\r\nContent-Length: {whole}", "0\r\n\r\n")),
        (
            "a header without a carriage return",
            Post("X: y\nTransfer-Encoding: chunked\r\nContent-Length: {whole}", "0\r\n\r\n")
        ),
        ("a chunk of a size that is none", Post("Transfer-Encoding: chunked", "0x0\r\n\r\n")),
        ("a chunk of a huge size", Post("Transfer-Encoding: chunked", "FFFFFFFFFFFFFFFF0\r\n\r\n")),
    ];

    [Fact]
    public async Task What_ends_in_two_places_is_refused_and_its_tail_is_nobodys_request()
    {
        await using TestServer server = await TestServer.Start();
        int port = new Uri(server.Url).Port;
        // The check can see what it looks for: two whole messages on one connection have two answers.
        Assert.Equal(2, Statuses(await Ask(port, Hidden + Hidden, tls: false)).Count(s => s == 200));
        List<string> passed = [];
        // Kestrel takes +0 for 0, as whoever wrote it meant: the message ends in one place, and what follows is another. nginx refuses it.
        foreach ((string name, string message) in Ambiguous.Where(a => a.Name != "a length with a sign"))
        {
            int[] statuses = Statuses(await Ask(port, message + Hidden, tls: false));
            if (statuses.Length > 1 || statuses.Any(s => s is < 400))
            {
                passed.Add($"{name}: {string.Join(", ", statuses)}");
            }
        }

        Assert.True(passed.Count == 0, string.Join("\n", passed));
    }

    [Fact]
    public async Task Behind_nginx_no_tail_reaches_the_server()
    {
        await using TestServer server = await TestServer.Start(
            verbose: true,
            more: o => o with { Proxies = [System.Net.IPNetwork.Parse("127.0.0.0/8")] }
        );
        using NginxServer nginx = await NginxServer.Start(server.Url);
        int port = new Uri(nginx.Url).Port;
        Assert.Equal(2, Statuses(await Ask(port, Hidden + Hidden, tls: true)).Count(s => s == 200));
        using LogCapture log = server.Capture();
        foreach ((string name, string message) in Ambiguous)
        {
            int[] statuses = Statuses(await Ask(port, message + Hidden, tls: true));
            Assert.True(statuses.Length <= 1, $"{name}: {string.Join(", ", statuses)}");
        }

        Assert.DoesNotContain("GET /api/health", log.Text, StringComparison.Ordinal);
    }

    private static string Post(string ends, string body)
    {
        string head =
            $"POST /api/session HTTP/1.1\r\nHost: localhost\r\nX-Overread: 1\r\nContent-Type: application/json\r\n{ends}\r\n\r\n";
        return head.Replace("{whole}", (body.Length + Hidden.Length).ToString(null, null), StringComparison.Ordinal)
            + body;
    }

    private static async Task<string> Ask(int port, string bytes, bool tls)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, port);
        Stream stream = client.GetStream();
        if (tls)
        {
            // The proxy's certificate is of its own making, and names the host.
            SslStream secure = new(
                stream,
                false,
                (_, certificate, _, _) => certificate?.Subject.Contains("localhost", StringComparison.Ordinal) == true
            );
            await secure.AuthenticateAsClientAsync("localhost");
            stream = secure;
        }

        await using (stream)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(bytes));
            StringBuilder answer = new();
            byte[] buffer = new byte[16_384];
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(2));
            try
            {
                int read;
                while ((read = await stream.ReadAsync(buffer, patience.Token)) > 0)
                {
                    answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // Kept open, or cut off: what came until then is the answer.
            }

            return answer.ToString();
        }
    }

    private static int[] Statuses(string answer) =>
        [.. Status().Matches(answer).Select(m => int.Parse(m.Groups[1].Value, null))];

    [GeneratedRegex(@"HTTP/1\.1 (\d{3})")]
    private static partial Regex Status();
}
