using CsCheck;

namespace Overread.Ledger.Tests;

public class MerkleTests
{
    // The eight entries and roots of the Certificate Transparency reference tree (RFC 6962 implementations share them).
    private static readonly string[] Entries =
    [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];

    private static readonly string[] Roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void The_empty_tree_has_the_hash_of_nothing() =>
        Assert.Equal(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            Convert.ToHexStringLower(new MerkleFrontier().Root())
        );

    [Fact]
    public void Roots_equal_the_reference_tree()
    {
        MerkleFrontier tree = new();
        for (int i = 0; i < Entries.Length; i++)
        {
            tree.Append(MerkleHash.Leaf(Convert.FromHexString(Entries[i])));
            Assert.Equal(Roots[i], Convert.ToHexStringLower(tree.Root()));
        }
    }

    [Fact]
    public void Every_inclusion_proof_of_every_size_to_70_verifies_and_no_altered_one_does()
    {
        for (int size = 1; size <= 70; size++)
        {
            Tree tree = new(size);
            for (int i = 0; i < size; i++)
            {
                IReadOnlyList<byte[]> path = MerkleProof.Inclusion(i, size, tree.Node);
                Assert.True(MerkleProof.VerifyInclusion(tree.Leaves[i], i, size, path, tree.Root(size)));
                Assert.False(
                    MerkleProof.VerifyInclusion(tree.Leaves[i], i, size, [.. path, new byte[32]], tree.Root(size))
                );
                Assert.False(
                    MerkleProof.VerifyInclusion(tree.Leaves[i], (i + 1) % (size + 1), size, path, tree.Root(size))
                );
                if (path.Count > 0)
                {
                    Assert.False(
                        MerkleProof.VerifyInclusion(tree.Leaves[i], i, size, [.. path.Skip(1)], tree.Root(size))
                    );
                }
            }
        }
    }

    [Fact]
    public void Every_consistency_proof_to_40_verifies_and_a_fork_does_not()
    {
        for (int second = 0; second <= 40; second++)
        {
            Tree tree = new(second);
            for (int first = 0; first <= second; first++)
            {
                IReadOnlyList<byte[]> proof = MerkleProof.Consistency(first, second, tree.Node);
                Assert.True(MerkleProof.VerifyConsistency(first, second, tree.Root(first), tree.Root(second), proof));
                if (first > 0)
                {
                    byte[] forked = [.. tree.Root(first)];
                    forked[0] ^= 1;
                    Assert.False(MerkleProof.VerifyConsistency(first, second, forked, tree.Root(second), proof));
                }
            }
        }
    }

    [Fact]
    public void Appending_whole_subtrees_gives_the_same_root_as_their_leaves() =>
        Gen.Int[1, 600]
            .Sample(
                size =>
                {
                    Tree tree = new(size);
                    MerkleFrontier frontier = new();
                    long full = size / 256;
                    for (long tile = 0; tile < full; tile++)
                    {
                        frontier.AppendSubtree(8, tree.Node(8, tile));
                    }

                    for (long i = full * 256; i < size; i++)
                    {
                        frontier.Append(tree.Leaves[(int)i]);
                    }

                    Assert.Equal(tree.Root(size), frontier.Root());
                },
                iter: 40
            );

    [Fact]
    public void A_malformed_proof_is_refused_not_thrown_upon()
    {
        Tree tree = new(9);
        Assert.False(MerkleProof.VerifyInclusion([1, 2], 0, 9, [], tree.Root(9)));
        Assert.False(MerkleProof.VerifyInclusion(tree.Leaves[0], -1, 9, [], tree.Root(9)));
        Assert.False(
            MerkleProof.VerifyInclusion(
                tree.Leaves[0],
                0,
                9,
                [
                    [1],
                ],
                tree.Root(9)
            )
        );
        Assert.False(MerkleProof.VerifyConsistency(4, 2, tree.Root(4), tree.Root(2), []));
        Assert.False(MerkleProof.VerifyConsistency(3, 9, tree.Root(3), tree.Root(9), []));
    }

    private sealed class Tree(int size)
    {
        public byte[][] Leaves { get; } =
        [.. Enumerable.Range(0, size).Select(i => MerkleHash.Leaf(BitConverter.GetBytes(i)))];

        public byte[] Node(int level, long index)
        {
            MerkleFrontier frontier = new();
            for (long i = index << level; i < (index + 1) << level; i++)
            {
                frontier.Append(Leaves[i]);
            }

            return frontier.Root();
        }

        public byte[] Root(int count)
        {
            MerkleFrontier frontier = new();
            for (int i = 0; i < count; i++)
            {
                frontier.Append(Leaves[i]);
            }

            return frontier.Root();
        }
    }
}
