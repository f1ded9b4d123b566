namespace Overread.Learning.Inference;

/// <summary>A model's server gave no answer that could be used; the message says what and what to do, never what was sent.</summary>
public sealed class InferenceException : Exception
{
    /// <summary>Makes one.</summary>
    public InferenceException(InferenceFaultKind kind, string message, Exception? inner = null)
        : base(message, inner) => Kind = kind;

    /// <summary>Why.</summary>
    public InferenceFaultKind Kind { get; }
}
