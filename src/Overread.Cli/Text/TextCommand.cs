using System.CommandLine;

namespace Overread.Cli.Text;

/// <summary><c>overread text …</c>: documents and the marks on them.</summary>
internal static class TextCommand
{
    internal static Command Create() =>
        new("text", "Read clinical documents, convert annotated text between formats, measure agreement on spans.")
        {
            ConvertCommand.Create(),
            ReadCommand.Create(),
            AgreeCommand.Create(),
        };
}
