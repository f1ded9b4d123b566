using System.Text.RegularExpressions;

namespace Overread.Packages.Tests;

/// <summary>A package's README: its programs, each with what it prints.</summary>
internal static partial class Readme
{
    /// <summary>The programs of a package's README in order.</summary>
    public static IReadOnlyList<(string Code, string Output)> Programs(string package)
    {
        string text = File.ReadAllText(Path.Combine(Tool.Root, "src", package, "README.md"));
        (string, string)[] programs =
        [
            .. Program().Matches(text).Select(m => (m.Groups[1].Value, m.Groups[2].Value.Trim())),
        ];
        Assert.Equal(programs.Length, Regex.Count(text, "^```csharp", RegexOptions.Multiline));
        return programs;
    }

    [GeneratedRegex(@"^```csharp\n(.*?)^```\s+^```text\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Program();
}
