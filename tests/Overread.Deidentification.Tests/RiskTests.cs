using System.Text;
using Overread.Deidentification.Residual;
using Overread.Deidentification.Risk;

namespace Overread.Deidentification.Tests;

/// <summary>Bounds on leaks, small cells, and the search for what is left.</summary>
public sealed class RiskTests
{
    // Reference values: the exact one-sided bound for no event is 1 - α^(1/n); with events, the beta quantile.
    [Theory]
    [InlineData(100, 0, 0.95, 0.029513)]
    [InlineData(3000, 0, 0.95, 0.000998)]
    [InlineData(100, 1, 0.95, 0.046560)]
    [InlineData(10, 10, 0.95, 1.0)]
    public void The_upper_bound_of_clopper_and_pearson(int reviewed, int leaks, double confidence, double bound) =>
        Assert.Equal(bound, LeakBound.Upper(reviewed, leaks, confidence), 4);

    [Fact]
    public void Reviews_needed_are_enough()
    {
        int needed = LeakBound.ReviewsNeeded(0.001);
        Assert.True(LeakBound.Upper(needed, 0) <= 0.001);
        Assert.True(LeakBound.Upper(needed - 1, 0) > 0.001);
        Assert.Equal(1, LeakBound.Upper(0, 0));
    }

    [Fact]
    public void Small_cells_are_counted_per_combination()
    {
        IReadOnlyList<RiskRow> rows = RiskTable.Compute(
            ["sex", "age"],
            [
                ["F", "40"],
                ["F", "40"],
                ["M", "40"],
                ["M", "90"],
            ],
            smallCell: 2
        );
        Assert.Equal(3, rows.Count);
        RiskRow both = rows.Single(row => row.Columns.Count == 2);
        Assert.Equal((3, 1, 2, 2), (both.Cells, both.K, both.Unique, both.InSmallCells));
        Assert.Equal(2, rows.Single(row => row.Columns is ["sex"]).K);
    }

    [Fact]
    public void The_search_finds_values_in_every_encoding_and_not_inside_longer_numbers()
    {
        ResidualSearch search = new();
        search.Add("name", "Marchetti");
        search.Add("id", "447112");
        Assert.Equal(["name"], search.Find(Encoding.Unicode.GetBytes("xx MARCHETTI")));
        Assert.Equal(["name"], search.Find(Encoding.BigEndianUnicode.GetBytes("xx marchetti")));
        Assert.Equal(["id"], search.Find("MRN447112 "u8));
        Assert.Empty(search.Find("2.25.99447112345"u8));
        Assert.Empty(search.Find("nothing of it"u8));
    }

    [Fact]
    public void A_name_inside_a_clinical_word_is_that_words_and_glued_to_others_it_is_found()
    {
        ResidualSearch search = new();
        search.Add("name", "Mary");
        Assert.Empty(search.Find("ORIGINAL\\PRIMARY\\AXIAL summary"u8));
        Assert.Equal(["name"], search.Find("for MARYJONES"u8));
        Assert.Equal(["name"], search.Find("PRIMARY, Mary"u8));
    }

    [Theory]
    [InlineData("call 555-013-4471", "telephone")]
    [InlineData("a.b@c.org", "e-mail")]
    [InlineData("on 3/14/2019", "written date")]
    [InlineData("10.0.12.1", "network address")]
    public void Shapes_of_identifiers_are_seen(string text, string kind) =>
        Assert.Contains(kind, PatternDetectors.Find(text));

    [Theory]
    [InlineData("CT CHEST 5 mm B40f")]
    [InlineData("BP 120/80")]
    public void Clinical_text_has_no_such_shape(string text) => Assert.Empty(PatternDetectors.Find(text));
}
