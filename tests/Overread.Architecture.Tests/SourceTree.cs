using System.Text.RegularExpressions;

namespace Overread.Architecture.Tests;

/// <summary>The repository that the tests were built from.</summary>
internal static class SourceTree
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>The code of a project under src, by paths that begin with src; none where there is no such project.</summary>
    public static IEnumerable<(string File, string Text)> Of(string project)
    {
        string folder = Path.Combine(Root, "src", project);
        return Directory.Exists(folder)
            ? Directory
                .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
                .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
                .Select(f => (f, File.ReadAllText(Path.Combine(Root, f))))
            : [];
    }

    /// <summary>Code without what stands behind two slashes.</summary>
    public static string StripComments(string text) => Regex.Replace(text, @"//.*$", "", RegexOptions.Multiline);

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Overread.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests do not lie in the repository.");
    }
}
