using System.CommandLine;
using Overread.Cli;

namespace Overread.Quality.Tests.Cli;

/// <summary>Runs the tool inside the test process, with files in a folder of its own.</summary>
internal sealed class Tool : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("overread-quality-");

    public void Dispose() => _folder.Delete(recursive: true);

    internal string At(string name) => Path.Combine(_folder.FullName, name);

    internal string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    internal (int Code, string Output, string Error) Run(params string[] arguments)
    {
        RootCommand root = new("test");
        foreach (Command command in CommandList.For(arguments))
        {
            root.Subcommands.Add(command);
        }

        using StringWriter output = new();
        using StringWriter error = new();
        int code = root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
