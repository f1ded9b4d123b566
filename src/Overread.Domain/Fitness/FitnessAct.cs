namespace Overread.Domain.Fitness;

/// <summary>What a reader is about to do, or is to be given.</summary>
public enum FitnessAct
{
    /// <summary>Be handed an item that they do not hold yet.</summary>
    TakeItem,

    /// <summary>See, answer or submit what they hold.</summary>
    Work,

    /// <summary>Be given an item by the lead. What the reader can set right alone is asked of them before anything is shown.</summary>
    BeGiven,

    /// <summary>Have a read opened again by the lead; as <see cref="BeGiven"/>, with what holds for what was begun.</summary>
    BeReopened,

    /// <summary>Practise or take a test: all is asked of them but the qualification, which they do it for.</summary>
    Train,
}
