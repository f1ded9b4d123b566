using Overread.Domain;
using Overread.Domain.Intake.Claims;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Modalities;

namespace Overread.Server.Features.Intake.Plans;

/// <summary>Whether a project's claim is true of entries at the gate.</summary>
/// <param name="plans">The project's plans and claim.</param>
/// <param name="modalities">Whose entries they are.</param>
/// <param name="today">The day.</param>
internal sealed class ClaimCheck(ChosenPlans plans, ModalityList modalities, DateOnly today)
{
    /// <summary>The project's plans and claim.</summary>
    public ChosenPlans Plans => plans;

    /// <summary>True where the claim rests on a determination that has ended.</summary>
    public bool HasEnded => plans.Claim.Determination is { } determination && ClaimRules.HasEnded(determination, today);

    /// <summary>What stands against the claim in an entry: one sentence each.</summary>
    public IReadOnlyList<string> Against(GateEntry entry)
    {
        IModality modality = modalities.Of(entry.Kind);
        return ClaimRules.Against(
            plans.Claim,
            entry.Plan,
            plans.Find(modality, entry.Plan)?.Stands,
            plans.Claim.Claim == ClaimRules.Pseudonymised ? [] : modality.Gate.Undone(entry),
            today
        );
    }

    /// <summary>Why an entry cannot be approved under the claim; null where it can.</summary>
    public Refusal? Obstacle(GateEntry entry) => ClaimRules.Obstacle(plans.Claim, Against(entry));

    /// <summary>The entries, each with what stands against the claim.</summary>
    public List<GateEntry> Mark(IEnumerable<GateEntry> entries) =>
        [.. entries.Select(e => e with { AgainstClaim = Against(e) })];

    /// <summary>True where the project has chosen another plan since the entry was made.</summary>
    public bool IsOfOtherPlan(GateEntry entry) => entry.Plan != plans.PlanOf(modalities.Of(entry.Kind))?.Hash;
}
