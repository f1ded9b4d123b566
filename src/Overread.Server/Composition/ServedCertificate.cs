using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Overread.Server.Composition;

/// <summary>
/// The certificate that the server shows, read from its file, and again when the file has changed: a renewed one is served
/// without a restart. One that cannot be read later leaves the former in its place.
/// </summary>
public sealed class ServedCertificate
{
    private readonly string _file;
    private readonly string? _key;
    private readonly Lock _gate = new();
    private X509Certificate2 _now;
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

        if (!_now.HasPrivateKey)
        {
            throw new FormatException($"The certificate {file} has no private key: --certificate-key.");
        }
    }

    /// <summary>The certificate as its file has it now.</summary>
    public X509Certificate2 Now()
    {
        lock (_gate)
        {
            DateTime written = File.GetLastWriteTimeUtc(_file);
            if (written != _written)
            {
                _written = written;
                try
                {
                    _now = Read(_file, _key) is { HasPrivateKey: true } read ? read : _now;
                }
                catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
                {
                    // Half written, say: the former one goes on until the file changes again.
                }
            }

            return _now;
        }
    }

    private static X509Certificate2 Read(string file, string? key) =>
        Path.GetExtension(file).ToUpperInvariant() is ".PFX" or ".P12"
            ? X509CertificateLoader.LoadPkcs12FromFile(file, null)
            : X509Certificate2.CreateFromPemFile(file, key ?? file);
}
