namespace Overread.Domain.Releases;

/// <summary>How a project gives out bundles.</summary>
/// <param name="NeedsRecipient">True where every download names a recipient whose agreement holds.</param>
/// <param name="RefusesWithdrawn">True where a bundle with withdrawn items is given to nobody; else to who confirms it.</param>
/// <param name="RefusesRecalled">True where a recalled release is given to nobody.</param>
public sealed record DisclosurePolicy(bool NeedsRecipient, bool RefusesWithdrawn, bool RefusesRecalled)
{
    /// <summary>What a project begins with.</summary>
    public static DisclosurePolicy Open { get; } = new(false, false, false);

    /// <summary>True where a release is made only under a charter; null in records of before, and then none is asked for.</summary>
    public bool? NeedsCharter { get; init; }
}
