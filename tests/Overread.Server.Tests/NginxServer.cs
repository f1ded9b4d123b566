using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Overread.Server.Tests;

/// <summary>nginx of Debian on a free loopback port, with the configuration that we ship and a certificate of its own making.</summary>
internal sealed class NginxServer : IDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private NginxServer(Process process, string folder, string url) =>
        (_process, _folder, Url) = (process, folder, url);

    public string Url { get; }

    /// <summary>Starts it before a server; the test is skipped where nginx is not installed.</summary>
    public static async Task<NginxServer> Start(string server)
    {
        const string Program = "/usr/sbin/nginx";
        Assert.SkipWhen(!File.Exists(Program), "nginx is not installed (Debian package nginx-light)");
        string folder = Directory.CreateTempSubdirectory("overread-nginx-").FullName;
        int port = TestServer.FreePort();
        (string certificate, string key) = SelfMade(folder, "localhost");
        string site = File.ReadAllText(Path.Combine(DocsTests.Root, "packaging/nginx.conf"))
            .Replace("listen 443 ssl", $"listen 127.0.0.1:{port} ssl", StringComparison.Ordinal)
            .Replace("server_name reading.hospital.example", "server_name localhost", StringComparison.Ordinal)
            .Replace("/etc/ssl/overread/fullchain.pem", certificate, StringComparison.Ordinal)
            .Replace("/etc/ssl/overread/privkey.pem", key, StringComparison.Ordinal)
            .Replace("http://127.0.0.1:5080", server, StringComparison.Ordinal);
        // A worker that is not root cannot write bodies down here: one that were kept whole before it goes on would fail.
        string temp = Directory.CreateDirectory(Path.Combine(folder, "temp")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "nginx.conf"),
            $$"""
            daemon off;
            worker_processes 1;
            pid {{folder}}/pid;
            error_log {{folder}}/error.log;
            events { worker_connections 64; }
            http {
              access_log off;
              client_body_temp_path {{temp}}/body;
              proxy_temp_path {{temp}}/proxy;
              fastcgi_temp_path {{temp}}/fastcgi;
              uwsgi_temp_path {{temp}}/uwsgi;
              scgi_temp_path {{temp}}/scgi;
              {{site}}
            }
            """
        );
        Process process = Process.Start(
            new ProcessStartInfo(
                Program,
                ["-c", Path.Combine(folder, "nginx.conf"), "-p", folder, "-e", Path.Combine(folder, "error.log")]
            )
            {
                RedirectStandardError = true,
            }
        )!;
        for (int i = 0; i < 100 && !process.HasExited; i++)
        {
            try
            {
                using TcpClient probe = new();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(
                        temp,
                        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                    );
                }

                return new(process, folder, $"https://localhost:{port}");
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new InvalidOperationException("nginx did not start: " + await process.StandardError.ReadToEndAsync());
    }

    /// <summary>A certificate for a name, signed by itself, and its key, as PEM files.</summary>
    public static (string Certificate, string Key) SelfMade(string folder, string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=" + name, key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(30)
        );
        string certificate = Path.Combine(folder, "certificate.pem");
        string secret = Path.Combine(folder, "key.pem");
        File.WriteAllText(certificate, made.ExportCertificatePem());
        File.WriteAllText(secret, key.ExportPkcs8PrivateKeyPem());
        return (certificate, secret);
    }

    /// <summary>A browser's connection from an address of this machine, which takes the self-made certificate.</summary>
    public static HttpClient Client(string url, CookieContainer cookies, string from = "127.0.0.1") =>
        new(
            new SocketsHttpHandler
            {
                CookieContainer = cookies,
                SslOptions = { RemoteCertificateValidationCallback = (_, c, _, _) => c?.Subject == "CN=localhost" },
                ConnectCallback = async (context, cancel) =>
                {
                    Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                    await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancel);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = new Uri(url),
            DefaultRequestHeaders = { { "X-Overread", "1" } },
        };

    public void Dispose()
    {
        // SIGTERM, so that its worker goes too.
        Process
            .Start("kill", [_process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!
            .WaitForExit();
        _process.WaitForExit(5000);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
