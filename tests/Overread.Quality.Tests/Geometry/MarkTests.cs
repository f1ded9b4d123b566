using Overread.Quality.Geometry;

namespace Overread.Quality.Tests.Geometry;

public sealed class MarkTests
{
    [Fact]
    public void Boxes_by_hand()
    {
        Box first = new(0, 0, 10, 10);
        Assert.Equal(50.0 / 150, first.IntersectionOverUnion(new Box(5, 0, 15, 10)), 1e-12);
        Assert.Equal(0, first.IntersectionOverUnion(new Box(10, 0, 20, 10)));
        Assert.Equal(0, new Box(1, 1, 1, 1).IntersectionOverUnion(new Box(1, 1, 1, 1)));
    }

    [Fact]
    public void Marks_pair_one_to_one_from_the_most_alike_down()
    {
        Box[] first = [new(0, 0, 10, 10), new(20, 20, 30, 30)];
        Box[] second = [new(1, 0, 11, 10), new(0, 0, 10, 10), new(50, 50, 60, 60)];
        MarkMatching found = MarkMatching.Boxes(first, second);
        Assert.Equal([(0, 1, 1.0)], found.Pairs);
        Assert.Equal(2.0 / 5, found.F1);
        Assert.Null(MarkMatching.Boxes([], []).F1);
        Assert.Equal(0, MarkMatching.Boxes(first, []).F1);
    }

    [Fact]
    public void Points_pair_within_millimetres_and_spans_by_overlap()
    {
        MarkMatching points = MarkMatching.Points([(0, 0, 0), (10, 0, 0)], [(0, 3, 4), (40, 0, 0)], 6);
        Assert.Single(points.Pairs);
        Assert.Equal(1 - (5.0 / 6), points.Pairs[0].Likeness, 1e-12);
        MarkMatching spans = MarkMatching.Spans([(0, 10), (20, 30)], [(2, 10), (29, 40)]);
        Assert.Equal([(0, 0, 0.8)], spans.Pairs);
        Assert.Equal(0.5, spans.F1);
    }

    [Fact]
    public void Boxes_fuse_to_the_mean_of_those_who_agree()
    {
        Box[][] readers =
        [
            [new(0, 0, 10, 10)],
            [new(1, 0, 11, 10), new(40, 40, 44, 44)],
            [new(2, 0, 12, 10)],
        ];
        IReadOnlyList<(Box Box, int Readers)> fused = BoxFusion.Fuse(readers);
        Assert.Equal([(new Box(1, 0, 11, 10), 3)], fused);
        Assert.Equal(fused, BoxFusion.Fuse([.. readers.Reverse()]));
        Assert.Equal(2, BoxFusion.Fuse(readers, share: 0.3).Count);
        Assert.Empty(
            BoxFusion.Fuse([
                [],
                [],
            ])
        );
    }
}
