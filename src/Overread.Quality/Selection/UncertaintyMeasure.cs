namespace Overread.Quality.Selection;

/// <summary>What makes an item worth reading next.</summary>
public enum UncertaintyMeasure
{
    /// <summary>One minus the largest probability (Lewis and Gale 1994).</summary>
    LeastConfident,

    /// <summary>One minus the lead of the largest over the second largest (Scheffer et al. 2001).</summary>
    Margin,

    /// <summary>Entropy over its maximum, 0 to 1 (Shannon 1948).</summary>
    Entropy,
}
