namespace Overread.Domain.Subjects;

/// <summary>
/// A doubt about who is who that a person has to settle: are these subjects one patient? Until somebody says, they are kept
/// in one split.
/// </summary>
/// <param name="Id">Always the same for the same kind and subjects.</param>
/// <param name="Kind">alike, part, column, identical or similar.</param>
/// <param name="Subjects">In ordinal order, at least two.</param>
/// <param name="Items">The items in question, in ordinal order; at most those of <see cref="SubjectQuestions.MostItems"/>.</param>
/// <param name="Why">What raises the doubt, as a sentence.</param>
public sealed record SubjectQuestion(
    string Id,
    [property: Words("alike", "part", "column", "identical", "similar")] string Kind,
    IReadOnlyList<string> Subjects,
    IReadOnlyList<string> Items,
    string Why
);
