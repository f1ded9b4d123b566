namespace Overread.Text.Reports;

/// <summary>What a report says of a finding. Silence is none of the three.</summary>
public enum FindingState
{
    /// <summary>Not there, written 0.</summary>
    Absent = 0,

    /// <summary>There, written 1.</summary>
    Present = 1,

    /// <summary>Said to be possible, or not judged, written -1.</summary>
    Uncertain = -1,
}
