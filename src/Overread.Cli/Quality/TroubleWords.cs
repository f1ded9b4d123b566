using Overread.Quality.Readers;

namespace Overread.Cli.Quality;

/// <summary>Kinds and proposals as all outputs call them.</summary>
internal static class TroubleWords
{
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

    public static string Of(ReaderProposal proposal) =>
        proposal switch
        {
            ReaderProposal.ThirdReader => "third reader",
            ReaderProposal.Requeue => "re-queue",
            ReaderProposal.Pause => "pause",
            _ => "refresh",
        };
}
