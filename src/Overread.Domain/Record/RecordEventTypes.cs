namespace Overread.Domain.Record;

/// <summary>The events about the store itself.</summary>
public static class RecordEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(TablesSealed),
        typeof(EventsErased),
        typeof(EventsMarked),
        typeof(StoreAccepted),
        typeof(BackupMade),
        typeof(BackupDrilled),
        typeof(StoreRestored),
        typeof(ClockJumped),
        typeof(StoreAudited),
        typeof(CheckpointCosigned),
        typeof(WitnessObjected),
        typeof(StoreShareAudited),
        typeof(LogKeyRotated),
        typeof(MarksKeyRotated),
    ];
}
