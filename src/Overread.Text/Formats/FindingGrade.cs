namespace Overread.Text.Formats;

/// <summary>How much a finding matters.</summary>
public enum FindingGrade
{
    /// <summary>Something was read otherwise than the file says, and why; nothing is missing.</summary>
    Note,

    /// <summary>Something does not fit and was kept as it stands.</summary>
    Doubt,

    /// <summary>Something could not be read and is not in the result.</summary>
    LeftOut,
}
