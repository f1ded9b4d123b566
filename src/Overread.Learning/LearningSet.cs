using Overread.Learning.Features;

namespace Overread.Learning;

/// <summary>Items with one label each, as numbers: what a strategy may choose from and what it is judged by.</summary>
public sealed class LearningSet
{
    /// <summary>Takes a set.</summary>
    /// <param name="items">Names of the items, for messages and reports.</param>
    /// <param name="groups">Group per item (patient, picture, document), 0 or above: a group is never on both sides of a split.</param>
    /// <param name="labels">Class per item, 0 to the number of classes − 1.</param>
    /// <param name="classes">Names of the classes, at least two.</param>
    /// <param name="features">Items × width, row by row, finite.</param>
    /// <param name="width">Numbers per item, at least 1.</param>
    /// <param name="scaling">How the numbers are made alike before a learner sees them.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, a label is out of range, a number is not finite, or fewer than two classes.</exception>
    public LearningSet(
        IReadOnlyList<string> items,
        int[] groups,
        int[] labels,
        IReadOnlyList<string> classes,
        double[] features,
        int width,
        FeatureScaling scaling
    )
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(features);
        if (
            width < 1
            || groups.Length != items.Count
            || labels.Length != items.Count
            || features.Length != (long)items.Count * width
        )
        {
            throw new ArgumentException(
                $"{items.Count} items need as many groups and labels, and {items.Count} × {width} numbers; given were {groups.Length}, {labels.Length} and {features.Length}."
            );
        }

        if (classes.Count < 2)
        {
            throw new ArgumentException(
                $"All {items.Count} items have the label '{(classes.Count == 1 ? classes[0] : "")}': there is nothing to learn. Two classes are needed."
            );
        }

        if (labels.AsSpan().ContainsAnyExceptInRange(0, classes.Count - 1) || groups.Any(group => group < 0))
        {
            throw new ArgumentException($"A label is outside 0 to {classes.Count - 1}, or a group below 0.");
        }

        int bad = Array.FindIndex(features, value => !double.IsFinite(value));
        if (bad >= 0)
        {
            throw new ArgumentException($"The item {items[bad / width]} has a feature that is no finite number.");
        }

        (Items, Groups, Labels, Classes, Features, Width, Scaling) = (
            items,
            groups,
            labels,
            classes,
            features,
            width,
            scaling
        );
    }

    /// <summary>Names of the items.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>Group per item.</summary>
    public IReadOnlyList<int> Groups { get; }

    /// <summary>Class per item.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Numbers per item.</summary>
    public int Width { get; }

    /// <summary>How the numbers are made alike.</summary>
    public FeatureScaling Scaling { get; }

    /// <summary>Items × width, row by row.</summary>
    public ReadOnlyMemory<double> Features { get; }
}
