using Overread.Domain.Comparison;

namespace Overread.Server.Features.Comparison.Contracts;

/// <summary>A consensus that was computed, with how many labels came to what.</summary>
/// <param name="Method">The method asked for; "by field" where they differ.</param>
/// <param name="RecordSize">Events in the record that the input was taken from.</param>
/// <param name="Fields">How each field was inferred; null for runs of before.</param>
internal sealed record ConsensusRun(
    string Id,
    string Method,
    string Version,
    int ProtocolVersion,
    string InputHash,
    long RecordSize,
    string At,
    long Items,
    long Accepted,
    long Disputed,
    long Incomplete,
    long NotAsked,
    IReadOnlyList<ConsensusChosen>? Fields
);
