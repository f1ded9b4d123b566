using Overread.Ledger.Witnesses;

namespace Overread.Ledger.Tests;

public sealed class LogKeyChainTests
{
    private const string Name = "log.example/record";
    private readonly LogSigner[] _keys =
    [
        .. Enumerable.Range(1, 4).Select(i => new LogSigner(Name, [.. Enumerable.Repeat((byte)i, 32)])),
    ];

    [Fact]
    public void A_change_that_both_keys_signed_is_read_and_leads_from_either_to_the_other()
    {
        LogKeyChain chain = LogKeyChain.Parse(
            LogKeyChain.Text([Change(0, 1, 10).ToString(), Change(1, 2, 20, "2026-05-03T00:00:00Z").ToString()])
        );
        Assert.Equal([10L, 20L], chain.Changes.Select(c => c.Size));
        Assert.Equal("2026-05-03T00:00:00Z", chain.Changes[1].CompromisedSince);
        Assert.Equal(_keys[2].Verifier.ToString(), chain.Changes[^1].Next.ToString());
        Assert.True(chain.Leads(Key(0), Key(2)));
        Assert.False(chain.Leads(Key(2), Key(0)));
        Assert.False(chain.Leads(Key(0), Key(3)));
        Assert.True(chain.Leads(Key(3), Key(3)));
        Assert.Empty(LogKeyChain.Parse("").Changes);
        Assert.Null(chain.Replaced(Key(2)));
        Assert.Equal(10, chain.Replaced(Key(0))!.Size);
    }

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(0, 10, true)]
    // The head over the change itself bears both.
    [InlineData(0, 11, true)]
    [InlineData(0, 12, false)]
    [InlineData(1, 10, false)]
    [InlineData(1, 11, true)]
    [InlineData(1, 21, true)]
    [InlineData(1, 22, false)]
    [InlineData(2, 20, false)]
    [InlineData(2, 21, true)]
    [InlineData(2, 1_000_000, true)]
    public void A_key_signs_heads_from_its_change_to_the_next(int key, long size, bool may)
    {
        LogKeyChain chain = LogKeyChain.Parse(
            LogKeyChain.Text([Change(0, 1, 10).ToString(), Change(1, 2, 20).ToString()])
        );
        Assert.Equal(may, chain.Fault(Key(key), size) is null);
    }

    [Fact]
    public void A_change_without_one_of_the_signatures_or_of_other_words_is_none()
    {
        SignedNote note = Change(0, 1, 10);
        foreach (
            SignedNote wrong in new[]
            {
                note with
                {
                    Signatures = [note.Signatures[0]],
                },
                note with
                {
                    Signatures = [note.Signatures[1]],
                },
                note with
                {
                    Signatures = [SignedNote.Sign(note.Text, _keys[3]).Signatures[0], note.Signatures[1]],
                },
                note with
                {
                    Text = note.Text.Replace("\n10\n", "\n11\n", StringComparison.Ordinal),
                },
                note with
                {
                    Text = note.Text + "more\n",
                },
                new Checkpoint(Name, 10, MerkleHash.EmptyRoot).Sign(_keys[0]),
            }
        )
        {
            Assert.Throws<FormatException>(() => LogKeyChange.Parse(wrong.ToString()));
        }

        // Signed by both, from a log of one name to a log of another: that is no change of a key.
        LogSigner other = new("other.example/record", [.. Enumerable.Repeat((byte)8, 32)]);
        LogKeyChange away = LogKeyChange.Parse(note.ToString()) with { Next = other.Verifier };
        Assert.Throws<FormatException>(() => away.Sign(_keys[0], other));
        Assert.Throws<FormatException>(() => LogKeyChange.Parse(note.ToString()).Sign(_keys[0], _keys[2]));
    }

    [Fact]
    public void Changes_that_do_not_continue_each_other_are_no_chain()
    {
        foreach (
            SignedNote[] wrong in new[]
            {
                new[] { Change(0, 1, 10), Change(2, 3, 20) },
                [Change(0, 1, 20), Change(1, 2, 10)],
                [Change(0, 1, 10), Change(1, 0, 20)],
            }
        )
        {
            Assert.Throws<FormatException>(() => LogKeyChain.Parse(LogKeyChain.Text(wrong.Select(n => n.ToString()))));
        }

        Assert.Throws<FormatException>(() => LogKeyChain.Parse("something else\n"));
        LogKeyChain one = LogKeyChain.Parse(Change(0, 1, 10).ToString());
        Assert.True(
            one.Agrees(LogKeyChain.Parse(LogKeyChain.Text([Change(0, 1, 10).ToString(), Change(1, 2, 20).ToString()])))
        );
        // The former key signed over to two others: one of the two was not the log's owner.
        Assert.False(one.Agrees(LogKeyChain.Parse(Change(0, 3, 10).ToString())));
    }

    [Fact]
    public void A_witness_that_has_seen_the_new_key_cosigns_for_the_old_one_no_more()
    {
        WitnessSigner signer = new("witness.example/w1", [.. Enumerable.Repeat((byte)9, 32)]);
        Witness witness = new(signer, [Key(0), Key(1)]);
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        Checkpoint head = new(Name, 1, MerkleHash.Leaf([1]));
        WitnessedHead first = witness.Decide(new(0, [], head.Sign(_keys[0])), null, now).Next!;
        // Both keys sign the head at the change, so that a witness that knows one of them follows.
        SignedNote both = head.Sign(_keys[0]) with
        {
            Signatures = [.. head.Sign(_keys[0]).Signatures, .. head.Sign(_keys[1]).Signatures],
        };
        Assert.Equal(200, new Witness(signer, [Key(0)]).Decide(new(1, [], both), first, now).Status);
        Assert.Equal(200, new Witness(signer, [Key(1)]).Decide(new(1, [], both), first, now).Status);
        WitnessedHead last = witness.Decide(new(0, [], both), null, now).Next!;
        Assert.Equal(2 + 1, last.Note.Signatures.Count);
        Assert.Equal(403, witness.Decide(new(1, [], head.Sign(_keys[0])), last, now).Status);
        Assert.Equal(200, witness.Decide(new(1, [], head.Sign(_keys[1])), last, now).Status);
        Assert.Equal(403, witness.Decide(new(1, [], head.Sign(_keys[2])), last, now).Status);
    }

    private VerifierKey Key(int key) => _keys[key].Verifier;

    private SignedNote Change(int from, int to, long size, string? since = null) =>
        new LogKeyChange(size, MerkleHash.Leaf([(byte)size]), Key(from), Key(to), "2026-05-04T00:00:00Z", since).Sign(
            _keys[from],
            _keys[to]
        );
}
