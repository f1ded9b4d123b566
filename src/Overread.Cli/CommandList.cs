using System.CommandLine;
using Overread.Cli.Quality;

namespace Overread.Cli;

/// <summary>Every command of the tool, in the order in which help shows them.</summary>
internal static class CommandList
{
    /// <summary>Creates the commands. One line per command; a command lives in a file of its own.</summary>
    internal static IEnumerable<Command> All() =>
        [
            AgreementCommand.Create(),
            ConsensusCommand.Create(),
            FuseMasksCommand.Create(),
            LabelIssuesCommand.Create(),
            SampleSizeCommand.Create(),
            WeakLabelsCommand.Create(),
        ];
}
