using Overread.Domain.Intake.Claims;

namespace Overread.Domain.Intake;

/// <summary>The events about batches, the gate, keys and items.</summary>
public static class IntakeEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(BatchReceived),
        typeof(FileRefused),
        typeof(DeidentificationApplied),
        typeof(EntryDecided),
        typeof(ReviewSampled),
        typeof(LeakMarked),
        typeof(BatchDecided),
        typeof(KeyMade),
        typeof(KeyRotated),
        typeof(KeyEscrowed),
        typeof(KeyRestored),
        typeof(MappingDestroyed),
        typeof(ItemReady),
        typeof(ItemWithdrawn),
        typeof(ItemRestored),
        typeof(ItemFlagged),
        typeof(ItemUnflagged),
        typeof(PatientsDecided),
        typeof(PatientDecisionsTaken),
        typeof(EntriesPreparedAgain),
        typeof(PlanChosen),
        typeof(ClaimChosen),
        typeof(ClaimMade),
        typeof(CompanionsJoined),
        typeof(ItemDescribed),
        typeof(AcquisitionDeclared),
    ];
}
