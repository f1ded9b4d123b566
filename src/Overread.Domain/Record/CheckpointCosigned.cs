using System.Globalization;

namespace Overread.Domain.Record;

/// <summary>A witness outside the installation cosigned a checkpoint of the record.</summary>
/// <param name="Witness">The name of the witness's key.</param>
/// <param name="KeyId">The first bytes of its hash, lower-case hex.</param>
/// <param name="Origin">The name of the record's key at that time.</param>
/// <param name="Size">Events under the checkpoint.</param>
/// <param name="Root">Its root, base64.</param>
/// <param name="Line">The signature line of the witness.</param>
/// <param name="Time">The time that the witness put into it, by its own clock, UTC.</param>
public sealed record CheckpointCosigned(
    string Witness,
    string KeyId,
    string Origin,
    long Size,
    string Root,
    string Line,
    string Time
) : DomainEvent
{
    /// <summary>The text of the checkpoint, which the witness signed (c2sp.org/tlog-checkpoint).</summary>
    public string Text() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root}\n");
}
