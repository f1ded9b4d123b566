namespace Overread.Quality.Readers;

/// <summary>Kinds and proposals as all outputs call them.</summary>
public static class TroubleWords
{
    /// <summary>The word for a kind, such as <c>straight-lining</c>.</summary>
    public static string Of(Trouble kind) =>
        kind switch
        {
            Trouble.Colluding => "colluding",
            Trouble.StraightLining => "straight-lining",
            Trouble.Bot => "bot",
            Trouble.CopiesSuggestions => "copies-suggestions",
            Trouble.Drifting => "drifting",
            Trouble.Careless => "careless",
            _ => "hasty",
        };

    /// <summary>The words for a proposal, such as <c>third reader</c>.</summary>
    public static string Of(ReaderProposal proposal) =>
        proposal switch
        {
            ReaderProposal.ThirdReader => "third reader",
            ReaderProposal.Requeue => "re-queue",
            ReaderProposal.Pause => "pause",
            _ => "refresh",
        };
}
