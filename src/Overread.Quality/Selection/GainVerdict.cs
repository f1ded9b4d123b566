namespace Overread.Quality.Selection;

/// <summary>What paired differences say of a strategy.</summary>
public enum GainVerdict
{
    /// <summary>The data show neither a gain nor a loss; they do not show that there is none.</summary>
    NoGainShown,

    /// <summary>Better than every baseline.</summary>
    Gain,

    /// <summary>Worse than one of the baselines.</summary>
    Worse,
}
