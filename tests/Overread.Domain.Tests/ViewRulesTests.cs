using Overread.Domain.Views;

namespace Overread.Domain.Tests;

/// <summary>What is kept as a view is a name and the query of an address, and is dropped by whom it belongs to.</summary>
public class ViewRulesTests
{
    [Theory]
    [InlineData("Disputed CT", "state=disputed&modality=CT", null)]
    [InlineData(" ", "a=b", "view.name")]
    [InlineData("a\u0007b", "a=b", "view.name")]
    [InlineData("All", "", null)]
    [InlineData("All", "q=a b", "view.query")]
    [InlineData("All", "q=%20%C3%A4", null)]
    [InlineData("All", "a=b#c", "view.query")]
    [InlineData("All", "a=b?c", "view.query")]
    [InlineData("All", "a=ä", "view.query")]
    [InlineData("All", "\"onclick", "view.query")]
    public void A_view_has_a_name_and_a_query(string name, string query, string? code) =>
        Assert.Equal(code, ViewRules.Keep(name, query, 0)?.Code);

    [Fact]
    public void Lengths_and_numbers_have_limits()
    {
        Assert.Null(ViewRules.Keep(new string('n', 80), new string('q', 2000), ViewRules.Most - 1));
        Assert.Equal("view.name", ViewRules.Keep(new string('n', 81), "", 0)?.Code);
        Assert.Equal("view.query", ViewRules.Keep("n", new string('q', 2001), 0)?.Code);
        Assert.Equal("view.many", ViewRules.Keep("n", "", ViewRules.Most)?.Code);
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public void A_view_is_dropped_by_its_owner_or_the_lead(bool own, bool lead, bool may) =>
        Assert.Equal(may, ViewRules.Drop(own, lead) is null);
}
