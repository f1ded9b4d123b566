namespace Overread.Domain.Training;

/// <summary>What a set of items with reference answers is for.</summary>
public enum TrainingPurpose
{
    /// <summary>To practise: the reference answer and its reason are shown after each item.</summary>
    Practice,

    /// <summary>A bank from which sealed tests are drawn: no reference answer is ever shown.</summary>
    Test,

    /// <summary>Mixed into the readers' queues, so that nobody can tell them from other items.</summary>
    Gold,
}
