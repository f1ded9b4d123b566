using Overread.Domain.Protocols;

namespace Overread.Domain.Marks;

/// <summary>
/// All that the rest of the house needs to know of a shape: when it lies in its file, how near two of it are, and what
/// their middle is. One file per shape, in the folder of its modality. A shape that a method does not know is an error of
/// the program, never a guess.
/// </summary>
public abstract class RegionKind
{
    /// <summary>Its name in JSON and in every file, such as <c>box</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The shape as people read it, in the plural.</summary>
    public abstract string Plural { get; }

    /// <summary>The type of the region.</summary>
    public abstract Type Region { get; }

    /// <summary>How nearness can be measured, the usual measure first.</summary>
    public abstract IReadOnlyList<MatchMeasure> Measures { get; }

    /// <summary>The rule of a field that states none.</summary>
    public abstract MatchRule UsualRule { get; }

    /// <summary>The rule that the policy of an earlier protocol states for this shape; null where it states none.</summary>
    public virtual MatchRule? RuleOf(ReadingPolicy policy) => null;

    /// <summary>Why the region cannot lie in a file of that content, as a sentence; null when it does.</summary>
    public abstract string? Misfit(Region region, FileContent content);

    /// <summary>Why the region cannot lie where it says, as a sentence; null when it does.</summary>
    /// <param name="region">The region.</param>
    /// <param name="contents">What the item's files hold, by file.</param>
    public virtual string? Misfit(Region region, IReadOnlyDictionary<string, FileContent> contents) =>
        contents.TryGetValue(region.File, out FileContent? content)
            ? Misfit(region, content)
            : "The mark lies in a file that the item does not have.";

    /// <summary>
    /// Why parts of a region cannot take the place of those it has, as a sentence; null when they do. A shape that has no parts
    /// is changed whole.
    /// </summary>
    /// <param name="region">The region as it is.</param>
    /// <param name="parts">One of the same shape that has the changed parts alone.</param>
    /// <param name="contents">What the item's files hold, by file.</param>
    public virtual string? MisfitOfParts(
        Region region,
        Region parts,
        IReadOnlyDictionary<string, FileContent> contents
    ) => "A mark of this shape has no parts; send it whole, as MarkRevised.";

    /// <summary>The region with parts in the place of those it had; see <see cref="MisfitOfParts"/>.</summary>
    /// <exception cref="NotSupportedException">The shape has no parts.</exception>
    public virtual Region WithParts(Region region, Region parts) =>
        throw new NotSupportedException($"A {Name} has no parts.");

    /// <summary>
    /// The measured nearness of two regions in the rule's measure and unit; null where it cannot be measured: in different
    /// files or frames, or in millimetres where the spacing is unknown.
    /// </summary>
    public abstract double? Measure(Region first, Region second, MatchRule rule, FileContent? content);

    /// <summary>True where a larger value of the rule's measure is nearer.</summary>
    public abstract bool LargerIsNearer(MatchRule rule);

    /// <summary>A region in the middle of several in one file, each coordinate the median; it takes the rest from the first.</summary>
    public abstract Region Middle(IReadOnlyList<Region> regions);

    /// <summary>Columns of its coordinates in tables, in order; shapes share a column by sharing its name.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>The values of <see cref="Columns"/>.</summary>
    public abstract IReadOnlyList<double> Values(Region region);

    /// <summary>The column of tables that takes the whole of a shape that no fixed number of columns holds; null where <see cref="Columns"/> do.</summary>
    public virtual string? TraceColumn => null;

    /// <summary>The value of <see cref="TraceColumn"/>; null where there is none.</summary>
    public virtual string? Trace(Region region) => null;

    /// <summary>
    /// How surely two regions are the same thing under a rule: 0 where they are not, else above 0 and greater the nearer.
    /// </summary>
    public double Likeness(Region first, Region second, MatchRule rule, FileContent? content)
    {
        if (Measure(first, second, rule, content) is not { } value)
        {
            return 0;
        }

        return LargerIsNearer(rule)
            ? value >= rule.Threshold
                ? value
                : 0
            : value < rule.Threshold
                ? 1 / (1 + value)
                : 0;
    }

    /// <summary>The median; of an even number the mean of the two in the middle.</summary>
    protected internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
