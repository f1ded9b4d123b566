using Overread.Quality.Geometry;

namespace Overread.Quality.LabelErrors;

/// <summary>
/// Boxes that are missing, of the wrong category, or moved, by predictions that have not seen them: a model's, or what the other readers
/// drew. The three kinds are those of Tkachenko, Thyagarajan and Mueller 2023 (arXiv:2309.00832); how sure a prediction must be is learnt
/// as in confident learning (Northcutt, Jiang and Chuang 2021): as sure as the predictions of its category are that agree with a given
/// box, on the average. A pair is moved when its overlap lies below the lower fence of all pairs' overlaps (Tukey 1977: 1.5 times the
/// interquartile range below the first quartile). What the model never finds is not seen to be missing.
/// </summary>
public sealed class BoxIssues
{
    /// <summary>Overlap, intersection over union, from which two boxes are taken for one object, as is customary (Everingham et al. 2010).</summary>
    public const double SameObject = 0.5;

    /// <summary>Overlap from which a box may be a moved one.</summary>
    private const double SomeOverlap = 0.1;

    private BoxIssues(IReadOnlyList<BoxIssue> suspects, int given, double fence)
    {
        Suspects = suspects;
        Given = given;
        Fence = fence;
    }

    /// <summary>Suspect boxes, worst first.</summary>
    public IReadOnlyList<BoxIssue> Suspects { get; }

    /// <summary>Number of given boxes.</summary>
    public int Given { get; }

    /// <summary>Overlap below which a box counts as moved, at most <see cref="SameObject"/>.</summary>
    public double Fence { get; }

    /// <summary>Finds suspect boxes.</summary>
    /// <param name="given">The given boxes of each item.</param>
    /// <param name="predicted">The predictions of each item.</param>
    /// <exception cref="ArgumentException">Numbers of items differ, a score lies outside 0 to 1, or a category is negative.</exception>
    public static BoxIssues Find(
        IReadOnlyList<IReadOnlyList<LabelledBox>> given,
        IReadOnlyList<IReadOnlyList<LabelledBox>> predicted
    )
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(predicted);
        Check(given, predicted);
        MarkMatching[] paired =
        [
            .. given.Zip(predicted, (own, other) => Pairs(own, other, SomeOverlap, sameCategory: true)),
        ];
        Dictionary<int, double> bars = Bars(predicted, paired);
        double fence = Math.Min(
            SameObject,
            LowerFence([.. paired.SelectMany(item => item.Pairs).Select(pair => pair.Likeness)])
        );
        List<BoxIssue> suspects = [];
        for (int item = 0; item < given.Count; item++)
        {
            suspects.AddRange(
                paired[item]
                    .Pairs.Where(pair => pair.Likeness < fence && Sure(predicted[item][pair.Second], bars))
                    .Select(pair => new BoxIssue(item, BoxIssueKind.Moved, pair.First, pair.Second, pair.Likeness))
            );
            Unpaired(item, given[item], predicted[item], paired[item], bars, suspects);
        }

        return new BoxIssues(
            [.. suspects.OrderBy(one => one.Quality).ThenBy(one => one.Item).ThenBy(one => one.Predicted)],
            given.Sum(boxes => boxes.Count),
            fence
        );
    }

    /// <summary>
    /// What all readers but one drew, per category (<see cref="BoxFusion"/>), with the share of them behind each box: the predictions by
    /// which that reader's boxes can be judged where there is no model.
    /// </summary>
    /// <param name="readers">The boxes of each reader of one item.</param>
    /// <param name="reader">The reader who is left out.</param>
    public static IReadOnlyList<LabelledBox> OfOthers(IReadOnlyList<IReadOnlyList<LabelledBox>> readers, int reader)
    {
        ArgumentNullException.ThrowIfNull(readers);
        IReadOnlyList<LabelledBox>[] others = [.. readers.Where((_, other) => other != reader)];
        return
        [
            .. others
                .SelectMany(boxes => boxes.Select(box => box.Category))
                .Distinct()
                .Order()
                .SelectMany(category =>
                    BoxFusion
                        .Fuse(
                            [
                                .. others.Select(boxes =>
                                    (IReadOnlyList<Box>)
                                        [.. boxes.Where(box => box.Category == category).Select(box => box.Box)]
                                ),
                            ],
                            SameObject,
                            0
                        )
                        .Select(fused => new LabelledBox(fused.Box, category, (double)fused.Readers / others.Length))
                ),
        ];
    }

    private static void Check(
        IReadOnlyList<IReadOnlyList<LabelledBox>> given,
        IReadOnlyList<IReadOnlyList<LabelledBox>> predicted
    )
    {
        if (given.Count != predicted.Count)
        {
            throw new ArgumentException(
                $"{given.Count} items with given boxes and {predicted.Count} with predictions."
            );
        }

        foreach (LabelledBox box in given.Concat(predicted).SelectMany(boxes => boxes))
        {
            if (!(box.Score >= 0 && box.Score <= 1) || box.Category < 0)
            {
                throw new ArgumentException(
                    $"A box of category {box.Category} with the score {box.Score}: scores lie in 0 to 1, categories from 0."
                );
            }
        }
    }

    private static MarkMatching Pairs(
        IReadOnlyList<LabelledBox> given,
        IReadOnlyList<LabelledBox> predicted,
        double least,
        bool sameCategory
    ) =>
        MarkMatching.Of(
            given.Count,
            predicted.Count,
            (i, j) =>
                given[i].Category == predicted[j].Category == sameCategory
                    ? given[i].Box.IntersectionOverUnion(predicted[j].Box)
                    : double.NegativeInfinity,
            least
        );

    /// <summary>Mean score of a category's predictions that agree with a given box.</summary>
    private static Dictionary<int, double> Bars(
        IReadOnlyList<IReadOnlyList<LabelledBox>> predicted,
        MarkMatching[] paired
    ) =>
        paired
            .SelectMany(
                (item, at) =>
                    item.Pairs.Where(pair => pair.Likeness >= SameObject).Select(pair => predicted[at][pair.Second])
            )
            .GroupBy(box => box.Category)
            .ToDictionary(group => group.Key, group => group.Average(box => box.Score));

    /// <summary>Whether a prediction is as sure as those that are right; a category that never is right is never sure.</summary>
    private static bool Sure(LabelledBox predicted, Dictionary<int, double> bars) =>
        bars.TryGetValue(predicted.Category, out double bar) && predicted.Score >= bar - 1e-9;

    private static void Unpaired(
        int item,
        IReadOnlyList<LabelledBox> given,
        IReadOnlyList<LabelledBox> predicted,
        MarkMatching paired,
        Dictionary<int, double> bars,
        List<BoxIssue> suspects
    )
    {
        int[] own = [.. Enumerable.Range(0, given.Count).Where(box => paired.Pairs.All(pair => pair.First != box))];
        int[] other =
        [
            .. Enumerable
                .Range(0, predicted.Count)
                .Where(box => Sure(predicted[box], bars) && paired.Pairs.All(pair => pair.Second != box)),
        ];
        MarkMatching swapped = Pairs(
            [.. own.Select(box => given[box])],
            [.. other.Select(box => predicted[box])],
            SameObject,
            sameCategory: false
        );
        suspects.AddRange(
            swapped.Pairs.Select(pair => new BoxIssue(
                item,
                BoxIssueKind.WrongCategory,
                own[pair.First],
                other[pair.Second],
                1 - predicted[other[pair.Second]].Score
            ))
        );

        // A second prediction for what is drawn already, as whatever category, says nothing of a missing one.
        suspects.AddRange(
            other
                .Where(
                    (box, at) =>
                        swapped.Pairs.All(pair => pair.Second != at)
                        && given.All(drawn => drawn.Box.IntersectionOverUnion(predicted[box].Box) < SameObject)
                )
                .Select(box => new BoxIssue(item, BoxIssueKind.Missing, -1, box, 1 - predicted[box].Score))
        );
    }

    /// <summary>First quartile less 1.5 interquartile ranges; quartiles are interpolated (type 7 of Hyndman and Fan 1996).</summary>
    internal static double LowerFence(double[] values)
    {
        if (values.Length == 0)
        {
            return 0;
        }

        double[] sorted = [.. values.Order()];
        double At(double share)
        {
            double place = share * (sorted.Length - 1);
            int below = (int)place;
            double rest = place - below;
            return rest > 0 ? (sorted[below] * (1 - rest)) + (sorted[below + 1] * rest) : sorted[below];
        }

        return At(0.25) - (1.5 * (At(0.75) - At(0.25)));
    }
}
