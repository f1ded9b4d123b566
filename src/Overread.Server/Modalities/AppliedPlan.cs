using Overread.Domain.Intake.Claims;

namespace Overread.Server.Modalities;

/// <summary>The plan by which a modality de-identifies before the gate.</summary>
/// <param name="Hash">SHA-256 of the plan; the record names it.</param>
/// <param name="Title">For people.</param>
/// <param name="Claims">What may be claimed of its result, computed from it, as the record has it; empty for nothing.</param>
/// <param name="ClaimText">The same as a sentence that also says what is still missing.</param>
internal sealed record AppliedPlan(string Hash, string Title, string Claims, string ClaimText)
{
    /// <summary>What it allows together with what the gate does to every entry; empty where no claim is computed of it.</summary>
    public IReadOnlyList<ClaimStand> Stands { get; init; } = [];
}
