using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Overread.Server.Composition;

/// <summary>
/// The certificate that the server shows, read from its file, and again when the file has changed: a renewed one is served
/// without a restart. One that cannot be read later leaves the former in its place.
/// </summary>
public sealed partial class ServedCertificate
{
    /// <summary>What is spoken: suites with forward secrecy and authenticated encryption. Null where the system alone decides.</summary>
    public static CipherSuitesPolicy? Suites { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? null
            : new([
                TlsCipherSuite.TLS_AES_128_GCM_SHA256,
                TlsCipherSuite.TLS_AES_256_GCM_SHA384,
                TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
                TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
                TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
                TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
                TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
                TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
            ]);

    private readonly string _file;
    private readonly string? _key;
    private readonly Lock _gate = new();
    private SslStreamCertificateContext _now;
    private DateTime _written;

    /// <summary>Reads it.</summary>
    /// <param name="file">PEM (the certificate first, then its chain), or PFX without a password.</param>
    /// <param name="key">The private key's PEM file; null where it stands in the same file.</param>
    /// <exception cref="FormatException">It cannot be read, or has no private key; the message says what.</exception>
    public ServedCertificate(string file, string? key)
    {
        (_file, _key) = (file, key);
        try
        {
            _written = File.GetLastWriteTimeUtc(file);
            _now = Read(file, key);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The certificate {file} cannot be used: {e.Message}");
        }
    }

    /// <summary>When the certificate that is served now ends.</summary>
    public DateTimeOffset Expires
    {
        get
        {
            lock (_gate)
            {
                return _now.TargetCertificate.NotAfter.ToUniversalTime();
            }
        }
    }

    /// <summary>The certificate and its chain, as the file has them now.</summary>
    /// <param name="log">Told of a file that has changed and cannot be read.</param>
    public SslStreamCertificateContext Now(ILogger log)
    {
        lock (_gate)
        {
            DateTime written = File.GetLastWriteTimeUtc(_file);
            if (written != _written)
            {
                _written = written;
                try
                {
                    _now = Read(_file, _key);
                }
                catch (Exception e)
                    when (e is CryptographicException or IOException or UnauthorizedAccessException or FormatException)
                {
                    // Half written, say: the former one goes on until the file changes again.
                    LogKept(log, _file, e.Message);
                }
            }

            return _now;
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The renewed certificate {File} is not used, the former goes on: {Fault}"
    )]
    private static partial void LogKept(ILogger log, string file, string fault);

    private static SslStreamCertificateContext Read(string file, string? key)
    {
        bool pfx = Path.GetExtension(file).ToUpperInvariant() is ".PFX" or ".P12";
        X509Certificate2Collection all = [];
        X509Certificate2 own;
        if (pfx)
        {
            all = X509CertificateLoader.LoadPkcs12CollectionFromFile(file, null);
            own = all.FirstOrDefault(c => c.HasPrivateKey) ?? throw NoKey(file);
        }
        else
        {
            all.ImportFromPemFile(file);
            own = X509Certificate2.CreateFromPemFile(file, key ?? file);
        }

        // What the file has is what is sent: nothing is fetched from elsewhere.
        return own.HasPrivateKey ? SslStreamCertificateContext.Create(own, all, offline: true) : throw NoKey(file);
    }

    private static FormatException NoKey(string file) =>
        new($"The certificate {file} has no private key: --certificate-key.");
}
