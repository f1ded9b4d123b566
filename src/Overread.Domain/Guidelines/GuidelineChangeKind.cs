namespace Overread.Domain.Guidelines;

/// <summary>What a change of a guideline changes.</summary>
public enum GuidelineChangeKind
{
    /// <summary>What counts as what: earlier reads may be wrong by it.</summary>
    Definition,

    /// <summary>An example that shows a boundary: earlier reads near it may be wrong.</summary>
    Example,

    /// <summary>Words alone: no earlier read is touched.</summary>
    Wording,
}
