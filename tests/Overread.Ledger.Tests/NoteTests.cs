using System.Text;

namespace Overread.Ledger.Tests;

public class NoteTests
{
    private static readonly LogSigner Signer = new(
        "log.example/record",
        [.. Enumerable.Range(0, 32).Select(i => (byte)i)]
    );

    [Fact]
    public void The_public_key_of_rfc_8032_test_1_comes_out_of_its_seed()
    {
        // RFC 8032 section 7.1, TEST 1.
        LogSigner signer = new(
            "test",
            Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
        );
        Assert.EndsWith(
            Convert.ToBase64String([
                1,
                .. Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
            ]),
            signer.Verifier.ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
            Convert.ToHexStringLower(signer.Sign([]))
        );
    }

    [Fact]
    public void A_checkpoint_round_trips_and_verifies()
    {
        Checkpoint head = new(Signer.Verifier.Name, 42, MerkleHash.Leaf([1]));
        SignedNote note = SignedNote.Parse(head.Sign(Signer).ToString());
        Assert.True(note.IsSignedBy(VerifierKey.Parse(Signer.Verifier.ToString())));
        Checkpoint read = Checkpoint.Parse(note.Text);
        Assert.Equal(
            (head.Origin, head.Size, Convert.ToHexString(head.Root)),
            (read.Origin, read.Size, Convert.ToHexString(read.Root))
        );
    }

    [Fact]
    public void No_single_byte_of_a_signed_checkpoint_can_be_changed_unnoticed()
    {
        byte[] good = Encoding.UTF8.GetBytes(
            new Checkpoint(Signer.Verifier.Name, 42, MerkleHash.Leaf([1])).Sign(Signer).ToString()
        );
        for (int at = 0; at < good.Length; at++)
        {
            foreach (byte flip in new byte[] { 1, 32, 128 })
            {
                byte[] bad = [.. good];
                bad[at] ^= flip;
                Assert.False(Accepts(Encoding.UTF8.GetString(bad)), $"byte {at} xor {flip}");
            }
        }
    }

    [Fact]
    public void A_line_of_another_algorithm_beside_ours_is_passed_over_and_alone_proves_nothing()
    {
        SignedNote own = new Checkpoint(Signer.Verifier.Name, 42, MerkleHash.Leaf([1])).Sign(Signer);
        // The length of an ML-DSA-65 signature, by a key of the same name: what a build after this one could write.
        NoteSignature later = new(Signer.Verifier.Name, [1, 2, 3, 4], [.. Enumerable.Repeat((byte)7, 3309)]);
        foreach (
            NoteSignature[] lines in new NoteSignature[][] { [own.Signatures[0], later], [later, own.Signatures[0]] }
        )
        {
            SignedNote both = SignedNote.Parse((own with { Signatures = lines }).ToString());
            Assert.Equal(2, both.Signatures.Count);
            Assert.True(both.IsSignedBy(Signer.Verifier));
        }

        Assert.False(SignedNote.Parse((own with { Signatures = [later] }).ToString()).IsSignedBy(Signer.Verifier));
        // A key of another type is told from one of ours, and not taken for it.
        string[] parts = Signer.Verifier.ToString().Split('+', 3);
        byte[] data = Convert.FromBase64String(parts[2]);
        data[0] = 0x06;
        Assert.Throws<FormatException>(() =>
            VerifierKey.Parse($"{parts[0]}+{parts[1]}+{Convert.ToBase64String(data)}")
        );
    }

    [Fact]
    public void A_proof_verifies_only_with_its_own_leaf_and_key()
    {
        MerkleFrontier tree = new();
        byte[] first = MerkleHash.Leaf("a"u8);
        byte[] second = MerkleHash.Leaf("b"u8);
        tree.Append(first);
        tree.Append(second);
        SignedNote note = new Checkpoint(Signer.Verifier.Name, 2, tree.Root()).Sign(Signer);
        LogProof proof = LogProof.Parse(new LogProof(1, [first], note).ToString());
        Assert.True(proof.Verify(second, Signer.Verifier));
        Assert.False(proof.Verify(first, Signer.Verifier));
        Assert.False(proof.Verify(second, new LogSigner(Signer.Verifier.Name, new byte[32]).Verifier));
    }

    [Fact]
    public void An_entry_is_rfc_8785_json_and_has_one_spelling()
    {
        LeafEntry entry = new("ReadSubmitted", "2026-11-23T10:00:00.000Z", LeafEntry.Commit(new byte[32], "x"u8));
        string text = Encoding.UTF8.GetString(entry.ToBytes());
        Assert.StartsWith("{\"at\":\"2026-11-23T10:00:00.000Z\",\"commitment\":\"", text, StringComparison.Ordinal);
        Assert.EndsWith(",\"type\":\"ReadSubmitted\",\"v\":1}", text, StringComparison.Ordinal);
        Assert.Equal(entry.Type, LeafEntry.Parse(entry.ToBytes()).Type);
        Assert.Throws<FormatException>(() =>
            LeafEntry.Parse(Encoding.UTF8.GetBytes(text.Replace(":1}", ": 1}", StringComparison.Ordinal)))
        );
    }

    [Fact]
    public void A_signer_has_no_printable_secret() => Assert.Equal(Signer.Verifier.Name, Signer.ToString());

    private static bool Accepts(string text)
    {
        try
        {
            SignedNote note = SignedNote.Parse(text);
            return Checkpoint.Parse(note.Text).Origin == Signer.Verifier.Name && note.IsSignedBy(Signer.Verifier);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
