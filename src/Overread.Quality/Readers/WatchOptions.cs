namespace Overread.Quality.Readers;

/// <summary>What an honest reader is taken to do at least, and how often a watch may cry wolf.</summary>
public sealed record WatchOptions
{
    /// <summary>Chance of one false finding or more in a whole campaign, over all readers, pairs, kinds and looks.</summary>
    public double FalseAlarms { get; init; } = 0.05;

    /// <summary>Share of gold items that a reader must get right; also the share of agreement with the others' majority.</summary>
    public double Mark { get; init; } = 0.85;

    /// <summary>Reads after which an ordinary item is compared; null to compare each when its last read is in.</summary>
    public int? ReadsPerItem { get; init; }

    /// <summary>Largest share of wrong suggestions that an honest reader agrees with.</summary>
    public double WrongSuggestions { get; init; } = 0.25;

    /// <summary>
    /// Of the gold items where one of a pair is wrong at least: largest share at which both give the same wrong answer, for
    /// two readers who work alone.
    /// </summary>
    public double SharedErrors { get; init; } = 0.12;

    /// <summary>The same where the others' majority stands in for the truth, which may be wrong itself.</summary>
    public double SharedMinority { get; init; } = 0.2;

    /// <summary>A read is hasty below this share of the others' median time.</summary>
    public double HasteBelow { get; init; } = 0.25;

    /// <summary>Largest share of hasty reads of an honest reader.</summary>
    public double Hasty { get; init; } = 0.1;

    /// <exception cref="ArgumentException">A setting lies outside.</exception>
    internal void Check()
    {
        (string Name, double Value)[] shares =
        [
            (nameof(FalseAlarms), FalseAlarms),
            (nameof(Mark), Mark),
            (nameof(WrongSuggestions), WrongSuggestions),
            (nameof(SharedErrors), SharedErrors),
            (nameof(SharedMinority), SharedMinority),
            (nameof(HasteBelow), HasteBelow),
            (nameof(Hasty), Hasty),
        ];
        foreach ((string name, double value) in shares)
        {
            if (!(value > 0 && value < 1))
            {
                throw new ArgumentException($"{name} is {value}; a share strictly between 0 and 1 is needed.");
            }
        }

        if (ReadsPerItem is < 2)
        {
            throw new ArgumentException($"{nameof(ReadsPerItem)} is {ReadsPerItem}; reads are compared from two on.");
        }
    }
}
