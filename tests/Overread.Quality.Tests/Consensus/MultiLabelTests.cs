using Overread.Quality.Consensus;

namespace Overread.Quality.Tests.Consensus;

public sealed class MultiLabelTests
{
    private static (Ratings[] Labels, int[][] Truth) Findings(ulong seed, int items)
    {
        double[] accuracies = [0.97, 0.95, 0.9, 0.72, 0.7];
        Ratings[] labels = new Ratings[10];
        int[][] truth = new int[10][];
        for (int label = 0; label < labels.Length; label++)
        {
            double share = 0.03 + (0.02 * label);
            (labels[label], truth[label]) = Simulate.Readers(
                seed + (ulong)label,
                items,
                accuracies,
                2,
                1,
                [1 - share, share]
            );
        }

        return (labels, truth);
    }

    [Fact]
    public void What_other_findings_say_of_a_reader_helps_the_rare_ones()
    {
        double alone = 0;
        double together = 0;
        for (ulong seed = 100; seed < 1000; seed += 100)
        {
            (Ratings[] labels, int[][] truth) = Findings(seed, 150);
            IReadOnlyList<ConsensusResult> lent = MultiLabel.Infer(labels);
            IReadOnlyList<ConsensusResult> own = MultiLabel.Infer(labels, strength: 0);
            for (int label = 0; label < labels.Length; label++)
            {
                alone += Simulate.Accuracy(own[label], truth[label]);
                together += Simulate.Accuracy(lent[label], truth[label]);
            }
        }

        Assert.True(together > alone, $"{together / 90} {alone / 90}");
    }

    [Fact]
    public void Without_anything_lent_each_finding_is_dawid_and_skenes()
    {
        (Ratings[] labels, _) = Findings(7, 100);
        IReadOnlyList<ConsensusResult> own = MultiLabel.Infer(labels, strength: 0);
        IReadOnlyList<ConsensusResult> lent = MultiLabel.Infer(labels);
        IReadOnlyList<ConsensusResult> threaded = MultiLabel.Infer(
            labels,
            options: new ConsensusOptions { Threads = 2 }
        );
        for (int label = 0; label < labels.Length; label++)
        {
            Assert.Equal(DawidSkene.Infer(labels[label]).Posteriors, own[label].Posteriors);
            Assert.Equal(lent[label].Posteriors, threaded[label].Posteriors);
            Assert.Equal("multi-label", own[label].Method);
        }

        Assert.Equal(DawidSkene.Infer(labels[0]).Posteriors, MultiLabel.Infer([labels[0]])[0].Posteriors);
        Assert.Empty(MultiLabel.Infer([]));
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        Ratings two = Ratings.FromTable([0, 1], 2, 2);
        Assert.Throws<ArgumentException>(() => MultiLabel.Infer([two, Ratings.FromTable([0, 1], 2, 3)]));
        Assert.Throws<ArgumentException>(() => MultiLabel.Infer([two, Ratings.FromTable([0, 1], 1, 2)]));
        Assert.Throws<ArgumentException>(() => MultiLabel.Infer([two, Ratings.FromTable([0, 1, 1, 1], 2, 2)]));
        Assert.Throws<ArgumentException>(() => MultiLabel.Infer([two], options: new ConsensusOptions { Gold = [0] }));
        Assert.Throws<ArgumentException>(() =>
            MultiLabel.Infer([two], options: new ConsensusOptions { ReaderPriors = [null, null] })
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => MultiLabel.Infer([two], -1));
    }
}
