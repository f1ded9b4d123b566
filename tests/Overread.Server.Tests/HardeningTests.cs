using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Overread.Client;
using Overread.Client.Model;
using Overread.Ledger.Witnesses;
using Overread.Server.Composition;
using Overread.Server.Composition.Witnessing;
using Overread.Server.Features.Releases;
using Overread.Storage;

namespace Overread.Server.Tests;

/// <summary>What an operator can ask for beyond the defaults, and what the server holds by itself.</summary>
public sealed class HardeningTests
{
    [Fact]
    public async Task Where_a_second_factor_is_demanded_nothing_else_is_open_without_one()
    {
        await using TestServer server = await TestServer.Start(more: o => o with { SecondFactor = true });
        SessionView view = await server.Admin.ShowSession();
        Assert.True(view.Person!.NeedsFactor);
        List<string> open = await RouteWalk.OpenTo(server, server.Admin, "access.factor");
        Assert.Equal(
            [
                "GET /api/session/passkeys",
                "POST /api/session/confirm",
                "POST /api/session/confirm/passkey",
                "POST /api/session/confirm/question",
                "POST /api/session/passkeys",
                "POST /api/session/passkeys/question",
                "POST /api/session/recovery-codes",
                "POST /api/session/totp",
                "PUT /api/session/password",
                "PUT /api/session/totp",
            ],
            open.Order(StringComparer.Ordinal)
        );
        string secret = (await server.Admin.EnrolTotp()).Secret;
        await server.Admin.ConfirmTotp(new() { Code = OneTimeCode.Of(secret, DateTimeOffset.UtcNow) });
        Assert.False((await server.Admin.ShowSession()).Person!.NeedsFactor);
        Assert.Empty(await server.Admin.ListProjects());
        // Whoever is made later is asked as well, and their tokens come after.
        await server.Admin.Register("tom");
        OverreadClient tom = server.Client();
        Assert.True((await tom.SignIn("tom@test.example")).Person!.NeedsFactor);
        Assert.Equal("access.factor", await Code(() => tom.ListProjects()));
        // Taken off again, it is asked for again.
        await server.Admin.SwitchOffTotp(new() { Code = OneTimeCode.Of(secret, DateTimeOffset.UtcNow.AddSeconds(30)) });
        Assert.Equal("access.factor", await Code(() => server.Admin.ListProjects()));
    }

    [Fact]
    public async Task Where_none_is_demanded_nobody_is_asked()
    {
        await using TestServer server = await TestServer.Start();
        Assert.False((await server.Admin.ShowSession()).Person!.NeedsFactor);
        Assert.Empty(await server.Admin.ListProjects());
    }

    [Fact]
    public async Task Passwords_of_a_list_of_leaked_ones_are_refused()
    {
        string list = Path.GetTempFileName();
        string[] leaked = [.. Enumerable.Range(0, 500).Select(i => $"leaked-long-password-{i}")];
#pragma warning disable CA5350 // The list's own hash.
        string[] lines =
        [
            .. leaked
                .Select(p =>
                    Convert.ToHexString(
                        System.Security.Cryptography.SHA1.HashData(System.Text.Encoding.UTF8.GetBytes(p))
                    )
                )
                .Order(StringComparer.Ordinal)
                .Select((hash, i) => $"{hash}:{(i * 7919) + 1}"),
        ];
#pragma warning restore CA5350
        // Without an end to the last line too.
        await File.WriteAllTextAsync(list, string.Join('\n', lines));
        await using TestServer server = await TestServer.Start(more: o => o with { LeakedPasswords = list });
        Overread.Server.Features.People.LeakedPasswords asked = new(new("", "") { LeakedPasswords = list });
        Assert.All(leaked, p => Assert.True(asked.Has(p), p));
        Assert.All(Enumerable.Range(0, 500), i => Assert.False(asked.Has($"no-leaked-long-password-{i}")));
        OverreadProblemException refused = await Assert.ThrowsAsync<OverreadProblemException>(() =>
            server.Admin.RegisterPerson(
                new()
                {
                    Name = "Tom",
                    Email = "tom@test.example",
                    Password = leaked[77],
                    Administrator = false,
                }
            )
        );
        Assert.Equal("people.password", refused.Code);
        Assert.Contains("leaked", refused.Message, StringComparison.Ordinal);
        await server.Admin.Register("una");
        File.Delete(list);
    }

    [Theory]
    [InlineData("secret-password-1\nanother")]
    [InlineData("")]
    [InlineData(null)]
    public void A_file_that_is_no_such_list_is_said_before_anything_listens(string? text)
    {
        string file = Path.GetTempFileName();
        if (text is null)
        {
            File.Delete(file);
        }
        else
        {
            File.WriteAllText(file, text);
        }

        string data = Directory.CreateTempSubdirectory("overread-leaks-").FullName;
        FormatException e = Assert.Throws<FormatException>(() =>
            OverreadHost.Build(new ServeOptions(data, "http://127.0.0.1:1") { LeakedPasswords = file })
        );
        Assert.Contains("leaked passwords", e.Message, StringComparison.Ordinal);
        File.Delete(file);
        Directory.Delete(data, recursive: true);
    }

    [Theory]
    [InlineData("http://0.0.0.0:1")]
    [InlineData("http://[::]:1")]
    [InlineData("http://*:1")]
    [InlineData("http://192.0.2.7:1")]
    [InlineData("http://reading.hospital.example:1")]
    public void Plain_HTTP_that_others_reach_is_refused_unless_said(string url)
    {
        string data = Directory.CreateTempSubdirectory("overread-plain-").FullName;
        FormatException e = Assert.Throws<FormatException>(() => OverreadHost.Build(new ServeOptions(data, url)));
        Assert.Contains("--certificate", e.Message, StringComparison.Ordinal);
        Assert.Contains("--proxy", e.Message, StringComparison.Ordinal);
        Assert.Contains("--plain-http", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(data));
        Directory.Delete(data, recursive: true);
    }

    [Theory]
    [InlineData("--tsa")]
    [InlineData("--otlp")]
    [InlineData("--witness")]
    [InlineData("--scanner")]
    public void Others_are_asked_by_plain_HTTP_on_this_machine_alone_unless_said(string option)
    {
        WitnessKey key = new WitnessSigner("witness.example/w1", [.. Enumerable.Repeat((byte)1, 32)]).Key;
        ServeOptions Asking(string host) =>
            option switch
            {
                "--tsa" => new("", "http://127.0.0.1:1") { TimestampAuthority = new Uri(host) },
                "--otlp" => new("", "http://127.0.0.1:1") { Otlp = new Uri(host) },
                "--witness" => new("", "http://127.0.0.1:1") { Witnesses = [new(new Uri(host), key)] },
                _ => new("", "http://127.0.0.1:1")
                {
                    Scanner = ScannerAddress.Parse(host.Replace("http:", "clamd:", StringComparison.Ordinal)),
                },
            };
        foreach (string host in (string[])["http://other.example:3310", "http://192.0.2.7:3310"])
        {
            FormatException e = Assert.Throws<FormatException>(() => PlainAddress.Check(Asking(host)));
            Assert.StartsWith(option, e.Message, StringComparison.Ordinal);
            Assert.Contains("--allow-plain", e.Message, StringComparison.Ordinal);
            PlainAddress.Check(Asking(host) with { AllowPlain = true });
        }

        PlainAddress.Check(Asking("http://127.0.0.1:3310"));
        PlainAddress.Check(Asking("http://[::1]:3310"));
        PlainAddress.Check(Asking("http://localhost:3310"));
        if (option != "--scanner")
        {
            PlainAddress.Check(Asking("https://other.example"));
        }
    }

    [Fact]
    public async Task A_code_is_good_in_its_own_half_minute_alone_unless_clocks_may_be_off()
    {
        foreach (int tolerance in (int[])[0, 5])
        {
            HandClock clock = new();
            await using TestServer server = await TestServer.Start(more: o =>
                o with
                {
                    Time = clock,
                    CodeTolerance = TimeSpan.FromSeconds(tolerance),
                }
            );
            string secret = (await server.Admin.EnrolTotp()).Secret;
            await server.Admin.ConfirmTotp(new() { Code = OneTimeCode.Of(secret, clock.GetUtcNow()) });
            Task Prove(DateTimeOffset of) => server.Admin.ConfirmPerson(new() { Code = OneTimeCode.Of(secret, of) });
            // Two seconds into a half minute, in which nothing was used yet.
            clock.Pass((int)(62 - (clock.GetUtcNow().ToUnixTimeSeconds() % 30)));
            DateTimeOffset now = clock.GetUtcNow();
            Assert.Equal("confirm.wrong", await Code(() => Prove(now.AddSeconds(30))));
            Assert.Equal("confirm.wrong", await Code(() => Prove(now.AddSeconds(-60))));
            if (tolerance == 0)
            {
                Assert.Equal("confirm.wrong", await Code(() => Prove(now.AddSeconds(-30))));
            }
            else
            {
                await Prove(now.AddSeconds(-30));
            }

            await Prove(now);
            // Ten seconds before the end of the next half minute: neither of those beside it.
            clock.Pass(48);
            now = clock.GetUtcNow();
            Assert.Equal("confirm.wrong", await Code(() => Prove(now.AddSeconds(30))));
            await Prove(now);
            clock.Pass(6);
            now = clock.GetUtcNow();
            Assert.Equal(tolerance == 0 ? "confirm.wrong" : "", await Maybe(() => Prove(now.AddSeconds(30))));
        }
    }

    [Fact]
    public async Task Plain_HTTP_is_spoken_where_the_operator_says_so_or_names_a_proxy()
    {
        foreach (bool said in (bool[])[true, false])
        {
            string url = $"http://0.0.0.0:{TestServer.FreePort()}";
            await using TestServer server = await TestServer.Start(
                more: o =>
                    o with
                    {
                        Url = url,
                        PlainHttp = said,
                        Proxies = said ? [] : [System.Net.IPNetwork.Parse("10.0.0.0/8")],
                    },
                setUp: false
            );
            using HttpClient client = new();
            using HttpResponseMessage answer = await client.GetAsync(
                new Uri(url.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal) + "/health/live")
            );
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Whoever_is_refused_for_want_of_a_role_or_scope_leaves_a_line()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient reader, string id) = await server.Person(project, "rita", "reader");
        string token = await server.Admin.Token("read");
        string admin = (await server.Admin.ShowSession()).Person!.Id;
        using LogCapture log = server.Capture();
        Assert.Equal("access.role", await Code(() => reader.ListPeople()));
        using OverreadClient program = new(new Uri(server.Url), new() { Token = token });
        Assert.Equal("access.scope", await Code(() => program.Register("x")));
        Assert.Contains($"person/{id} is refused GET /api/people: access.role", log.Text, StringComparison.Ordinal);
        Assert.Contains(
            $"person/{admin} is refused POST /api/people: access.scope",
            log.Text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("x@test.example", log.Text, StringComparison.Ordinal);
        // Whoever is nobody could fill a disk.
        Assert.Equal("session.needed", await Code(() => server.Client().ListPeople()));
        Assert.DoesNotContain("session.needed", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_protocols_and_suites_without_forward_secrecy_are_not_spoken()
    {
        string folder = Directory.CreateTempSubdirectory("overread-suites-").FullName;
        (string certificate, string key) = NginxServer.SelfMade(folder, "localhost");
        int port = TestServer.FreePort();
        await using TestServer server = await TestServer.Start(
            more: o => o with { Url = $"https://127.0.0.1:{port}", Certificate = certificate, CertificateKey = key },
            setUp: false
        );
        Assert.Equal(
            TlsCipherSuite.TLS_AES_128_GCM_SHA256,
            await Spoken(port, SslProtocols.Tls13, TlsCipherSuite.TLS_AES_128_GCM_SHA256)
        );
        Assert.Equal(
            TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            await Spoken(port, SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384)
        );
        foreach (
            TlsCipherSuite weak in (TlsCipherSuite[])
                [
                    TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
                    TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
                    TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
                ]
        )
        {
            await Assert.ThrowsAnyAsync<Exception>(() => Spoken(port, SslProtocols.Tls12, weak));
        }

#pragma warning disable SYSLIB0039, CA5397 // What must not be spoken.
        await Assert.ThrowsAnyAsync<Exception>(() => Spoken(port, SslProtocols.Tls11, null));
#pragma warning restore SYSLIB0039, CA5397
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Others_whose_certificate_nobody_vouches_for_are_not_spoken_to()
    {
        string folder = Directory.CreateTempSubdirectory("overread-others-").FullName;
        (string certificate, string key) = NginxServer.SelfMade(folder, "localhost");
        string url = $"https://localhost:{TestServer.FreePort()}";
        await using TestServer other = await TestServer.Start(
            more: o => o with { Url = url, Certificate = certificate, CertificateKey = key },
            setUp: false
        );
        using WitnessCaller caller = new();
        WitnessKey witness = new WitnessSigner("witness.example/w1", [.. Enumerable.Repeat((byte)1, 32)]).Key;
        HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(() =>
            caller.Ask(new WitnessAddress(new Uri(url), witness), "", TestContext.Current.CancellationToken)
        );
        Assert.Equal(HttpRequestError.SecureConnectionError, refused.HttpRequestError);
        using TimestampAuthority authority = new(
            new ServeOptions("", "") { TimestampAuthority = new Uri(url) },
            new SystemEntropy(),
            NullLogger<TimestampAuthority>.Instance
        );
        await Assert.ThrowsAsync<RefusedException>(() =>
            authority.Stamp([1, 2, 3], TestContext.Current.CancellationToken)
        );
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<TlsCipherSuite> Spoken(int port, SslProtocols protocol, TlsCipherSuite? suite)
    {
        using TcpClient client = new("127.0.0.1", port);
        await using SslStream stream = new(client.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = protocol,
#pragma warning disable CA1416 // The tests run where suites can be named.
                CipherSuitesPolicy = suite is { } one ? new CipherSuitesPolicy([one]) : null,
#pragma warning restore CA1416
                RemoteCertificateValidationCallback = (_, c, _, _) => c?.Subject == "CN=localhost",
            }
        );
        return stream.NegotiatedCipherSuite;
    }

    private static async Task<string> Maybe(Func<Task> act)
    {
        try
        {
            await act();
            return "";
        }
        catch (OverreadProblemException e)
        {
            return e.Code;
        }
    }

    private static async Task<string?> Code(Func<Task> act) =>
        (await Assert.ThrowsAsync<OverreadProblemException>(act)).Code;
}
