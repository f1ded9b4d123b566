using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Tsp;
using Org.BouncyCastle.Utilities.Collections;
using Signer = Org.BouncyCastle.X509.X509Certificate;

namespace Overread.Ledger.Timestamps;

/// <summary>
/// An authority's answer with a time-stamp token (RFC 3161 section 2.4.2), as <c>openssl ts -verify -in</c> reads it: an
/// authority that has nothing to do with this installation says that certain bytes existed at a certain time.
/// </summary>
public sealed class TimestampToken
{
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private readonly byte[] _bytes;

    private TimestampToken(byte[] bytes, TimeStampResponse response)
    {
        _bytes = bytes;
        Response = response;
    }

    internal TimeStampResponse Response { get; }

    /// <summary>Reads a DER answer that grants a token.</summary>
    /// <exception cref="FormatException">It is none, or the authority refused; the message says why.</exception>
    public static TimestampToken Parse(byte[] bytes)
    {
        try
        {
            TimeStampResponse response = new(bytes);
            if (response.TimeStampToken is null)
            {
                throw new FormatException(
                    $"The authority refused (status {response.Status}): {response.GetStatusString() ?? "no reason given"}"
                );
            }

            return response.GetEncoded().AsSpan().SequenceEqual(bytes)
                ? new TimestampToken(bytes, response)
                : throw new FormatException("The answer has more in it than a token.");
        }
        catch (Exception e) when (e is not FormatException)
        {
            // What the library throws for damage is not documented; none of it may pass this wall.
            throw new FormatException("This is no answer of a time-stamp authority: " + e.Message, e);
        }
    }

    /// <summary>The answer's bytes as they came.</summary>
    public byte[] ToBytes() => [.. _bytes];

    /// <summary>
    /// Checks that the token is over these bytes, that a certificate for time stamping signed it, and that this certificate
    /// was valid then and leads to a root.
    /// </summary>
    /// <param name="data">What was stamped.</param>
    /// <param name="chain">Certificates to build the chain from, beside those in the token.</param>
    /// <param name="trusted">Roots to trust; null takes any root in <paramref name="chain"/>, and the caller compares its hash.</param>
    /// <exception cref="FormatException">Something does not hold; the message says what.</exception>
    public TimestampStatement Verify(
        ReadOnlySpan<byte> data,
        IEnumerable<X509Certificate2> chain,
        IEnumerable<X509Certificate2>? trusted = null
    )
    {
        try
        {
            return Statement(data, chain, trusted);
        }
        catch (Exception e) when (e is not FormatException)
        {
            throw new FormatException("The time stamp is damaged: " + e.Message, e);
        }
    }

    /// <summary>The certificates from the one that signed to its root, as PEM.</summary>
    /// <param name="known">Certificates beside those in the token: often the root, which authorities leave out.</param>
    /// <exception cref="FormatException">No chain to a root can be built.</exception>
    public string ChainPem(IEnumerable<X509Certificate2> known)
    {
        using X509Chain path = Chain(known, null);
        return string.Concat(path.ChainElements.Select(e => e.Certificate.ExportCertificatePem() + "\n"));
    }

    private TimestampStatement Statement(
        ReadOnlySpan<byte> data,
        IEnumerable<X509Certificate2> chain,
        IEnumerable<X509Certificate2>? trusted
    )
    {
        TimeStampTokenInfo info = Response.TimeStampToken.TimeStampInfo;
        if (
            info.MessageImprintAlgOid != Sha256
            || !info.GetMessageImprintDigest().AsSpan().SequenceEqual(SHA256.HashData(data))
        )
        {
            throw new FormatException("The time stamp is over other bytes.");
        }

        using X509Chain path = Chain(chain, trusted);
        X509Certificate2 root = path.ChainElements[^1].Certificate;
        return new TimestampStatement(
            new DateTimeOffset(DateTime.SpecifyKind(info.GenTime, DateTimeKind.Utc)),
            path.ChainElements[0].Certificate.Subject,
            info.Policy,
            Convert.ToHexStringLower(root.GetCertHash(HashAlgorithmName.SHA256))
        );
    }

    private X509Chain Chain(IEnumerable<X509Certificate2> known, IEnumerable<X509Certificate2>? trusted)
    {
        X509Certificate2[] others =
        [
            .. Response
                .TimeStampToken.GetCertificates()
                .EnumerateMatches(null)
                .Select(c => X509CertificateLoader.LoadCertificate(c.GetEncoded())),
            .. known,
        ];
        X509Certificate2 leaf = SignedBy(others);
        X509Chain path = new();
        path.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        path.ChainPolicy.CustomTrustStore.AddRange((X509Certificate2[])[.. trusted ?? others.Where(IsRoot)]);
        path.ChainPolicy.ExtraStore.AddRange(others);
        path.ChainPolicy.ApplicationPolicy.Add(new Oid(TimeStamping));
        // Offline by design: what was valid when it stamped is what counts, and nobody is asked.
        path.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        path.ChainPolicy.DisableCertificateDownloads = true;
        path.ChainPolicy.VerificationTime = DateTime.SpecifyKind(
            Response.TimeStampToken.TimeStampInfo.GenTime,
            DateTimeKind.Utc
        );
        if (path.Build(leaf))
        {
            return path;
        }

        string why = string.Join(" ", path.ChainStatus.Select(s => s.StatusInformation.Trim()).Distinct());
        path.Dispose();
        throw new FormatException("The authority's certificate does not lead to a root that is trusted: " + why);
    }

    private X509Certificate2 SignedBy(X509Certificate2[] certificates)
    {
        TimeStampToken token = Response.TimeStampToken;
        foreach (X509Certificate2 certificate in certificates)
        {
            Signer candidate = new(certificate.RawData);
            if (!((ISelector<Signer>)token.SignerID).Match(candidate))
            {
                continue;
            }

            try
            {
                // Signature, signed certificate hash, critical purpose "time stamping" and validity at the stamp's time.
                token.Validate(candidate);
                return certificate;
            }
            catch (TspException e)
            {
                throw new FormatException("The time stamp's signature does not hold: " + e.Message, e);
            }
        }

        throw new FormatException("The certificate that signed the time stamp is missing.");
    }

    private static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
