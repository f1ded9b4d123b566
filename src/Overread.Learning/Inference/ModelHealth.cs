namespace Overread.Learning.Inference;

/// <summary>Whether a model can be asked at this moment.</summary>
/// <param name="Fault">What stands against it; null where it is ready.</param>
/// <param name="Sentence">The same for people.</param>
public sealed record ModelHealth(InferenceFaultKind? Fault, string Sentence)
{
    /// <summary>True where it can be asked.</summary>
    public bool IsReady => Fault is null;
}
