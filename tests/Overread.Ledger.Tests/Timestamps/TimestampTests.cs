using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Overread.Ledger.Timestamps;

namespace Overread.Ledger.Tests.Timestamps;

/// <summary>RFC 3161 against OpenSSL, which answers the requests and judges what is kept.</summary>
public sealed class TimestampTests : IDisposable
{
    private static readonly byte[] Data = "overread.example/record\n12\nroot\n"u8.ToArray();
    private static readonly byte[] Nonce = [0x80, 2, 3, 4, 5, 6, 7, 8];
    private readonly OpensslAuthority _authority;

    public TimestampTests()
    {
        Assert.SkipUnless(OpensslAuthority.IsThere, "openssl is not installed.");
        _authority = new OpensslAuthority();
    }

    public void Dispose() => _authority?.Dispose();

    [Fact]
    public void A_stamp_of_another_implementation_holds_and_its_chain_convinces_that_one()
    {
        TimestampToken token = Stamp();
        TimestampStatement statement = token.Verify(Data, [_authority.Root]);
        Assert.InRange(DateTimeOffset.UtcNow - statement.Time, TimeSpan.FromSeconds(-2), TimeSpan.FromMinutes(1));
        Assert.Equal("CN=Test stamps", statement.Authority);
        Assert.Equal("1.2.3.4.1", statement.Policy);
        Assert.Equal(Convert.ToHexStringLower(_authority.Root.GetCertHash(HashAlgorithmName.SHA256)), statement.Root);
        string chain = token.ChainPem([_authority.Root]);
        Assert.True(_authority.Verifies(token.ToBytes(), Data, chain));
        Assert.False(_authority.Verifies(token.ToBytes(), [.. Data, 1], chain));
        X509Certificate2Collection kept = [];
        kept.ImportFromPem(chain);
        Assert.Equal(3, kept.Count);
        Assert.Equal(statement, token.Verify(Data, [.. kept]));
        Assert.Equal(statement, token.Verify(Data, [.. kept], [_authority.Root]));
    }

    [Fact]
    public void Changed_bytes_of_the_token_are_noticed_or_say_the_same()
    {
        byte[] bytes = Stamp().ToBytes();
        List<int> unnoticed = [];
        for (int i = 0; i < bytes.Length; i += 5)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 1;
            try
            {
                TimestampToken.Parse(changed).Verify(Data, [_authority.Root], [_authority.Root]);
                unnoticed.Add(i);
            }
            catch (FormatException)
            {
                continue;
            }
        }

        // What CMS does not sign (versions, the status word, the certificates that go along unneeded) may differ and say the
        // same; a bundle's own list of hashes covers those bytes. Time, imprint and signature never may.
        Assert.True(unnoticed.Count < bytes.Length / 20, $"{unnoticed.Count} of {bytes.Length}");
        TimestampStatement whole = TimestampToken.Parse(bytes).Verify(Data, [_authority.Root]);
        foreach (int i in unnoticed)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 1;
            Assert.Equal(whole, TimestampToken.Parse(changed).Verify(Data, [_authority.Root]));
        }
    }

    [Fact]
    public void Other_bytes_another_root_and_another_nonce_are_refused()
    {
        TimestampToken token = Stamp();
        Assert.Contains(
            "other bytes",
            Assert.Throws<FormatException>(() => token.Verify([1, 2, 3], [_authority.Root])).Message,
            StringComparison.Ordinal
        );
        using OpensslAuthority stranger = new();
        Assert.Contains(
            "root",
            Assert.Throws<FormatException>(() => token.Verify(Data, [_authority.Root], [stranger.Root])).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<FormatException>(() => token.Verify(Data, []));
        Assert.Throws<FormatException>(() => token.ChainPem([stranger.Root]));
        Assert.Contains(
            "another question",
            Assert
                .Throws<FormatException>(() =>
                    new TimestampQuery(Data, [9, 9, 9, 9, 9, 9, 9, 9]).Accept(token.ToBytes())
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_certificate_for_something_else_or_not_yet_valid_does_not_stamp()
    {
        using OpensslAuthority future = new(validFrom: TimeSpan.FromDays(30));
        TimestampQuery query = new(Data, Nonce);
        byte[] early = future.Answer(query.ToBytes());
        Assert.Throws<FormatException>(() => query.Accept(early).Verify(Data, [future.Root]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3000")]
    [InlineData("300330010203")]
    [InlineData("3c68746d6c3e")]
    public void What_is_no_answer_is_refused_with_a_reason(string hex) =>
        Assert.NotEmpty(Assert.Throws<FormatException>(() => TimestampToken.Parse(Convert.FromHexString(hex))).Message);

    [Fact]
    public void A_refusal_says_why()
    {
        // PKIStatusInfo: rejection (2), "no more today".
        byte[] refusal = Convert.FromHexString(
            "301630140201023 00f0c0d6e6f206d6f726520746f646179".Replace(" ", "", StringComparison.Ordinal)
        );
        Assert.Contains(
            "no more today",
            Assert.Throws<FormatException>(() => TimestampToken.Parse(refusal)).Message,
            StringComparison.Ordinal
        );
    }

    private TimestampToken Stamp()
    {
        TimestampQuery query = new(Data, Nonce);
        return query.Accept(_authority.Answer(query.ToBytes()));
    }
}
