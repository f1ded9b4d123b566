namespace Overread.Ledger.Bundles;

/// <summary>Where a release stands, as its publisher said at a certain time.</summary>
/// <param name="Release">Its id.</param>
/// <param name="ContentHash">SHA-256 of its content, lower-case hex: what ties the line to a bundle.</param>
/// <param name="Name">Name and version, such as nodules:1.0.0.</param>
/// <param name="Words">
/// current, or one or several of recalled, superseded, consent-withdrawn, erased, corrected, restricted, withdrawn.
/// </param>
/// <param name="Items">Ids of its items that were withdrawn since, in ordinal order.</param>
public sealed record ReleaseStanding(
    string Release,
    string ContentHash,
    string Name,
    IReadOnlyList<string> Words,
    IReadOnlyList<string> Items
)
{
    /// <summary>The word for a release that nothing stands against.</summary>
    public const string Current = "current";

    /// <summary>True where it should not be used any more as it is.</summary>
    public bool OutOfUse => Words.Any(w => w is not (Current or "superseded"));
}
