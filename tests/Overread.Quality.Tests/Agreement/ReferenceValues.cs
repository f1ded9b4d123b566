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
