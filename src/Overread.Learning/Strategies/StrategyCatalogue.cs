namespace Overread.Learning.Strategies;

/// <summary>Every strategy by name; the first two are what the others are held against.</summary>
public static class StrategyCatalogue
{
    /// <summary>All, in the order in which reports show them.</summary>
    public static IReadOnlyList<SelectionStrategy> All { get; } =
    [
        new("random", "any unread item, all equally likely", Draws.Random),
        new("stratified", "as many of each class that the model predicts, by chance within it", Draws.Stratified),
        new("margin", "where the two likeliest classes are nearest (Scheffer et al. 2001)", Doubts.Margin),
        new("entropy", "where the entropy of the prediction is largest (Shannon 1948)", Doubts.Entropy),
        new(
            "disagreement",
            "where models learnt of bootstrap samples differ most: the entropy of their mean less the mean of their entropies (Seung et al. 1992; McCallum and Nigam 1998)",
            Doubts.Disagreement
        ),
        new("k-centre", "what lies farthest from all that is read (Sener and Savarese 2018)", Covering.Farthest),
        new(
            "noised-entropy",
            "as many of each predicted class, within it by the logarithm of the entropy plus Gumbel noise (after Kirsch et al. 2021 and ClaSP PE, arXiv 2601.13677)",
            Doubts.NoisedEntropy
        ),
        new(
            "label-issues",
            "near read items whose label a model that did not see it finds unlikely (the self-confidence of Northcutt et al. 2021)",
            Covering.NearErrors
        ),
        new("rare", "a quota for the class with the fewest labels so far: what is likeliest to be of it", Draws.Rare),
    ];

    // What the field calls them otherwise; reports say the name of the catalogue.
    private static readonly Dictionary<string, string> s_others = new(StringComparer.Ordinal)
    {
        ["stratified-random"] = "stratified",
        ["class-stratified"] = "stratified",
        ["class-stratified-random"] = "stratified",
        ["uncertainty"] = "entropy",
        ["committee"] = "disagreement",
        ["diversity"] = "k-centre",
        ["kcentre"] = "k-centre",
        ["core-set"] = "k-centre",
        ["coreset"] = "k-centre",
        ["class-stratified-entropy"] = "noised-entropy",
        ["noised-class-stratified-entropy"] = "noised-entropy",
        ["label-errors"] = "label-issues",
        ["rare-quota"] = "rare",
    };

    /// <summary>The strategy of a name, in any case, with hyphens, underscores or blanks, or by what the field calls it otherwise.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static SelectionStrategy Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string plain = name.Trim()
            .ToLowerInvariant()
            .Replace('_', '-')
            .Replace(' ', '-')
            .Replace("center", "centre", StringComparison.Ordinal);
        string wanted = s_others.GetValueOrDefault(plain, plain);
        return All.FirstOrDefault(strategy => strategy.Name == wanted)
            ?? throw new ArgumentException(
                $"'{name}' is no strategy; there are {string.Join(", ", All.Select(strategy => strategy.Name))}."
            );
    }
}
