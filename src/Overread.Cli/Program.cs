using System.CommandLine;
using Overread.Cli;
using Spectre.Console;

RootCommand root = new("Overread: from raw clinical data to a regulatory-ready labelled dataset.");
foreach (Command command in CommandList.For(args))
{
    root.Subcommands.Add(command);
}

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e)
    when (e
            is CommandFailedException
                or Overread.Cli.Quality.Files.FileError
                or Overread.Server.Composition.Backup.BackupFailedException
                or Overread.Storage.StoreFormException
                or Overread.Storage.StoreFaultException
    )
{
    AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    // Not folded where nobody looks at a screen: each fault is a line.
    if (Console.IsErrorRedirected)
    {
        Console.Error.WriteLine($"overread: {e.Message}");
        return 1;
    }

    AnsiConsole.MarkupLineInterpolated($"[red]overread:[/] {e.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
