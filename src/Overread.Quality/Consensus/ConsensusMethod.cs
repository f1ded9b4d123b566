namespace Overread.Quality.Consensus;

/// <summary>A consensus method by its stable name.</summary>
/// <param name="Name">Lower case with hyphens; written into results.</param>
/// <param name="Summary">One sentence for people.</param>
/// <param name="Infer">Runs it.</param>
public sealed record ConsensusMethod(
    string Name,
    string Summary,
    Func<Ratings, ConsensusOptions, ConsensusResult> Infer
)
{
    /// <summary>Every method, simplest first.</summary>
    public static IReadOnlyList<ConsensusMethod> All { get; } =
    [
        new("majority", "Most votes; ties stay ties.", MajorityVote.Infer),
        new("wawa", "Votes weighted by agreement with the majority.", WeightedMajority.Wawa),
        new("zero-based-skill", "Votes weighted by agreement with the weighted vote.", WeightedMajority.ZeroBasedSkill),
        new("dawid-skene", "A confusion matrix per reader.", DawidSkene.Infer),
        new(
            "hierarchical",
            "Dawid-Skene, and readers who are drawn from one population.",
            HierarchicalDawidSkene.Infer
        ),
        new("one-coin", "One accuracy per reader.", OneCoin.Infer),
        new("glad", "An ability per reader and an ease per item.", Glad.Infer),
        new("mace", "Readers who look, and readers who answer by habit.", Mace.Infer),
        new("kos", "Belief propagation for two categories.", KargerOhShah.Infer),
        new(
            "m-msr",
            "Skills from agreements, robust to some adversaries.",
            (ratings, options) => MMsr.Infer(ratings, options)
        ),
        new("habits", "A rate per category and a bonus for the right one per reader.", ReaderHabits.Infer),
        new("ordinal", "Habits, and near misses likelier than far ones.", OrdinalDawidSkene.Infer),
        new("item-effects", "Dawid-Skene, and items that mislead their readers.", ItemEffects.Infer),
        new("stacked", "Four models, weighted by how well they foretell held-out labels.", StackedModels.Infer),
        new("averaged", "The mean of Dawid-Skene with and without item effects.", AveragedModels.Infer),
    ];

    /// <summary>The method of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names.</exception>
    public static ConsensusMethod Named(string name) =>
        All.FirstOrDefault(method => method.Name == name)
        ?? throw new ArgumentException(
            $"There is no consensus method '{name}'. There are: {string.Join(", ", All.Select(method => method.Name))}."
        );
}
