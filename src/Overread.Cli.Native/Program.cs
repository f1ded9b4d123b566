using System.CommandLine;
using Overread.Cli;
using Overread.Cli.Deidentification;
using Overread.Cli.Native;

// "overread-deidentify IN OUT" and "overread-deidentify deidentify IN OUT" are the same, so that a script can put it in the tool's place.
string[] words = args is ["deidentify", ..] ? args[1..] : args;
if (WholeTool.IsNeededFor(words))
{
    return WholeTool.Run(["deidentify", .. words]);
}

Command command = DeidentifyCommand.Create(
    _ => throw new CommandFailedException("a plan in a file is read by the whole tool: overread deidentify."),
    () => throw new CommandFailedException("pictures are searched for text by the whole tool: overread deidentify.")
);
RootCommand root = new("Overread: de-identification of DICOM by itself, compiled for this machine.") { command };
try
{
    return await root.Parse(["deidentify", .. words])
        .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (CommandFailedException e)
{
    Console.Error.WriteLine($"overread: {e.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
