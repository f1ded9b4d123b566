namespace Overread.Domain.Reads;

/// <summary>Words for the states of a read.</summary>
public static class ReadStates
{
    /// <summary>The state as it stands in a sentence and in every file.</summary>
    public static string Word(ReadState state) =>
        state switch
        {
            ReadState.Open => "open",
            ReadState.Submitted => "submitted",
            ReadState.Skipped => "skipped",
            ReadState.Expired => "expired",
            _ => "released",
        };
}
