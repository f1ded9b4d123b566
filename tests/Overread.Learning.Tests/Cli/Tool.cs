using System.CommandLine;
using Overread.Cli;

namespace Overread.Learning.Tests.Cli;

/// <summary>Runs the tool inside the test process, with files in a folder of its own.</summary>
internal sealed class Tool : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("overread-learning-");

    public void Dispose() => _folder.Delete(recursive: true);

    internal string At(string name)
    {
        string path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

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

    /// <summary>A folder of the shared data; the test is skipped where it is absent.</summary>
    internal static string Shared(params string[] parts)
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Overread.slnx")))
        {
            at = at.Parent;
        }

        string path = Path.Combine([at?.Parent?.FullName ?? "/", "shared", "data", .. parts]);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"{path} is absent.");
        return path;
    }
}
