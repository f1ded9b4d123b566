namespace Overread.Domain.Record;

/// <summary>
/// A witness does not hold the record's checkpoint for a continuation of what it has seen: the store is older than it was, or its
/// history is another.
/// </summary>
/// <param name="Witness">The name of the witness's key.</param>
/// <param name="KeyId">The first bytes of its hash, lower-case hex.</param>
/// <param name="Kind"><see cref="Rollback"/> or <see cref="Fork"/>.</param>
/// <param name="Size">Events under the checkpoint that it was shown.</param>
/// <param name="Root">Its root, base64.</param>
/// <param name="Seen">Events under the checkpoint that it has cosigned last, by its own word.</param>
public sealed record WitnessObjected(string Witness, string KeyId, string Kind, long Size, string Root, long Seen)
    : DomainEvent
{
    /// <summary>The witness has seen more events than the record has.</summary>
    public const string Rollback = "rollback";

    /// <summary>The witness has seen other events than the record has.</summary>
    public const string Fork = "fork";
}
