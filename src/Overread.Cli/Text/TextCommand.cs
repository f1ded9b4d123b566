using System.CommandLine;

namespace Overread.Cli.Text;

/// <summary><c>overread text …</c>: documents and the marks on them.</summary>
internal static class TextCommand
{
    internal static Command Create() =>
        new("text", "Convert annotated text between formats.") { ConvertCommand.Create() };
}
