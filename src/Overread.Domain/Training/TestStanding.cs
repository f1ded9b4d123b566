namespace Overread.Domain.Training;

/// <summary>Where a person stands towards a bank of tests.</summary>
/// <param name="Keeper">They may see the reference answers: a lead, an auditor or an administrator.</param>
/// <param name="Open">The test that they have begun and not ended; null for none.</param>
/// <param name="Failed">When each attempt ended that counts against the limit, the oldest first.</param>
/// <param name="Qualified">What they passed, as far as it holds now; null where nothing does.</param>
/// <param name="Fresh">Items of the bank that were never shown to them.</param>
public sealed record TestStanding(
    bool Keeper,
    string? Open,
    IReadOnlyList<DateTimeOffset> Failed,
    TestedQualification? Qualified,
    int Fresh
);
