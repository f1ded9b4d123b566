namespace Overread.Domain.Protocols;

/// <summary>The four states of an answer. Silence (no answer at all) is none of them, and never means absent.</summary>
public enum AnswerState
{
    /// <summary>It is there; for other kinds than findings: the value given holds.</summary>
    Present,

    /// <summary>It was looked for and is not there.</summary>
    Absent,

    /// <summary>The reader looked and cannot tell.</summary>
    Uncertain,

    /// <summary>The reader did not or could not look, such as for a cut-off image.</summary>
    NotAssessed,
}
