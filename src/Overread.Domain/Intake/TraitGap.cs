namespace Overread.Domain.Intake;

/// <summary>Why a trait of an item is not known.</summary>
public enum TraitGap
{
    /// <summary>The source says nothing of it.</summary>
    NotStated,

    /// <summary>The source says it, and the plan of de-identification takes it away.</summary>
    PlanRemoves,

    /// <summary>The source says it, and the plan changes it, so that what is left is not what was.</summary>
    PlanChanges,

    /// <summary>What the source says is no value of it.</summary>
    Unreadable,

    /// <summary>Parts of the item say different things.</summary>
    Several,
}
