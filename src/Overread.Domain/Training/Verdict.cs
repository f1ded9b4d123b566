namespace Overread.Domain.Training;

/// <summary>How an answer stands to the reference answer.</summary>
public enum Verdict
{
    /// <summary>The same, by the field's own rule.</summary>
    Right,

    /// <summary>Not the same, and next to it: the neighbouring step, twice the allowed distance, some of the options or marks.</summary>
    Near,

    /// <summary>Another answer.</summary>
    Wrong,

    /// <summary>Words, which nothing compares.</summary>
    Shown,
}
