using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Overread.Cli.Quality;

/// <summary>Commands whose help ends with examples that can be typed as they stand.</summary>
internal static class HelpExamples
{
    /// <summary>Adds examples to a command's help.</summary>
    internal static Command Examples(this Command command, params string[] examples)
    {
        HelpOption help = new();
        help.Action = new WithExamples((SynchronousCommandLineAction)help.Action!, examples);
        command.Options.Add(help);
        return command;
    }

    private sealed class WithExamples(SynchronousCommandLineAction help, string[] examples)
        : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int code = help.Invoke(parseResult);
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in examples)
            {
                output.WriteLine("  " + example);
            }

            output.WriteLine();
            return code;
        }
    }
}
