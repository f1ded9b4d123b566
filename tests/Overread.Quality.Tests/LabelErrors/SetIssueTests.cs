using Overread.Quality.Consensus;
using Overread.Quality.LabelErrors;
using Overread.Quality.Numerics;

namespace Overread.Quality.Tests.LabelErrors;

/// <summary>Masks, readers, features and categories of a labelled set.</summary>
public sealed class SetIssueTests
{
    [Fact]
    public void A_mask_has_the_quality_of_its_worst_voxels()
    {
        // Own probabilities .9 .4 .8 .3 at the temperature .1, by Python: .33024056759914194.
        MaskIssue one = MaskIssues.Find([new byte[] { 1, 2, 0, 0 }], [new[] { 0.9f, 0.4f, 0.2f, 0.7f }])[0];
        Assert.Equal(0.33024056759914194, one.Quality, 1e-6);

        // Foreground is marked at .65 in the mean, background not marked at .55: .7 is missing, and 1 - .4 = .6 extra.
        Assert.Equal((1L, 1L, 2L, false), (one.Missing, one.Extra, one.Marked, one.Suspect));
        Assert.Equal(1, MaskIssues.Find([Array.Empty<byte>()], [Array.Empty<float>()])[0].Quality);
        MaskIssue empty = MaskIssues.Find([new byte[] { 0, 0 }], [new[] { 0.9f, 0.1f }])[0];
        Assert.Equal((0L, 0L, 0L), (empty.Missing, empty.Extra, empty.Marked));
        Assert.Throws<ArgumentException>(() => MaskIssues.Find([new byte[1]], []));
        Assert.Throws<ArgumentException>(() => MaskIssues.Find([new byte[1]], [new float[2]]));
        Assert.Throws<ArgumentException>(() => MaskIssues.Find([new byte[1]], [new[] { 1.5f }]));
    }

    [Fact]
    public void Masks_that_stand_out_are_those_with_planted_errors()
    {
        SeededRandom random = new(4);
        List<ReadOnlyMemory<byte>> masks = [];
        List<ReadOnlyMemory<float>> model = [];
        for (int item = 0; item < 40; item++)
        {
            byte[] mask = new byte[400];
            float[] row = new float[400];
            int radius = 4 + random.Next(3);
            for (int voxel = 0; voxel < 400; voxel++)
            {
                double away = Math.Sqrt(Math.Pow((voxel % 20) - 10, 2) + Math.Pow((voxel / 20) - 10, 2));
                row[voxel] = (float)(1 / (1 + Math.Exp(3 * (away - radius))));
                mask[voxel] = away + (0.3 * random.NextNormal()) < radius ? (byte)1 : (byte)0;

                // One lost half of it, one has a second lump.
                bool lost = item == 7 && voxel % 20 < 10;
                bool lump = item == 23 && voxel % 20 < 3 && voxel / 20 < 4;
                mask[voxel] =
                    lost ? (byte)0
                    : lump ? (byte)1
                    : mask[voxel];
            }

            masks.Add(mask);
            model.Add(row);
        }

        IReadOnlyList<MaskIssue> found = MaskIssues.Find(masks, model);
        int[] suspects = [.. Enumerable.Range(0, 40).Where(item => found[item].Suspect)];
        Assert.Contains(7, suspects);
        Assert.Contains(23, suspects);
        Assert.True(suspects.Length <= 5, string.Join(" ", suspects));
        Assert.True(found[7].Missing > 20 && found[23].Extra >= 10);
    }

    [Fact]
    public void Readers_are_judged_by_all_others()
    {
        double[] skills = [0.95, 0.9, 0.9, 0.6];
        (Ratings ratings, int[] truth) = Simulate.Readers(9, 400, skills, 3);
        IReadOnlyList<ReaderQuality> found = ReaderQuality.Of(ratings, []);
        Assert.Equal([400, 400, 400, 400], found.Select(reader => reader.Labels));
        Assert.Equal(3, Enumerable.Range(0, 4).MinBy(reader => found[reader].Quality));
        Assert.Equal(0.6, found[3].Agreement!.Value, 0.07);
        for (int reader = 0; reader < 4; reader++)
        {
            // By definition: the probability that the fusion of the others gives to the reader's own labels.
            Ratings others = ratings.OfReaders([.. Enumerable.Range(0, 4).Where(r => r != reader)]);
            ConsensusResult fused = ModelFusion.Infer(others, []);
            double mean = Enumerable
                .Range(0, 400)
                .Average(item => fused.Posteriors[(item * 3) + ratings.CategoriesOf(item)[reader]]);
            Assert.Equal(mean, found[reader].Quality!.Value, 1e-12);
            Assert.True(found[reader].Interval!.Value.Contains(mean));
        }

        // A model that knows the truth tells more of the readers than they do of one another.
        double[] model = new double[1200];
        for (int item = 0; item < 400; item++)
        {
            for (int k = 0; k < 3; k++)
            {
                model[(item * 3) + k] = k == truth[item] ? 0.96 : 0.02;
            }
        }

        IReadOnlyList<ReaderQuality> informed = ReaderQuality.Of(ratings, [model]);
        Assert.True(informed[0].Quality > found[0].Quality);
        Assert.Equal(0.95, informed[0].Agreement!.Value, 0.03);

        // Nobody else read the second item: without a model it says nothing of its reader.
        Ratings few = Ratings.FromTable([0, 0, -1, 1, -1, -1], 3, 2);
        IReadOnlyList<ReaderQuality> sparse = ReaderQuality.Of(few, []);
        Assert.Equal([1, 1, 0], sparse.Select(reader => reader.Labels));
        Assert.Null(sparse[2].Quality);
        Assert.Null(sparse[2].Interval);
    }

    [Fact]
    public void Items_unlike_all_others_are_found_and_clean_sets_seldom_have_any()
    {
        int alarms = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            SeededRandom random = new(seed);
            float[] features = [.. Enumerable.Range(0, 600).Select(_ => (float)random.NextNormal())];
            alarms += FeatureIssues.Find(features, 3).Outliers.Count;
            for (int i = 0; i < 3; i++)
            {
                features[(77 * 3) + i] += 40;
            }

            Assert.Equal(77, FeatureIssues.Find(features, 3, threads: 2).Outliers[0]);
        }

        // Even normal features have a few items far out; two in a hundred would be too many to look at.
        Assert.True(alarms <= 80, $"{alarms} of 4000");

        // By hand: on a line at 0 1 2 10, the two nearest are (1, 2), (1, 1), (1, 2), (8, 9) away.
        FeatureIssues line = FeatureIssues.Find(new float[] { 0, 1, 2, 10 }, 1, 2);
        Assert.Equal([1.5, 1, 1.5, 8.5], line.Distances);
    }

    [Fact]
    public void An_order_that_goes_with_likeness_is_seen_and_a_shuffled_one_is_not()
    {
        int seen = 0;
        for (ulong seed = 1; seed <= 40; seed++)
        {
            SeededRandom random = new(seed);
            float[] features = [.. Enumerable.Range(0, 120).Select(_ => (float)random.NextNormal())];
            seen += FeatureIssues.Find(features, 2, seed: seed).OrderP <= 0.05 ? 1 : 0;
            float[] drifting = [.. features.Select((value, at) => value + (at / 2 < 30 ? 0 : 3))];
            Assert.Equal(0.001, FeatureIssues.Find(drifting, 2, seed: seed).OrderP);
        }

        Assert.InRange(seen, 0, 6);
        Assert.Throws<ArgumentException>(() => FeatureIssues.Find(new float[3], 1));
        Assert.Throws<ArgumentException>(() => FeatureIssues.Find(new float[9], 2));
        Assert.Throws<ArgumentException>(() => FeatureIssues.Find(new float[] { 1, 2, 3, float.NaN }, 1));
    }

    [Fact]
    public void The_rarest_category_and_how_rare_it_may_be()
    {
        int[] labels =
        [
            .. Enumerable
                .Range(0, 300)
                .Select(i =>
                    i == 5 ? 1
                    : i % 2 == 0 ? 0
                    : 2
                ),
        ];
        ClassImbalance found = ClassImbalance.Of(labels, 4)!;
        Assert.Equal((1, 1), (found.Category, found.Items));
        Assert.Equal(1 / 300.0, found.Share, 1e-15);

        // Wilson's interval by Python: .0005886577218511581 to .018636693694531237, below .1 / 4.
        Assert.Equal(0.0005886577218511581, found.Interval.Low, 1e-12);
        Assert.Equal(0.018636693694531237, found.Interval.High, 1e-12);
        Assert.True(found.Rare);
        Assert.False(ClassImbalance.Of(labels, 6)!.Rare);
        Assert.Null(ClassImbalance.Of([-1], 2));
        Assert.Equal(2, ClassImbalance.Of([-1, 2, 0, 0], 3)!.Category);
        Assert.Throws<ArgumentException>(() => ClassImbalance.Of([3], 3));
        Assert.Throws<ArgumentException>(() => ClassImbalance.Of([-2], 3));
    }
}
