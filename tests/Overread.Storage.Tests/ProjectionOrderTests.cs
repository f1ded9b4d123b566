using System.Data.Common;
using Overread.Domain.Record;

namespace Overread.Storage.Tests;

/// <summary>The order of projections follows from what they build on.</summary>
public sealed class ProjectionOrderTests
{
    [Fact]
    public void Each_comes_after_those_it_builds_on_and_the_rest_stay_where_they_were()
    {
        Made items = new(["item", "file"], ["dispute"]);
        Made reads = new(["read"], []);
        Made overview = new(["overview"], ["file", "read"]);
        Made comparison = new(["dispute", "comparison"], ["comparison"]);
        Assert.Equal<IProjection>(
            [comparison, items, reads, overview],
            ProjectionOrder.Of([items, overview, reads, comparison])
        );
        Assert.Equal<IProjection>([reads, comparison, items], ProjectionOrder.Of([reads, items, comparison]));
    }

    [Fact]
    public void A_circle_is_named()
    {
        ArgumentException circle = Assert.Throws<ArgumentException>(() =>
            ProjectionOrder.Of([new First(), new Second()])
        );
        Assert.StartsWith(
            "Projections build on each other in a circle: First → Second → First.",
            circle.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_table_without_an_owner_is_named()
    {
        ArgumentException unknown = Assert.Throws<ArgumentException>(() => ProjectionOrder.Of([new First()]));
        Assert.StartsWith(
            "First builds on the table second, which no projection owns.",
            unknown.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_table_has_one_owner()
    {
        ArgumentException two = Assert.Throws<ArgumentException>(() =>
            ProjectionOrder.Of([new Second(), new Made(["second"], [])])
        );
        Assert.StartsWith("The table second is owned by both Second and Made.", two.Message, StringComparison.Ordinal);
    }

    private class Made(string[] tables, string[] buildsOn) : IProjection
    {
        public IReadOnlyList<string> Tables => tables;

        public IReadOnlyList<string> BuildsOn => buildsOn;

        public string Schema(Dialect dialect) => "";

        public void Apply(DbConnection connection, Envelope envelope) { }
    }

    private sealed class First() : Made(["first"], ["second"]);

    private sealed class Second() : Made(["second"], ["first"]);
}
