namespace Overread.Dicom.Deidentify.Plans;

/// <summary>Whether a claim may be made of a plan, and what stands in its way.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Possible">True where nothing in the plan forbids it.</param>
/// <param name="Obstacles">One sentence each, with the clause; empty where the claim is possible.</param>
/// <param name="Conditions">What people must add before the claim holds (agreements, statements); never empty.</param>
public sealed record ClaimFinding(
    PrivacyClaim Claim,
    bool Possible,
    IReadOnlyList<string> Obstacles,
    IReadOnlyList<string> Conditions
);
