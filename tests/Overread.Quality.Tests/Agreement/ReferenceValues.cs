using Overread.Quality.Agreement;

namespace Overread.Quality.Tests.Agreement;

/// <summary>Values that were published or computed in exact rational arithmetic, to 1e-12.</summary>
public sealed class ReferenceValues
{
    private const double Exact = 1e-12;

    [Fact]
    public void Fleiss_diagnoses()
    {
        Ratings ratings = SharedData.Table("agreement", "diagnoses.csv");
        Near(0.430244520060140856, FleissKappa.Of(ratings));
        Near(0.433409828282028963, KrippendorffAlpha.Of(ratings));
        Near(0.447884515844564155, GwetAc1.Of(ratings));
        Near(0.441808540329333, CongerKappa.Of(ratings));
        Near(0.459412144434595, LightKappa.Of(ratings));
    }

    [Fact]
    public void Anaesthesia_first_reading()
    {
        List<string[]> rows = SharedData.Rows("agreement", "anesthesia_long.csv");
        Ratings ratings = Ratings.FromTriples(
            [.. rows.Select(row => int.Parse(row[0]) - 1)],
            [.. rows.Select(row => int.Parse(row[1]) - 1)],
            [.. rows.Select(row => int.Parse(row[2]) - 1)],
            45,
            5,
            4,
            RepeatPolicy.KeepFirst
        );
        Assert.Equal(225, ratings.Count);
        Near(0.582435344827586207, FleissKappa.Of(ratings));
        Near(0.584291187739463602, KrippendorffAlpha.Of(ratings));
        Near(0.646737066018384867, GwetAc1.Of(ratings));
    }

    [Fact]
    public void Caries_from_grouped_rows()
    {
        List<int> table = [];
        foreach (string[] row in SharedData.Rows("agreement", "caries_grouped.csv"))
        {
            int[] cells = [.. row.Take(5).Select(cell => int.Parse(cell) - 1)];
            for (int i = int.Parse(row[5]); i > 0; i--)
            {
                table.AddRange(cells);
            }
        }

        Ratings ratings = Ratings.FromTable([.. table], 5, 2);
        Assert.Equal(3859, ratings.ItemCount);
        Near(0.277022129848140718, FleissKappa.Of(ratings));
        Near(0.665899080777711643, GwetAc1.Of(ratings));
    }

    [Fact]
    public void Krippendorff_with_missing_values_in_four_metrics()
    {
        Ratings ratings = PublishedTables.Krippendorff;
        double[] values = [1, 2, 3, 4, 5];
        Near(0.743421052631579, KrippendorffAlpha.Of(ratings));
        Near(0.815387503754881, KrippendorffAlpha.Of(ratings, AlphaMetric.Ordinal));
        Near(0.849107142857143, KrippendorffAlpha.Of(ratings, AlphaMetric.Interval, values));
        Near(0.797402774711612, KrippendorffAlpha.Of(ratings, AlphaMetric.Ratio, values));
        Near(0.775444068126994956, GwetAc1.Of(ratings));
        Assert.Equal(11, KrippendorffAlpha.Of(ratings).Items);
    }

    [Fact]
    public void Vision_in_three_weightings()
    {
        Ratings ratings = SharedData.Table("agreement", "vision.csv");
        Near(0.595388828089434118, CohenKappa.Of(ratings, 0, 1));
        Near(0.652380429500598086, CohenKappa.Of(ratings, 0, 1, Weighted(CategoryWeights.Linear(4))));
        Near(0.702334252490097761, CohenKappa.Of(ratings, 0, 1, Weighted(CategoryWeights.Quadratic(4))));
        static AgreementOptions Weighted(CategoryWeights weights) => new() { Weights = weights };
    }

    [Theory]
    [InlineData("Atelectasis", 0.4204191165, 0.5132)]
    [InlineData("Cardiomegaly", 0.3233812321, 0.4933)]
    [InlineData("Consolidation", 0.2453147515, 0.8108)]
    [InlineData("Edema", 0.4154208578, 0.7257)]
    [InlineData("Pleural Effusion", 0.5248162690, 0.7179)]
    [InlineData("Enlarged Cardiomediastinum", 0.3943765090, 0.3993)]
    [InlineData("Lung Opacity", 0.5873256588, 0.5890)]
    [InlineData("Lung Lesion", 0.3238801297, 0.9589)]
    [InlineData("Pneumonia", 0.1785415434, 0.9097)]
    [InlineData("Pneumothorax", 0.5686140720, 0.9808)]
    [InlineData("Pleural Other", 0.1667279367, 0.9512)]
    [InlineData("Fracture", 0.2241295704, 0.9716)]
    [InlineData("Support Devices", 0.7519751975, 0.7520)]
    [InlineData("No Finding", 0.4129566759, 0.7651)]
    public void Chexpert_eight_readers(string field, double fleiss, double ac1)
    {
        Ratings ratings = Chexpert(field);
        Assert.Equal(500, ratings.ItemCount);
        Assert.Equal(fleiss, FleissKappa.Of(ratings).Value!.Value, 10);
        Assert.Equal(ac1, GwetAc1.Of(ratings).Value!.Value, 4);
    }

    [Fact]
    public void Chexpert_atelectasis_to_all_digits()
    {
        Ratings ratings = Chexpert("Atelectasis");
        Near(0.420419116467748687, FleissKappa.Of(ratings));
        Near(0.420564011688631749, KrippendorffAlpha.Of(ratings));
        Near(0.513219238616538587, GwetAc1.Of(ratings));
    }

    [Theory]
    [InlineData("1dAVb", 0.741285305685)]
    [InlineData("RBBB", 0.954629409506)]
    [InlineData("LBBB", 0.964265652681)]
    [InlineData("SB", 0.843696843697)]
    [InlineData("AF", 0.830948487326)]
    [InlineData("ST", 0.902491746581)]
    public void Ecg_cardiologists(string field, double kappa)
    {
        List<string[]> rows =
        [
            .. SharedData
                .Rows("ecg", "labels.csv")
                .Where(row =>
                    row[0].EndsWith("|" + field, StringComparison.Ordinal)
                    && row[1].StartsWith("cardiologist", StringComparison.Ordinal)
                ),
        ];
        List<string> items = [.. rows.Select(row => row[0]).Distinct()];
        Dictionary<string, int> index = items.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i);
        List<string> readers = [.. rows.Select(row => row[1]).Distinct().Order(StringComparer.Ordinal)];
        Ratings ratings = Ratings.FromTriples(
            [.. rows.Select(row => index[row[0]])],
            [.. rows.Select(row => readers.IndexOf(row[1]))],
            [.. rows.Select(row => int.Parse(row[2]))],
            items.Count,
            readers.Count,
            2
        );
        Assert.Equal(kappa, CohenKappa.Of(ratings, 0, 1).Value!.Value, 1e-12);
    }

    [Theory]
    [InlineData("Atelectasis", 0.30, 0.42, 0.60, 0.950)]
    [InlineData("Cardiomegaly", -0.03, 0.33, 0.59, 0.950)]
    [InlineData("Consolidation", 0.06, 0.24, 0.46, 0.968)]
    [InlineData("Edema", 0.33, 0.42, 0.53, 0.968)]
    [InlineData("Pleural Effusion", 0.37, 0.53, 0.67, 0.970)]
    [InlineData("Enlarged Cardiomediastinum", 0.16, 0.42, 0.57, 0.904)]
    [InlineData("Lung Opacity", 0.48, 0.59, 0.66, 0.946)]
    [InlineData("Lung Lesion", 0.16, 0.36, 0.55, 0.996)]
    [InlineData("Pneumonia", 0.03, 0.18, 0.33, 0.986)]
    [InlineData("Pneumothorax", 0.21, 0.55, 0.76, 1.000)]
    [InlineData("Pleural Other", -0.02, 0.17, 0.44, 0.998)]
    [InlineData("Fracture", -0.01, 0.22, 0.66, 0.994)]
    [InlineData("Support Devices", 0.58, 0.75, 0.86, 0.986)]
    [InlineData("No Finding", 0.18, 0.41, 0.62, 0.980)]
    public void Chexpert_pairs_and_votes(string field, double least, double mean, double most, double votes)
    {
        Ratings ratings = Chexpert(field);
        List<double> pairs = [];
        for (int i = 0; i < 8; i++)
        {
            for (int j = i + 1; j < 8; j++)
            {
                pairs.Add(CohenKappa.Of(ratings, i, j).Value!.Value);
            }
        }

        Assert.Equal(least, pairs.Min(), 0.006);
        Assert.Equal(mean, pairs.Average(), 0.006);
        Assert.Equal(most, pairs.Max(), 0.006);
        Assert.Equal(pairs.Average(), LightKappa.Of(ratings).Value!.Value, Exact);

        // The truth is the majority of five of the readers; a tie of eight counts as absent there and here.
        Dictionary<string, string> truth = SharedData
            .Rows("chexpert", "truth.csv")
            .Where(row => row[1] == field)
            .ToDictionary(row => row[0], row => row[2]);
        Overread.Quality.Consensus.ConsensusResult vote = Overread.Quality.Consensus.MajorityVote.Infer(ratings);
        string[] items =
        [
            .. SharedData.Rows("chexpert", "reads.csv").Where(row => row[2] == field).Select(row => row[0]).Distinct(),
        ];
        int right = items.Where((item, i) => (vote.Labels[i] == 1) == (truth[item] == "present")).Count();
        Assert.Equal(votes, right / 500.0, 0.0006);
    }

    /// <summary>The same figures in exact fractions of whole numbers, straight from their definitions.</summary>
    [Theory]
    [InlineData("Atelectasis")]
    [InlineData("Cardiomegaly")]
    [InlineData("Consolidation")]
    [InlineData("Edema")]
    [InlineData("Pleural Effusion")]
    [InlineData("Enlarged Cardiomediastinum")]
    [InlineData("Lung Opacity")]
    [InlineData("Lung Lesion")]
    [InlineData("Pneumonia")]
    [InlineData("Pneumothorax")]
    [InlineData("Pleural Other")]
    [InlineData("Fracture")]
    [InlineData("Support Devices")]
    [InlineData("No Finding")]
    public void Chexpert_in_exact_fractions(string field)
    {
        Ratings ratings = Chexpert(field);
        const long Items = 500;
        const long Readers = 8;
        long agreeing = 0;
        long present = 0;
        for (int item = 0; item < Items; item++)
        {
            long marked = ratings.CategoriesOf(item).ToArray().Sum();
            present += marked;
            agreeing += (marked * (marked - 1)) + ((Readers - marked) * (Readers - marked - 1));
        }

        long labels = Items * Readers;
        long absent = labels - present;

        // observed = agreeing / (500·8·7); Fleiss' chance (p² + a²) / n²; alpha's without replacement; AC1's 2pa / n².
        System.Numerics.BigInteger pairs = Items * Readers * (Readers - 1);
        System.Numerics.BigInteger square = (System.Numerics.BigInteger)labels * labels;
        System.Numerics.BigInteger same =
            ((System.Numerics.BigInteger)present * present) + ((System.Numerics.BigInteger)absent * absent);
        Near(Beyond(agreeing, pairs, same, square), FleissKappa.Of(ratings));
        Near(Beyond(agreeing, pairs, same - labels, square - labels), KrippendorffAlpha.Of(ratings));
        Near(Beyond(agreeing, pairs, 2 * (System.Numerics.BigInteger)present * absent, square), GwetAc1.Of(ratings));
        Near(Beyond(agreeing, pairs, 1, 2), BrennanPrediger.Of(ratings));
    }

    /// <summary>(a/b − c/d) / (1 − c/d) to twenty digits.</summary>
    private static double Beyond(
        System.Numerics.BigInteger a,
        System.Numerics.BigInteger b,
        System.Numerics.BigInteger c,
        System.Numerics.BigInteger d
    )
    {
        System.Numerics.BigInteger scale = System.Numerics.BigInteger.Pow(10, 20);
        return (double)(scale * ((a * d) - (c * b)) / (b * (d - c))) / 1e20;
    }

    private static Ratings Chexpert(string field)
    {
        List<string[]> rows = [.. SharedData.Rows("chexpert", "reads.csv").Where(row => row[2] == field)];
        List<string> items = [.. rows.Select(row => row[0]).Distinct()];
        Dictionary<string, int> index = items.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i);
        List<string> readers = [.. rows.Select(row => row[1]).Distinct()];
        return Ratings.FromTriples(
            [.. rows.Select(row => index[row[0]])],
            [.. rows.Select(row => readers.IndexOf(row[1]))],
            [.. rows.Select(row => row[3] == "present" ? 1 : 0)],
            items.Count,
            readers.Count,
            2
        );
    }

    private static void Near(double expected, Coefficient actual)
    {
        Assert.Equal(AgreementState.Computed, actual.State);
        Assert.True(
            Math.Abs(expected - actual.Value!.Value) < Exact,
            $"{actual.Name}: {actual.Value} is not {expected}"
        );
        Assert.NotNull(actual.Interval);
        Assert.True(actual.Interval.Value.Contains(actual.Value.Value));
    }
}
