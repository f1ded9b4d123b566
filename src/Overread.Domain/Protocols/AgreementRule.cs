namespace Overread.Domain.Protocols;

/// <summary>When the reads of a field agree.</summary>
public enum AgreementRule
{
    /// <summary>Every reader gave the same answer.</summary>
    All,

    /// <summary>More than half of the readers gave the same answer; a tie is a dispute.</summary>
    Majority,
}
