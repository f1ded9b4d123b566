using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Overread.Server.Composition;
using IPNetwork = System.Net.IPNetwork;

namespace Overread.Server.Tests;

/// <summary>By TLS: behind nginx with the configuration that we ship, and by the server itself; and what watches over it.</summary>
public sealed class TlsTests
{
    [Fact]
    public async Task Behind_nginx_cookies_are_secure_and_addresses_are_those_of_the_readers()
    {
        await using TestServer server = await TestServer.Start(more: o =>
            o with
            {
                Proxies = [IPNetwork.Parse("127.0.0.0/8")],
            }
        );
        using NginxServer nginx = await NginxServer.Start(server.Url);
        CookieContainer cookies = new();
        using HttpClient reader = NginxServer.Client(nginx.Url, cookies, "127.0.0.9");
        // What somebody claims about themselves is not believed: the proxy's word is the last.
        reader.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        using HttpResponseMessage answer = await SignIn(reader);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        string[] set = [.. answer.Headers.GetValues("Set-Cookie")];
        Assert.Equal(2, set.Length);
        Assert.All(set, c => Assert.Contains("; secure", c, StringComparison.OrdinalIgnoreCase));
        // The session's is bound to this very host; the device's has a path of its own and is bound to TLS.
        string session = Assert.Single(set, c => c.StartsWith("__Host-overread=", StringComparison.Ordinal));
        Assert.Contains("; path=/;", session, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", session, StringComparison.OrdinalIgnoreCase);
        Assert.Single(set, c => c.StartsWith("__Secure-overread-device=", StringComparison.Ordinal));
        Assert.All(set, c => Assert.Contains("; httponly", c, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        JsonNode sessions = (await reader.GetFromJsonAsync<JsonNode>("/api/sessions"))!;
        Assert.Equal("127.0.0.9", (string)sessions.AsArray().Single(s => (bool)s!["current"]!)!["address"]!);
        // Another site's name that somebody points here.
        using HttpRequestMessage rebound = new(HttpMethod.Get, "/api/health") { Headers = { Host = "evil.example" } };
        using HttpResponseMessage misdirected = await reader.SendAsync(rebound);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, misdirected.StatusCode);
    }

    [Fact]
    public async Task The_word_of_a_proxy_that_was_not_named_is_not_taken()
    {
        await using TestServer server = await TestServer.Start(more: o =>
            o with
            {
                Proxies = [IPNetwork.Parse("10.0.0.0/8")],
            }
        );
        using NginxServer nginx = await NginxServer.Start(server.Url);
        CookieContainer cookies = new();
        using HttpClient reader = NginxServer.Client(nginx.Url, cookies, "127.0.0.9");
        using HttpResponseMessage answer = await SignIn(reader);
        Assert.All(
            answer.Headers.GetValues("Set-Cookie"),
            c => Assert.DoesNotContain("; secure", c, StringComparison.OrdinalIgnoreCase)
        );
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        JsonNode sessions = (await reader.GetFromJsonAsync<JsonNode>("/api/sessions"))!;
        Assert.Equal("127.0.0.1", (string)sessions.AsArray().Single(s => (bool)s!["current"]!)!["address"]!);
    }

    [Fact]
    public async Task Pieces_of_uploads_go_through_nginx_as_they_come_and_whole()
    {
        await using TestServer server = await TestServer.Start(more: o =>
            o with
            {
                Proxies = [IPNetwork.Parse("127.0.0.0/8")],
            }
        );
        string project = await server.Project(1);
        using NginxServer nginx = await NginxServer.Start(server.Url);
        CookieContainer cookies = new();
        using HttpClient lead = NginxServer.Client(nginx.Url, cookies);
        (await SignIn(lead)).Dispose();
        using HttpResponseMessage opened = await lead.PostAsJsonAsync(
            $"/api/projects/{project}/batches",
            new { name = "b" }
        );
        string batch = (string)(await opened.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
        byte[] file = new byte[48 << 20];
        Random.Shared.NextBytes(file);
        const int Piece = 8 << 20;
        for (int at = 0; at < file.Length; at += Piece)
        {
            using HttpRequestMessage send = new(
                HttpMethod.Patch,
                $"/api/projects/{project}/batches/{batch}/uploads/big?offset={at}&total={file.Length}"
            )
            {
                Content = new ByteArrayContent(file, at, Piece)
                {
                    Headers = { ContentType = new("application/octet-stream") },
                },
            };
            send.Headers.Add("X-Overread-Path", "big.dcm");
            using HttpResponseMessage sent = await lead.SendAsync(send);
            string said = await sent.Content.ReadAsStringAsync();
            Assert.True(sent.IsSuccessStatusCode, $"{(int)sent.StatusCode} {said}");
        }

        Assert.Contains(
            Directory.EnumerateFiles(Path.Combine(server.Data, "quarantine"), "*", SearchOption.AllDirectories),
            f => new FileInfo(f).Length == file.Length && File.ReadAllBytes(f).AsSpan().SequenceEqual(file)
        );
    }

    [Fact]
    public async Task Progress_comes_through_nginx_line_by_line()
    {
        await using TestServer server = await TestServer.Start();
        using NginxServer nginx = await NginxServer.Start(server.Url);
        using HttpClient reader = NginxServer.Client(nginx.Url, new());
        (await SignIn(reader)).Dispose();
        using HttpResponseMessage started = await reader.PostAsJsonAsync("/api/record/audit", new { });
        string job = (string)(await started.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
        using HttpResponseMessage stream = await reader.GetAsync(
            $"/api/jobs/{job}/events",
            HttpCompletionOption.ResponseHeadersRead
        );
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType!.MediaType);
        using StreamReader lines = new(await stream.Content.ReadAsStreamAsync());
        Assert.StartsWith("data: {", await lines.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_itself_speaks_TLS_and_takes_a_renewed_certificate()
    {
        string folder = Directory.CreateTempSubdirectory("overread-tls-").FullName;
        (string certificate, string key) = NginxServer.SelfMade(folder, "localhost");
        string url = $"https://127.0.0.1:{TestServer.FreePort()}";
        await using TestServer server = await TestServer.Start(
            more: o => o with { Url = url, Certificate = certificate, CertificateKey = key },
            setUp: false
        );
        string first = await Shown(url);
        using (HttpClient reader = NginxServer.Client(url, new()))
        {
            using HttpResponseMessage answer = await reader.PostAsJsonAsync(
                "/api/setup",
                new
                {
                    name = "Admin",
                    email = "admin@test.example",
                    password = TestServer.Password,
                }
            );
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains(
                "; secure",
                answer.Headers.GetValues("Set-Cookie").First(),
                StringComparison.OrdinalIgnoreCase
            );
            Assert.True(answer.Headers.Contains("Strict-Transport-Security"));
        }

        // Half written: the former one goes on.
        File.WriteAllText(certificate, "-----BEGIN CERT");
        File.SetLastWriteTimeUtc(certificate, DateTime.UtcNow.AddSeconds(5));
        Assert.Equal(first, await Shown(url));
        NginxServer.SelfMade(folder, "localhost");
        File.SetLastWriteTimeUtc(certificate, DateTime.UtcNow.AddSeconds(10));
        Assert.NotEqual(first, await Shown(url));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_certificates_between_it_and_its_root_are_sent_along()
    {
        string folder = Directory.CreateTempSubdirectory("overread-tls-").FullName;
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest rooting = new("CN=Root of the test", rootKey, HashAlgorithmName.SHA256);
        rooting.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using ECDsa issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest issuing = new("CN=Issuer of the test", issuerKey, HashAlgorithmName.SHA256);
        issuing.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 root = rooting.CreateSelfSigned(now.AddDays(-1), now.AddDays(3));
        using X509Certificate2 issued = issuing.Create(root, now.AddDays(-1), now.AddDays(2), [5, 6, 7, 8]);
        using X509Certificate2 issuer = issued.CopyWithPrivateKey(issuerKey);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest own = new("CN=localhost", key, HashAlgorithmName.SHA256);
        using X509Certificate2 leaf = own.Create(issuer, now.AddDays(-1), now.AddDays(1), [1, 2, 3, 4]);
        string file = Path.Combine(folder, "fullchain.pem");
        File.WriteAllText(file, leaf.ExportCertificatePem() + "\n" + issuer.ExportCertificatePem() + "\n");
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        string url = $"https://127.0.0.1:{TestServer.FreePort()}";
        await using TestServer server = await TestServer.Start(
            more: o => o with { Url = url, Certificate = file, CertificateKey = Path.Combine(folder, "key.pem") },
            setUp: false
        );
        string[] sent = [];
        using HttpClient client = new(
            new SocketsHttpHandler
            {
                SslOptions =
                {
                    RemoteCertificateValidationCallback = (_, _, chain, _) =>
                    {
                        sent = [.. chain!.ChainPolicy.ExtraStore.Select(c => c.Subject)];
                        return true;
                    },
                },
            }
        );
        using HttpResponseMessage answer = await client.GetAsync(new Uri(url + "/health/live"));
        Assert.Contains("CN=Issuer of the test", sent);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("https://127.0.0.1:1", null, "--certificate")]
    [InlineData("http://127.0.0.1:1", "/no/such.pem", "--url")]
    [InlineData("https://127.0.0.1:1", "/no/such.pem", "/no/such.pem")]
    public void A_certificate_that_does_not_fit_is_said_before_anything_listens(string url, string? file, string said)
    {
        string data = Directory.CreateTempSubdirectory("overread-tls-").FullName;
        FormatException e = Assert.Throws<FormatException>(() =>
            OverreadHost.Build(new ServeOptions(data, url) { Certificate = file })
        );
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Whoever_watches_over_the_server_asks_without_an_account()
    {
        await using TestServer server = await TestServer.Start();
        using HttpClient probe = new() { BaseAddress = new Uri(server.Url) };
        Assert.Equal("live", (string)(await probe.GetFromJsonAsync<JsonNode>("/health/live"))!["status"]!);
        JsonNode ready = (await probe.GetFromJsonAsync<JsonNode>("/health/ready"))!;
        Assert.Equal("ready", (string)ready["status"]!);
        Assert.Equal(
            ["space", "disk", "writer", "reader"],
            ready["checks"]!.AsArray().Select(c => (bool)c!["ok"]! ? (string)c["name"]! : "not " + c["name"])
        );
    }

    [Fact]
    public async Task A_disk_that_takes_no_writes_is_not_ready_and_is_ready_again_when_it_does()
    {
        HandClock clock = new();
        await using TestServer server = await TestServer.Start(more: o => o with { Time = clock });
        using HttpClient probe = new() { BaseAddress = new Uri(server.Url) };
        string obstacle = Path.Combine(server.Data, "ready-probe");
        Directory.CreateDirectory(obstacle);
        using (HttpResponseMessage answer = await probe.GetAsync(new Uri("/health/ready", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            JsonNode said = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
            Assert.Equal("not-ready", (string)said["status"]!);
            Assert.Equal(
                ["disk"],
                said["checks"]!.AsArray().Where(c => !(bool)c!["ok"]!).Select(c => (string)c!["name"]!)
            );
        }

        Directory.Delete(obstacle);
        // What was found holds for a second.
        clock.Pass(2);
        JsonNode ready = (await probe.GetFromJsonAsync<JsonNode>("/health/ready"))!;
        Assert.Equal("ready", (string)ready["status"]!);
        Assert.False(File.Exists(obstacle));
    }

    private static Task<HttpResponseMessage> SignIn(HttpClient client) =>
        client.PostAsJsonAsync("/api/session", new { email = "admin@test.example", password = TestServer.Password });

    private static async Task<string> Shown(string url)
    {
        string shown = "";
        using HttpClient client = new(
            new SocketsHttpHandler
            {
                SslOptions =
                {
                    RemoteCertificateValidationCallback = (_, c, _, _) => (shown = c!.GetSerialNumberString()) != "",
                },
            }
        );
        using HttpResponseMessage answer = await client.GetAsync(new Uri(url + "/api/health"));
        return shown;
    }
}
