using Overread.Domain.Record;
using Overread.Server.Composition;

namespace Overread.Server.Features.Witnesses.Contracts;

/// <summary>How a witness stands to the record.</summary>
/// <param name="Witness">The witness.</param>
/// <param name="Last">The newest cosignature that the record holds, and when it came; null for none.</param>
/// <param name="Objection">What it objected to since, and when; null for nothing.</param>
/// <param name="Tried">When it was asked last since the server started; null for not yet.</param>
/// <param name="Trouble">Why the last time gave no cosignature, one of the words of <see cref="WitnessTrouble"/>; null where it did.</param>
internal sealed record WitnessStanding(
    WitnessAddress Witness,
    (CheckpointCosigned Event, string At)? Last,
    (WitnessObjected Event, string At)? Objection,
    DateTimeOffset? Tried,
    string? Trouble
);
