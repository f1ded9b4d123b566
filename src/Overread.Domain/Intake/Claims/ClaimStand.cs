namespace Overread.Domain.Intake.Claims;

/// <summary>Whether a claim may be made of what a plan has gone over and the gate has looked at, computed from the plan.</summary>
/// <param name="Claim">One of <see cref="ClaimRules"/>' words.</param>
/// <param name="Possible">True where nothing in the plan forbids it.</param>
/// <param name="Obstacles">One sentence each, with the clause; empty where it is possible.</param>
/// <param name="Conditions">What people must add before it holds (agreements, statements).</param>
public sealed record ClaimStand(
    [Words(ClaimRules.Pseudonymised, ClaimRules.LimitedDataSet, ClaimRules.SafeHarbor, ClaimRules.ExpertDetermination)]
        string Claim,
    bool Possible,
    IReadOnlyList<string> Obstacles,
    IReadOnlyList<string> Conditions
);
