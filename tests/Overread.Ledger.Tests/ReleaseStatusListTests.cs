using Overread.Ledger.Bundles;

namespace Overread.Ledger.Tests;

/// <summary>The signed list of what became of releases.</summary>
public class ReleaseStatusListTests
{
    private static readonly LogSigner Signer = new(
        "log.example/record",
        [.. Enumerable.Range(0, 32).Select(i => (byte)i)]
    );
    private static readonly string Hash = new('a', 64);

    private static ReleaseStatusList List(params ReleaseStanding[] releases) =>
        new("log.example/record", "2026-11-29T10:00:00.000Z", 115, releases);

    [Fact]
    public void What_was_signed_comes_back()
    {
        ReleaseStatusList list = List(
            new("r1", Hash, "set:1.0.0", ["recalled", "consent-withdrawn"], ["i1", "i2"]),
            new("r2", new string('b', 64), "set:1.1.0", [ReleaseStanding.Current], [])
        );
        ReleaseStatusList read = ReleaseStatusList.Read(list.Sign(Signer).ToString(), Signer.Verifier);
        Assert.Equal((115, "2026-11-29T10:00:00.000Z"), (read.Size, read.At));
        ReleaseStanding one = read.Of(Hash)!;
        Assert.Equal(["recalled", "consent-withdrawn"], one.Words);
        Assert.Equal(["i1", "i2"], one.Items);
        Assert.True(one.OutOfUse);
        Assert.False(read.Of(new string('b', 64))!.OutOfUse);
        Assert.Null(read.Of(new string('c', 64)));
        Assert.False((one with { Words = ["superseded"] }).OutOfUse);
    }

    [Fact]
    public void Each_byte_that_is_changed_is_noticed()
    {
        string note = List(new ReleaseStanding("r1", Hash, "set:1.0.0", ["recalled"], ["i1"])).Sign(Signer).ToString();
        int text = note.IndexOf("\n\n", StringComparison.Ordinal);
        for (int i = 0; i < text; i++)
        {
            char other = note[i] == 'x' ? 'y' : 'x';
            string harmed = note[..i] + other + note[(i + 1)..];
            Assert.Throws<FormatException>(() => ReleaseStatusList.Read(harmed, Signer.Verifier));
        }
    }

    [Fact]
    public void Another_key_and_a_checkpoint_are_refused()
    {
        string note = List().Sign(Signer).ToString();
        LogSigner other = new("log.example/record", [.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
        Assert.Throws<FormatException>(() => ReleaseStatusList.Read(note, other.Verifier));
        string checkpoint = SignedNote
            .Sign($"log.example/record\n1\n{Convert.ToBase64String(new byte[32])}\n", Signer)
            .ToString();
        Assert.Throws<FormatException>(() => ReleaseStatusList.Read(checkpoint, Signer.Verifier));
        Assert.Throws<FormatException>(() => Checkpoint.Parse(SignedNote.Parse(note).Text));
        Assert.Throws<FormatException>(() => ReleaseStatusList.Read("nothing", Signer.Verifier));
    }
}
