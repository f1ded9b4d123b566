using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary>What became of an import.</summary>
/// <param name="Batch">The batch that was sent.</param>
/// <param name="Entries">Studies, photos and documents that came to the gate.</param>
/// <param name="Refused">Files that were not taken.</param>
/// <param name="Duplicates">Files that were there before.</param>
/// <param name="Problems">What was refused, repeated or damaged; null where the token may send but not look at the gate.</param>
/// <param name="Gate">What was decided at the gate; null where that was not asked for.</param>
internal sealed record ImportResult(
    string Batch,
    int Entries,
    int Refused,
    int Duplicates,
    IReadOnlyList<IntakeProblem>? Problems,
    GateOutcome? Gate
);
