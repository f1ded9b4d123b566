using System.CommandLine;
using Overread.Cli;

RootCommand root = new("Overread: from raw clinical data to a regulatory-ready labelled dataset.");
foreach (Command command in CommandList.All())
{
    root.Subcommands.Add(command);
}

return await root.Parse(args).InvokeAsync();
