namespace Overread.Quality.Geometry;

/// <summary>
/// One set of boxes out of several readers': boxes that overlap enough form a group with at most one box per reader, and a
/// group's box is the mean of its edges (weighted boxes fusion, Solovyev et al. 2021, Image Vis. Comput. 107:104117, with
/// even weights). The share of readers behind each box is kept.
/// </summary>
public static class BoxFusion
{
    /// <summary>Fuses.</summary>
    /// <param name="readers">The boxes of each reader who read the item, also of those who marked nothing.</param>
    /// <param name="least">Least intersection over union with the group's box.</param>
    /// <param name="share">Share of readers that a box needs; 0.5 asks for at least half.</param>
    /// <returns>Boxes with the number of readers behind them, most first.</returns>
    public static IReadOnlyList<(Box Box, int Readers)> Fuse(
        IReadOnlyList<IReadOnlyList<Box>> readers,
        double least = 0.5,
        double share = 0.5
    )
    {
        ArgumentNullException.ThrowIfNull(readers);

        // The larger boxes come first, whoever drew them: the result does not depend on the order of readers.
        (Box Box, int Reader)[] all =
        [
            .. readers
                .SelectMany((boxes, reader) => boxes.Select(box => (Box: box, Reader: reader)))
                .OrderByDescending(entry => entry.Box.Area)
                .ThenBy(entry => entry.Box.X0)
                .ThenBy(entry => entry.Box.Y0)
                .ThenBy(entry => entry.Box.X1),
        ];
        List<List<(Box Box, int Reader)>> groups = [];
        foreach ((Box box, int reader) in all)
        {
            List<(Box Box, int Reader)>? home = groups
                .Where(group => group.TrueForAll(entry => entry.Reader != reader))
                .Select(group => (Group: group, Likeness: Mean(group).IntersectionOverUnion(box)))
                .Where(candidate => candidate.Likeness >= least)
                .OrderByDescending(candidate => candidate.Likeness)
                .Select(candidate => candidate.Group)
                .FirstOrDefault();
            if (home is null)
            {
                groups.Add([(box, reader)]);
            }
            else
            {
                home.Add((box, reader));
            }
        }

        List<(Box Box, int Readers)> fused = [];
        foreach (
            List<(Box Box, int Reader)> group in groups.Where(group => group.Count >= (share * readers.Count) - 1e-9)
        )
        {
            int marks = group.Count;
            fused.Add((Mean(group), marks));
        }

        return [.. fused.OrderByDescending(entry => entry.Readers).ThenBy(entry => entry.Box.X0)];
    }

    private static Box Mean(List<(Box Box, int Reader)> group) =>
        new(
            group.Average(entry => entry.Box.X0),
            group.Average(entry => entry.Box.Y0),
            group.Average(entry => entry.Box.X1),
            group.Average(entry => entry.Box.Y1)
        );
}
