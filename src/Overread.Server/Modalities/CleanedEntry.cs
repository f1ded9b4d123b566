using Overread.Domain.Record;
using Overread.Server.Features.Intake;

namespace Overread.Server.Modalities;

/// <summary>What became of an entry's files once a person had approved it.</summary>
/// <param name="Facts">With the paths, hashes and sizes of the files as they are now.</param>
/// <param name="Events">What was done to them.</param>
/// <param name="Problem">Why it cannot be done; null where it was.</param>
internal sealed record CleanedEntry(EntryFacts Facts, IReadOnlyList<DomainEvent> Events, string? Problem);
