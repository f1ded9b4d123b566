using System.Text;
using Overread.Ledger.Witnesses;

namespace Overread.Ledger.Tests.Witnesses;

public sealed class WitnessTests
{
    private static readonly LogSigner Log = new("log.example/record", [.. Enumerable.Repeat((byte)7, 32)]);
    private static readonly WitnessSigner Signer = new("witness.example/w1", [.. Enumerable.Repeat((byte)9, 32)]);
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_679_315_147);
    private readonly Witness _witness = new(Signer, [Log.Verifier]);
    private readonly Tree _tree = new(0, 40);
    private WitnessedHead? _last;

    [Fact]
    public void A_cosignature_has_the_bytes_that_the_specification_lays_down()
    {
        // c2sp.org/tlog-cosignature: key id over name, LF, 0x04 and key; u64 time, then Ed25519 over header, time line and text.
        string text = new Checkpoint("log.example/record", 3, MerkleHash.Leaf([1])).ToText();
        NoteSignature line = Signer.Cosign(text, Now);
        Assert.Equal(72, line.Signature.Length);
        Assert.Equal(1_679_315_147UL, System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(line.Signature));
        byte[] key = Convert.FromBase64String(Signer.Key.ToString().Split('+', 3)[2]);
        Assert.Equal(4, key[0]);
        Assert.Equal(
            System.Security.Cryptography.SHA256.HashData([.. Encoding.UTF8.GetBytes("witness.example/w1\n"), .. key])[
                ..4
            ],
            line.KeyId
        );
        VerifierKey plain = new("x", key[1..]);
        Assert.True(
            plain.Verify(Encoding.UTF8.GetBytes("cosignature/v1\ntime 1679315147\n" + text), line.Signature[8..])
        );
        Assert.Equal(Now, WitnessKey.Parse(Signer.Key.ToString()).TimeOf(text, line));
        Assert.Null(Signer.Key.TimeOf(text.Replace('3', '4'), line));
        byte[] later = [.. line.Signature];
        later[7]++;
        Assert.Null(Signer.Key.TimeOf(text, line with { Signature = later }));
        // The same bytes under the algorithm of a log's key are no cosignature, and the other way round.
        Assert.Throws<FormatException>(() => VerifierKey.Parse(Signer.Key.ToString()));
        Assert.Throws<FormatException>(() => WitnessKey.Parse(Log.Verifier.ToString()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Signer.Cosign(text, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void A_line_of_the_specifications_own_example_is_read_and_not_believed()
    {
        // The example of tlog-cosignature.md, whose witness's key it does not tell.
        SignedNote note = SignedNote.Parse(
            "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
                + "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
                + "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
        );
        Assert.Equal(
            1_679_315_147UL,
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(note.Signatures[1].Signature)
        );
        Assert.Null(Signer.Key.TimeOf(note));
        Cosignature named = Overread.Ledger.Bundles.BundleCosignatures.Of(note, null, [Signer.Key]).Last();
        Assert.Equal(("witness.example.com/w1", "8d66cf3f", false), (named.Witness, named.KeyId, named.Verified));
        Assert.Null(named.Time);
    }

    [Fact]
    public void A_log_that_only_grows_is_cosigned_at_every_size()
    {
        for (int size = 0; size <= 40; size++)
        {
            long old = _last?.Head.Size ?? 0;
            WitnessAnswer answer = Ask(old, size);
            Assert.Equal((200, "text/plain"), (answer.Status, answer.MediaType));
            string text = _tree.Head(size).ToText();
            Assert.Equal(Now, Signer.Key.TimeOf(text, Signer.Key.Take(text, answer.Text)));
        }

        // Any two sizes, not only neighbours.
        for (int from = 0; from < 40; from += 3)
        {
            for (int to = from; to <= 40; to += 7)
            {
                _last = null;
                Assert.Equal(200, Ask(0, from).Status);
                Assert.Equal(200, Ask(_last is null ? 0 : from, to).Status);
            }
        }
    }

    [Fact]
    public void An_older_size_is_told_the_size_and_changes_nothing()
    {
        Ask(0, 20);
        WitnessedHead? before = _last;
        WitnessAnswer rollback = Ask(0, 12);
        Assert.Equal((409, "20\n", "text/x.tlog.size"), (rollback.Status, rollback.Text, rollback.MediaType));
        Assert.Equal(409, Ask(12, 20).Status);
        Assert.Equal(409, Ask(25, 30).Status);
        Assert.Equal(400, Ask(20, 12).Status);
        Assert.Same(before, _last);
    }

    [Fact]
    public void The_same_checkpoint_again_is_cosigned_again_and_takes_no_room()
    {
        Ask(0, 20);
        WitnessedHead? before = _last;
        WitnessAnswer again = Ask(20, 20);
        Assert.Equal(200, again.Status);
        Assert.Null(again.Next);
        Assert.Same(before, _last);
        // A proof belongs to growth.
        Assert.Equal(422, Decide(new WitnessRequest(20, [MerkleHash.Leaf([1])], _tree.Note(20))).Status);
    }

    [Fact]
    public void Another_history_is_refused_at_the_same_size_and_at_a_larger()
    {
        Ask(0, 20);
        Tree other = new(1, 40);
        WitnessAnswer same = Decide(new WitnessRequest(20, [], other.Note(20)));
        Assert.Equal((409, "20\n"), (same.Status, same.Text));
        Assert.Equal(422, Decide(new WitnessRequest(20, other.Proof(20, 30), other.Note(30))).Status);
        Assert.Equal(422, Decide(new WitnessRequest(20, _tree.Proof(20, 30), other.Note(30))).Status);
        Assert.Equal(422, Decide(new WitnessRequest(20, [], _tree.Note(30))).Status);
        Assert.Equal(422, Decide(new WitnessRequest(20, [.. _tree.Proof(20, 30).SkipLast(1)], _tree.Note(30))).Status);
        Assert.Equal(20, _last!.Head.Size);
    }

    [Fact]
    public void Only_known_keys_of_known_logs_count()
    {
        LogSigner stranger = new("log.example/record", [.. Enumerable.Repeat((byte)8, 32)]);
        LogSigner elsewhere = new("other.example/record", [.. Enumerable.Repeat((byte)7, 32)]);
        Checkpoint head = _tree.Head(5);
        Assert.Equal(403, Decide(new WitnessRequest(0, [], head.Sign(stranger))).Status);
        Assert.Equal(
            404,
            Decide(new WitnessRequest(0, [], (head with { Origin = "other.example/record" }).Sign(elsewhere))).Status
        );
        // A known key of another log under this log's text.
        Witness both = new(Signer, [Log.Verifier, elsewhere.Verifier]);
        Assert.Equal(403, both.Decide(new WitnessRequest(0, [], head.Sign(elsewhere)), null, Now).Status);
        // A line of somebody unknown beside one that is known is ignored, and not kept.
        SignedNote two = head.Sign(Log);
        two = two with { Signatures = [.. head.Sign(stranger).Signatures, .. two.Signatures] };
        Assert.Equal(200, Decide(new WitnessRequest(0, [], two)).Status);
        Assert.Equal(2, _last!.Note.Signatures.Count);
        // The log's key was changed: both are known for a while.
        Witness rotated = new(Signer, [Log.Verifier, stranger.Verifier]);
        Assert.Equal(
            200,
            rotated.Decide(new WitnessRequest(5, _tree.Proof(5, 9), _tree.Head(9).Sign(stranger)), _last, Now).Status
        );
    }

    [Fact]
    public void What_is_no_request_says_so()
    {
        string good = new WitnessRequest(3, _tree.Proof(3, 9), _tree.Note(9)).ToString();
        Assert.Equal(good, WitnessRequest.Parse(good).ToString());
        string hash = Convert.ToBase64String(new byte[32]) + "\n";
        string[] bad =
        [
            "",
            "\n\n",
            good[4..],
            good.Replace("old 3", "old 03", StringComparison.Ordinal),
            good.Replace("old 3", "old -3", StringComparison.Ordinal),
            good.Replace("old 3", "old 99999999999999999999", StringComparison.Ordinal),
            good.Replace("old 3\n", "old 3\n" + string.Concat(Enumerable.Repeat(hash, 64)), StringComparison.Ordinal),
            good.Replace("old 3\n", "old 3\nAAAA\n", StringComparison.Ordinal),
            good.Replace("old 3\n", "old 3\n!\n", StringComparison.Ordinal),
            good[..good.IndexOf("\n\n", StringComparison.Ordinal)],
            good.TrimEnd('\n'),
            good.Replace("\n9\n", "\n09\n", StringComparison.Ordinal),
            good + string.Concat(Enumerable.Repeat(good[good.IndexOf('—', StringComparison.Ordinal)..], 64)),
        ];
        Assert.All(bad, text => Assert.Throws<FormatException>(() => WitnessRequest.Parse(text)));
        // Lines after the third belong to other logs, and are signed with the rest.
        SignedNote extended = SignedNote.Sign(_tree.Head(9).ToText() + "more\n", Log);
        Assert.Equal(200, Decide(WitnessRequest.Parse(new WitnessRequest(0, [], extended).ToString())).Status);
        Assert.EndsWith("more\n", _last!.Note.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_kept_is_read_by_this_witness_alone()
    {
        Ask(0, 20);
        string kept = _last!.ToString();
        Assert.Equal(20, WitnessedHead.Parse(kept, Signer.Key).Head.Size);
        WitnessSigner other = new("witness.example/w1", [.. Enumerable.Repeat((byte)3, 32)]);
        Assert.Throws<FormatException>(() => WitnessedHead.Parse(kept, other.Key));
        Assert.Throws<FormatException>(() =>
            WitnessedHead.Parse(kept.Replace("\n20\n", "\n19\n", StringComparison.Ordinal), Signer.Key)
        );
        Assert.Throws<FormatException>(() => WitnessedHead.Parse(kept[..^9], Signer.Key));
    }

    private WitnessAnswer Ask(long old, int size) =>
        Decide(new WitnessRequest(old, old <= size ? _tree.Proof((int)old, size) : [], _tree.Note(size)));

    private WitnessAnswer Decide(WitnessRequest request)
    {
        WitnessAnswer answer = _witness.Decide(WitnessRequest.Parse(request.ToString()), _last, Now);
        _last = answer.Next ?? _last;
        return answer;
    }

    /// <summary>A small log in memory.</summary>
    private sealed class Tree(byte salt, int leaves)
    {
        private readonly byte[][] _leaves =
        [
            .. Enumerable.Range(0, leaves).Select(i => MerkleHash.Leaf([salt, (byte)i])),
        ];

        public Checkpoint Head(int size) => new(Log.Verifier.Name, size, MerkleProof.RangeRoot(0, size, Node));

        public SignedNote Note(int size) => Head(size).Sign(Log);

        public IReadOnlyList<byte[]> Proof(int from, int to) => MerkleProof.Consistency(from, to, Node);

        private byte[] Node(int level, long index) =>
            level == 0 ? _leaves[index] : MerkleHash.Node(Node(level - 1, index * 2), Node(level - 1, (index * 2) + 1));
    }
}
