using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tsp;

namespace Overread.Ledger.Timestamps;

/// <summary>
/// A request to a time-stamp authority (RFC 3161 section 2.4.1): the SHA-256 of some bytes and a nonce, nothing else. The
/// authority learns no more than that.
/// </summary>
public sealed class TimestampQuery
{
    private readonly TimeStampRequest _request;

    /// <summary>Asks for a stamp over the bytes, with the authority's certificates in the answer.</summary>
    /// <param name="data">What is to be stamped.</param>
    /// <param name="nonce">8 to 32 fresh random bytes; the answer must repeat them.</param>
    /// <exception cref="ArgumentException">The nonce has another length.</exception>
    public TimestampQuery(ReadOnlySpan<byte> data, ReadOnlySpan<byte> nonce)
    {
        if (nonce.Length is < 8 or > 32)
        {
            throw new ArgumentException("A nonce has 8 to 32 bytes.", nameof(nonce));
        }

        TimeStampRequestGenerator generator = new();
        generator.SetCertReq(true);
        _request = generator.Generate(
            NistObjectIdentifiers.IdSha256,
            SHA256.HashData(data),
            new BigInteger(1, nonce.ToArray())
        );
    }

    /// <summary>The request's DER bytes, to be posted as <c>application/timestamp-query</c>.</summary>
    public byte[] ToBytes() => _request.GetEncoded();

    /// <summary>Takes the authority's answer if it is one to this request: granted, same hash, same nonce.</summary>
    /// <exception cref="FormatException">It is not; the message says why.</exception>
    public TimestampToken Accept(byte[] reply)
    {
        TimestampToken token = TimestampToken.Parse(reply);
        try
        {
            token.Response.Validate(_request);
        }
        catch (TspException e)
        {
            throw new FormatException("The authority answered another question: " + e.Message, e);
        }

        return token;
    }
}
