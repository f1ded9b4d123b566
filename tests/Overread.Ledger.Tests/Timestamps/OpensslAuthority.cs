using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Overread.Ledger.Tests.Timestamps;

/// <summary>
/// A time-stamp authority that shares no code with the product: OpenSSL answers and OpenSSL verifies. Root, intermediate
/// and stamping certificate are made for each test.
/// </summary>
internal sealed class OpensslAuthority : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("overread-tsa-").FullName;
    private readonly X509Certificate2 _intermediate;

    public OpensslAuthority(bool forTimeStamping = true, TimeSpan? validFrom = null)
    {
        using RSA rootKey = RSA.Create(2048);
        using RSA intermediateKey = RSA.Create(2048);
        using RSA key = RSA.Create(2048);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        CertificateRequest root = new("CN=Test root", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Root = root.CreateSelfSigned(now.AddYears(-2), now.AddYears(2));
        CertificateRequest middle = new(
            "CN=Test intermediate",
            intermediateKey,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        middle.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _intermediate = middle
            .Create(Root, now.AddYears(-1), now.AddYears(1), [1, 2, 3])
            .CopyWithPrivateKey(intermediateKey);
        CertificateRequest leaf = new("CN=Test stamps", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        leaf.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension(
                [new Oid(forTimeStamping ? "1.3.6.1.5.5.7.3.8" : "1.3.6.1.5.5.7.3.3")],
                critical: true
            )
        );
        using X509Certificate2 signer = leaf.Create(
            _intermediate,
            now + (validFrom ?? TimeSpan.FromDays(-1)),
            now.AddDays(300),
            [4, 5, 6]
        );
        Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        Write("signer.pem", signer.ExportCertificatePem());
        Write("chain.pem", _intermediate.ExportCertificatePem());
        Write("root.pem", Root.ExportCertificatePem());
        Write("serial", "01");
        Write(
            "tsa.cnf",
            $"""
            [tsa]
            default_tsa = here
            [here]
            dir = {_folder}
            serial = $dir/serial
            crypto_device = builtin
            signer_cert = $dir/signer.pem
            certs = $dir/chain.pem
            signer_key = $dir/key.pem
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            ess_cert_id_alg = sha256
            """
        );
    }

    /// <summary>The root certificate, which the authority leaves out of its answers.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>False where this machine has no openssl.</summary>
    public static bool IsThere => File.Exists("/usr/bin/openssl");

    /// <summary>OpenSSL's answer to a request.</summary>
    public byte[] Answer(byte[] request)
    {
        File.WriteAllBytes(In("query.tsq"), request);
        (int code, string output) = Openssl(
            "ts",
            "-reply",
            "-config",
            In("tsa.cnf"),
            "-queryfile",
            In("query.tsq"),
            "-out",
            In("reply.tsr")
        );
        return code == 0 ? File.ReadAllBytes(In("reply.tsr")) : throw new InvalidOperationException(output);
    }

    /// <summary>OpenSSL's opinion of a token over some bytes, with a chain as it stands in a bundle.</summary>
    public bool Verifies(byte[] token, byte[] data, string chainPem)
    {
        File.WriteAllBytes(In("token.tsr"), token);
        File.WriteAllBytes(In("data"), data);
        Write("all.pem", chainPem);
        return Openssl("ts", "-verify", "-in", In("token.tsr"), "-data", In("data"), "-CAfile", In("all.pem")).Code
            == 0;
    }

    public void Dispose()
    {
        Root.Dispose();
        _intermediate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text) => File.WriteAllText(In(name), text + "\n");

    private static (int Code, string Output) Openssl(params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo("openssl", arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
        )!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Result + error);
    }
}
