using Overread.Domain.Marks;
using Overread.Domain.Reads;
using Overread.Domain.Record;

namespace Overread.Domain.Training;

/// <summary>A set of items with reference answers is kept so from now on.</summary>
/// <param name="Set">All of it but its items.</param>
public sealed record TrainingSetKept(TrainingSet Set) : DomainEvent;

/// <summary>The right answers of an item were stated; the item belongs to the set and is in nobody's ordinary queue any more.</summary>
/// <param name="Set">The set.</param>
/// <param name="Purpose">What the set is for.</param>
/// <param name="Case">The item with its answers.</param>
public sealed record ReferenceStated(string Set, TrainingPurpose Purpose, ReferenceCase Case) : DomainEvent;

/// <summary>An item of a set is used no more, for example because its answer became known.</summary>
/// <param name="Set">The set.</param>
/// <param name="Item">The item.</param>
/// <param name="Reason">Why.</param>
public sealed record ReferenceRetired(string Set, string Item, string Reason) : DomainEvent;

/// <summary>Somebody was shown the reference answers of a set; they take no test with these items and get none of them as gold.</summary>
/// <param name="Set">The set.</param>
/// <param name="Items">The items.</param>
public sealed record ReferencesSeen(string Set, IReadOnlyList<string> Items) : DomainEvent;

/// <summary>A person practised on an item and was shown the reference answer.</summary>
/// <param name="Set">The set.</param>
/// <param name="Round">The round of the set, from 1.</param>
/// <param name="Item">The item.</param>
/// <param name="Answers">What they answered, by field.</param>
/// <param name="Marks">What they marked.</param>
/// <param name="Verdicts">How that stands to the reference.</param>
public sealed record PracticeAnswered(
    string Set,
    int Round,
    string Item,
    IReadOnlyDictionary<string, Answer> Answers,
    IReadOnlyList<Mark> Marks,
    IReadOnlyList<FieldVerdict> Verdicts
) : DomainEvent;

/// <summary>A sealed test was drawn for a person.</summary>
/// <param name="Attempt">Its id.</param>
/// <param name="Set">The bank.</param>
/// <param name="Number">The person's attempt at it, from 1.</param>
/// <param name="Seed">The seed of the draw.</param>
/// <param name="Items">What was drawn, in its order.</param>
/// <param name="Guideline">The version of the guideline that the person had acknowledged; null where there was none.</param>
public sealed record TestDrawn(
    string Attempt,
    string Set,
    int Number,
    long Seed,
    IReadOnlyList<string> Items,
    int? Guideline
) : DomainEvent;

/// <summary>An item of a test was answered. The person is told nothing of how.</summary>
/// <param name="Attempt">The test.</param>
/// <param name="Item">The item.</param>
/// <param name="Answers">What they answered, by field.</param>
/// <param name="Marks">What they marked.</param>
/// <param name="Verdicts">How that stands to the reference, as it was then.</param>
public sealed record TestAnswered(
    string Attempt,
    string Item,
    IReadOnlyDictionary<string, Answer> Answers,
    IReadOnlyList<Mark> Marks,
    IReadOnlyList<FieldVerdict> Verdicts
) : DomainEvent;

/// <summary>A test was passed: the person is qualified.</summary>
/// <param name="Attempt">The test.</param>
/// <param name="Person">The person.</param>
/// <param name="Passed">What they are qualified by.</param>
/// <param name="Scores">What each field came to.</param>
public sealed record QualificationPassed(
    string Attempt,
    string Person,
    TestedQualification Passed,
    IReadOnlyList<FieldScore> Scores
) : DomainEvent;

/// <summary>A test was not passed.</summary>
/// <param name="Attempt">The test.</param>
/// <param name="Person">The person.</param>
/// <param name="Scores">What each field came to.</param>
public sealed record QualificationFailed(string Attempt, string Person, IReadOnlyList<FieldScore> Scores) : DomainEvent;

/// <summary>
/// Reads of gold were held against the reference. It stands where the reads of another item would have been compared, so that a
/// submission takes as long for both.
/// </summary>
/// <param name="Set">The set.</param>
/// <param name="Read">The read that was submitted last.</param>
/// <param name="Verdicts">How that one stands to the reference, as it was then.</param>
public sealed record GoldJudged(string Set, string Read, IReadOnlyList<FieldVerdict> Verdicts) : DomainEvent;
