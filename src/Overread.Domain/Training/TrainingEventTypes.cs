namespace Overread.Domain.Training;

/// <summary>The events about training, tests and gold.</summary>
public static class TrainingEventTypes
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(TrainingSetKept),
        typeof(ReferenceStated),
        typeof(ReferenceRetired),
        typeof(ReferencesSeen),
        typeof(PracticeAnswered),
        typeof(TestDrawn),
        typeof(TestAnswered),
        typeof(QualificationPassed),
        typeof(QualificationFailed),
        typeof(GoldJudged),
    ];
}
