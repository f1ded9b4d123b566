using Overread.Domain.Record;

namespace Overread.Domain.Subjects;

/// <summary>A person said whether subjects are one patient. A later word about two of them takes the place of this one.</summary>
/// <param name="Subjects">The subjects, at least two.</param>
/// <param name="Same">True for one patient, who stands in one split; false for several.</param>
/// <param name="Reason">Why.</param>
/// <param name="Question">The id of the question that it answers; null where nobody asked.</param>
public sealed record SubjectsDecided(IReadOnlyList<string> Subjects, bool Same, string Reason, string? Question = null)
    : DomainEvent;
