using Overread.Quality.Masks;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.Masks;

/// <summary>Fusions that work on patterns of votes against the same done voxel by voxel.</summary>
public sealed class VotesByVoxel
{
    public static TheoryData<int, int, int> Sizes =>
        new()
        {
            // Masks, voxels, threads. Tiles are 4,096 voxels, words 32, blocks 1,048,576; above eight masks another way.
            { 1, 5, 1 },
            { 2, 31, 1 },
            { 3, 32, 2 },
            { 3, 97, 1 },
            { 8, 4096, 1 },
            { 5, 4160, 2 },
            { 4, 20_011, 1 },
            { 9, 5000, 2 },
            { 16, 300, 1 },
            { 2, 1_048_576 + 4100, 2 },
            { 9, 1_048_576 + 33, 1 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Patterns_are_counted_and_written_back(int readers, int voxels, int threads)
    {
        byte[][] masks = Blobs(readers, voxels, (ulong)(readers + voxels));
        int[] patterns = new int[voxels];
        long[] counts = new long[1 << readers];
        for (int v = 0; v < voxels; v++)
        {
            for (int r = 0; r < readers; r++)
            {
                patterns[v] |= masks[r][v] != 0 ? 1 << r : 0;
            }

            counts[patterns[v]]++;
        }

        VotePatterns found = VotePatterns.Of(Memory(masks), threads);
        Assert.Equal(counts, found.Counts);
        byte[] odd = found.Write(p => (p * 2654435761L >> 7) % 3 == 0);
        byte[] wanted = [.. patterns.Select(p => (p * 2654435761L >> 7) % 3 == 0 ? (byte)1 : (byte)0)];
        Assert.True(odd.AsSpan().SequenceEqual(wanted));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.25)]
    [InlineData(0.4)]
    [InlineData(0.5)]
    [InlineData(0.6)]
    [InlineData(0.99)]
    public void A_vote_needs_more_than_its_share(double share)
    {
        byte[][] masks = Blobs(5, 3000, 3);
        MaskFusion found = MaskVote.Fuse(Memory(masks), share);
        byte[] wanted =
        [
            .. Enumerable
                .Range(0, 3000)
                .Select(v => masks.Count(m => m[v] != 0) > (share * 5) + 1e-9 ? (byte)1 : (byte)0),
        ];
        Assert.Equal(wanted, found.Mask);
        Assert.Equal((share == 0.5 ? "majority" : "threshold", FusionState.Fused), (found.Method, found.State));
    }

    [Fact]
    public void Votes_that_cannot_be_counted_are_refused()
    {
        byte[] some = [0, 1];
        foreach (double share in (double[])[-0.1, 1, double.NaN])
        {
            Assert.Contains("share", Refusal(() => MaskVote.Fuse([some], share)), StringComparison.Ordinal);
        }

        Assert.Contains("0 masks", Refusal(() => MaskVote.Fuse([])), StringComparison.Ordinal);
        Assert.Contains(
            "17 masks",
            Refusal(() => MaskVote.Fuse([.. Enumerable.Repeat((ReadOnlyMemory<byte>)some, 17)])),
            StringComparison.Ordinal
        );
        Assert.Contains("2 and 3 voxels", Refusal(() => MaskVote.Fuse([some, new byte[3]])), StringComparison.Ordinal);
        Assert.Contains("0 masks", Refusal(() => LabelStaple.Fuse([])), StringComparison.Ordinal);
        Assert.Contains(
            "17 masks",
            Refusal(() => LabelStaple.Fuse([.. Enumerable.Repeat((ReadOnlyMemory<byte>)some, 17)])),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "2 and 3 voxels",
            Refusal(() => LabelStaple.Fuse([some, new byte[3]])),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Mask 1 has the label 16",
            Refusal(() => LabelStaple.Fuse([some, new byte[] { 16, 0 }])),
            StringComparison.Ordinal
        );
        Assert.Contains("2 and 3 voxels", Refusal(() => MaskOverlap.Of(some, new byte[3])), StringComparison.Ordinal);
        static string Refusal(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    [Fact]
    public void States_say_what_there_was_to_infer()
    {
        byte[] empty = new byte[4];
        byte[] full = [1, 9, 1, 1];
        byte[] half = [1, 0, 1, 0];
        Check(FusionState.AllEmpty, empty, empty);
        Check(FusionState.AllFull, full, full);
        Check(FusionState.Unanimous, half, half);
        Check(FusionState.Fused, half, full);
        Check(FusionState.Fused, empty, full);
        static void Check(FusionState state, params byte[][] masks)
        {
            foreach (bool disagreement in (bool[])[false, true])
            {
                MaskFusion staple = Staple.Fuse(Memory(masks), disagreement);
                Assert.Equal((state, disagreement ? "staple-disagreement" : "staple"), (staple.State, staple.Method));
                if (state != FusionState.Fused)
                {
                    Assert.Equal(masks[0].Select(v => v != 0), staple.Mask.Select(v => v != 0));
                    Assert.Empty(staple.Sensitivity);
                }
            }

            Assert.Equal(state, MaskVote.Fuse(Memory(masks)).State);
            Assert.Equal(state, Simple.Fuse(Memory(masks)).State);
        }
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    [InlineData(false, 6)]
    [InlineData(true, 10)]
    public void Staple_is_the_textbook_iteration(bool disagreementOnly, int readers)
    {
        byte[][] masks = Blobs(readers, 1500, 17);
        MaskFusion found = Staple.Fuse(Memory(masks), disagreementOnly, 1e-12);
        int[] used =
        [
            .. Enumerable
                .Range(0, 1500)
                .Where(v => !disagreementOnly || masks.Select(m => m[v] != 0).Distinct().Count() > 1),
        ];
        double prior = used.Average(v => masks.Average(m => m[v] != 0 ? 1.0 : 0));
        double[] p = [.. Enumerable.Repeat(0.99999, readers)];
        double[] q = [.. Enumerable.Repeat(0.99999, readers)];
        double Weight(int v)
        {
            double front = prior;
            double back = 1 - prior;
            for (int r = 0; r < readers; r++)
            {
                front *= masks[r][v] != 0 ? p[r] : 1 - p[r];
                back *= masks[r][v] != 0 ? 1 - q[r] : q[r];
            }

            return front / (front + back);
        }

        for (int round = 0; round < found.Iterations; round++)
        {
            double[] w = [.. used.Select(Weight)];
            for (int r = 0; r < readers; r++)
            {
                p[r] = used.Zip(w).Sum(x => masks[r][x.First] != 0 ? x.Second : 0) / w.Sum();
                q[r] = used.Zip(w).Sum(x => masks[r][x.First] == 0 ? 1 - x.Second : 0) / w.Sum(x => 1 - x);
            }
        }

        Assert.True(found.Converged && found.Iterations > 2);
        Assert.Equal(prior, found.Prior!.Value, 1e-12);
        for (int r = 0; r < readers; r++)
        {
            Assert.Equal(p[r], found.Sensitivity[r], 1e-9);
            Assert.Equal(q[r], found.Specificity[r], 1e-9);
        }

        for (int v = 0; v < 1500; v++)
        {
            int pattern = Enumerable.Range(0, readers).Sum(r => masks[r][v] != 0 ? 1 << r : 0);
            bool agreed = pattern == 0 || pattern == (1 << readers) - 1;
            bool wanted = disagreementOnly && agreed ? pattern != 0 : Weight(v) >= 0.5;
            Assert.Equal(wanted ? 1 : 0, found.Mask[v]);
            Assert.Equal(Weight(v), found.PatternProbability[pattern], 1e-8);
        }

        Assert.True(Staple.Fuse(Memory(masks), disagreementOnly, 1).Iterations == 1);
    }

    [Theory]
    [InlineData(1, 4, 1.0)]
    [InlineData(2, 6, 0.5)]
    [InlineData(3, 9, 1.5)]
    [InlineData(4, 3, 0.0)]
    public void Simple_drops_those_who_fall_behind(int seed, int readers, double deviations)
    {
        byte[][] masks = Blobs(readers, 1200, (ulong)seed);
        masks[1] = [.. masks[1].Reverse()];
        MaskFusion found = Simple.Fuse(Memory(masks), deviations);
        double[] weights = [.. Enumerable.Repeat(1.0, readers)];
        bool[] fused = Vote();
        int rounds = 0;
        bool changed;
        do
        {
            rounds++;
            double[] dice =
            [
                .. masks.Select(m =>
                    2.0 * m.Where((v, i) => v != 0 && fused[i]).Count() / (m.Count(v => v != 0) + fused.Count(f => f))
                ),
            ];
            double[] kept = [.. dice.Where((_, r) => weights[r] > 0)];
            double spread = Math.Sqrt(kept.Average(d => (d - kept.Average()) * (d - kept.Average())));
            weights =
            [
                .. dice.Select(
                    (d, r) =>
                        weights[r] > 0 && (kept.Length < 3 || d >= kept.Average() - (deviations * spread) - 1e-12)
                            ? d
                            : 0
                ),
            ];
            bool[] next = Vote();
            changed = !next.SequenceEqual(fused);
            fused = next;
        } while (changed);

        Assert.Equal(fused, found.Mask.Select(v => v == 1));
        Assert.Equal((rounds, true, "simple"), (found.Iterations, found.Converged, found.Method));
        for (int r = 0; r < readers; r++)
        {
            Assert.Equal(weights[r], found.Weights[r], 1e-12);
        }

        bool[] Vote() =>
            [
                .. Enumerable
                    .Range(0, 1200)
                    .Select(v => weights.Where((_, r) => masks[r][v] != 0).Sum() > (weights.Sum() / 2) + 1e-12),
            ];
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(100)]
    public void Overlap_counts_voxels(int voxels)
    {
        byte[][] masks =
            voxels == 0
                ?
                [
                    [],
                    [],
                ]
                : Blobs(2, voxels, 4);
        MaskOverlap found = MaskOverlap.Of(masks[0], masks[1]);
        long both = masks[0].Zip(masks[1]).Count(p => p.First != 0 && p.Second != 0);
        long either = masks[0].Zip(masks[1]).Count(p => p.First != 0 || p.Second != 0);
        Assert.Equal(
            (masks[0].Count(v => v != 0), masks[1].Count(v => v != 0), both),
            (found.First, found.Second, found.Both)
        );
        Assert.Equal(either == 0 ? null : 2.0 * both / (both + either), found.Dice);
        Assert.Equal(either == 0 ? null : (double)both / either, found.IntersectionOverUnion);
    }

    [Theory]
    [InlineData(2, 3, 2500, false)]
    [InlineData(3, 4, 2048, true)]
    [InlineData(1, 2, 1024, false)]
    [InlineData(5, 16, 1100, true)]
    public void Label_patterns_are_those_of_the_voxels(int readers, int labels, int voxels, bool blank)
    {
        SeededRandom random = new((ulong)(readers + labels));
        byte[][] masks = [.. Enumerable.Range(0, readers).Select(_ => new byte[voxels])];
        for (int v = blank ? 1024 : 0; v < voxels; v++)
        {
            int truth = v / 50 % labels;
            foreach (byte[] mask in masks)
            {
                mask[v] = (byte)(random.NextDouble() < 0.8 ? truth : random.Next(labels));
            }
        }

        LabelPatterns found = LabelPatterns.Count(Memory(masks));
        string[] keys = [.. Enumerable.Range(0, voxels).Select(v => string.Join(' ', masks.Select(m => m[v])))];
        string[] distinct = [.. keys.Distinct()];
        Assert.Equal(masks.Max(m => m.Max()) + 1, found.LabelCount);
        Assert.Equal(
            distinct,
            found.Keys.Select(key => string.Join(' ', Enumerable.Range(0, readers).Select(r => (key >> (4 * r)) & 15)))
        );
        Assert.Equal(distinct.Select(key => (long)keys.Count(k => k == key)), found.Counts);
        byte[] values = [.. distinct.Select((_, i) => (byte)(i * 7 % 251))];
        Assert.Equal(keys.Select(key => values[Array.IndexOf(distinct, key)]), found.Apply(Memory(masks), values));
        for (int i = 0; i < distinct.Length; i++)
        {
            Assert.Equal(distinct[i].Split(' ').Distinct().Count() == 1, found.Unanimous(i, readers));
        }
    }

    [Fact]
    public void Label_staple_without_dispute_or_with_one_label()
    {
        byte[] labels = [0, 3, 3, 1];
        MaskFusion same = LabelStaple.Fuse([labels, labels], disagreementOnly: true);
        Assert.Equal(labels, same.Mask);
        Assert.Equal(
            (FusionState.Unanimous, "label-staple-disagreement", 0),
            (same.State, same.Method, same.Weights.Count)
        );
        MaskFusion blank = LabelStaple.Fuse([new byte[4], new byte[4]]);
        Assert.Equal(new byte[4], blank.Mask);
        Assert.Equal((FusionState.Fused, "label-staple", 0), (blank.State, blank.Method, blank.Iterations));

        // Where two of three disagree with one, the two win; weights are shares of right labels.
        byte[] first = [.. Enumerable.Range(0, 300).Select(i => (byte)(i / 100))];
        byte[] odd = [.. first.Select((label, i) => i % 10 == 0 ? (byte)((label + 1) % 3) : label)];
        MaskFusion two = LabelStaple.Fuse([first, odd, first]);
        Assert.Equal(first, two.Mask);
        Assert.True(two.Iterations > 0);
        Assert.Equal(0.9, two.Weights[1], 0.01);
        Assert.Equal(1, two.Weights[0], 0.01);
        MaskFusion disputed = LabelStaple.Fuse([first, odd, first], disagreementOnly: true);
        Assert.Equal(first, disputed.Mask);
        Assert.Equal(FusionState.Fused, disputed.State);
        Assert.InRange(disputed.Weights[1], 0, 0.2);
    }

    // Runs of foreground and background with a few voxels changed; values other than 1 are foreground too.
    private static byte[][] Blobs(int readers, int voxels, ulong seed)
    {
        SeededRandom random = new(seed);
        byte[] truth = new byte[voxels];
        for (int v = 0; v < voxels; )
        {
            int run = 1 + random.Next(Math.Max(1, voxels / 5));
            byte value = (byte)random.Next(2);
            truth.AsSpan(v, Math.Min(run, voxels - v)).Fill(value);
            v += run;
        }

        byte[][] masks = [.. Enumerable.Range(0, readers).Select(_ => truth.ToArray())];
        foreach (byte[] mask in masks)
        {
            for (int i = 0; i < Math.Max(1, voxels / 20); i++)
            {
                int at = voxels > 100_000 ? random.Next(9000) : random.Next(voxels);
                mask[at] = mask[at] == 0 ? (byte)(1 + random.Next(255)) : (byte)0;
            }

            mask[^1] = (byte)random.Next(2);
        }

        return masks;
    }

    private static ReadOnlyMemory<byte>[] Memory(byte[][] masks) => [.. masks.Select(m => (ReadOnlyMemory<byte>)m)];
}
