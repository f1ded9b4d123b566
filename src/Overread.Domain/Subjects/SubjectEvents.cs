using Overread.Domain.Record;

namespace Overread.Domain.Subjects;

/// <summary>A person said whether subjects are one patient. A later word about two of them takes the place of this one.</summary>
/// <param name="Subjects">The subjects, at least two.</param>
/// <param name="Same">True for one patient, who stands in one split; false for several.</param>
/// <param name="Reason">Why.</param>
/// <param name="Question">The id of the question that it answers; null where nobody asked.</param>
public sealed record SubjectsDecided(IReadOnlyList<string> Subjects, bool Same, string Reason, string? Question = null)
    : DomainEvent;

/// <summary>
/// Everything of a subject was erased: what its items said, what was read of them, their files, who it was. The subject is
/// not named: nothing is left that would know it by its name.
/// </summary>
/// <param name="Reason">Why, such as who asked and when; names nobody.</param>
/// <param name="Items">How many items it had.</param>
/// <param name="Events">How many events lost their content.</param>
/// <param name="Files">How many files were destroyed; those that another item has as well stay.</param>
/// <param name="Releases">Ids of the releases whose bundles hold it and stay.</param>
/// <param name="Kept">Why those are kept although the subject is erased; null where there are none.</param>
public sealed record SubjectErased(
    string Reason,
    int Items,
    int Events,
    int Files,
    IReadOnlyList<string> Releases,
    string? Kept
) : DomainEvent
{
    /// <summary>Why the duty to keep releases that hold the subject yields; null where there was none.</summary>
    public string? DespiteKeeping { get; init; }
}

/// <summary>It was decided that a subject is not erased although somebody asked for it: a duty to retain outweighs.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Reason">Which duty, and until when.</param>
/// <param name="Items">How many items it has.</param>
/// <param name="Releases">Ids of the releases that hold it.</param>
public sealed record SubjectRetained(string Subject, string Reason, int Items, IReadOnlyList<string> Releases)
    : DomainEvent;
