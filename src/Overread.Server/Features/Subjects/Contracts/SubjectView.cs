using Overread.Domain.Subjects;

namespace Overread.Server.Features.Subjects.Contracts;

/// <summary>Who is who in a project.</summary>
/// <param name="Items">Every item with whose it is.</param>
/// <param name="Questions">All questions, settled or not.</param>
/// <param name="Groups">Which subjects stand together.</param>
/// <param name="Decisions">What was said, the earliest first.</param>
internal sealed record SubjectView(
    IReadOnlyList<SubjectItem> Items,
    IReadOnlyList<SubjectQuestion> Questions,
    SubjectGroups Groups,
    IReadOnlyList<SubjectsDecided> Decisions
);
