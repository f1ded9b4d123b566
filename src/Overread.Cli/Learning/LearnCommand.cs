using System.CommandLine;

namespace Overread.Cli.Learning;

/// <summary><c>overread learn …</c>: what to read next, and whether choosing it is worth anything.</summary>
internal static class LearnCommand
{
    internal static Command Create() =>
        new("learn", "Measure whether a way to choose what is read next is better than chance.")
        {
            LearnCurveCommand.Create(),
        };
}
