namespace Overread.Domain.Guidelines;

/// <summary>What became of a line.</summary>
public enum DiffKind
{
    /// <summary>It stands in both.</summary>
    Same,

    /// <summary>It stands in the new text alone.</summary>
    Added,

    /// <summary>It stood in the old text alone.</summary>
    Removed,
}
