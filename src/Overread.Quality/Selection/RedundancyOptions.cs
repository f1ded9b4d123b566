namespace Overread.Quality.Selection;

/// <summary>How reads are asked for one after another.</summary>
public sealed record RedundancyOptions
{
    /// <summary>Probability of an item's label from which no more reads are asked.</summary>
    public double SureAt { get; init; } = 0.95;

    /// <summary>Reads that every item gets first, at least 1.</summary>
    public int Fewest { get; init; } = 2;

    /// <summary>Most reads of an item; null for as many as there are.</summary>
    public int? Most { get; init; }

    /// <summary>Most reads in all, as a mean per item; null for no bound but <see cref="Most"/>.</summary>
    public double? BudgetPerItem { get; init; } = 3.5;

    /// <summary>Share of the items that get one more read before posteriors are computed anew, above 0, at most 1.</summary>
    public double Round { get; init; } = 0.1;

    /// <summary>Pseudo-labels of an average reader that each reader starts with: keeps few reads from looking sure.</summary>
    public double Caution { get; init; } = 10;

    /// <exception cref="ArgumentException">A setting lies outside.</exception>
    internal void Check()
    {
        if (
            !(SureAt > 0 && SureAt <= 1)
            || Fewest < 1
            || Most < Fewest
            || BudgetPerItem < Fewest
            || !(Round > 0 && Round <= 1)
            || !(Caution >= 0 && Caution < 1e6)
        )
        {
            throw new ArgumentException(
                $"{this} cannot be followed: 0 < SureAt ≤ 1, 1 ≤ Fewest ≤ Most, Fewest ≤ BudgetPerItem, 0 < Round ≤ 1 and 0 ≤ Caution are needed."
            );
        }
    }
}
