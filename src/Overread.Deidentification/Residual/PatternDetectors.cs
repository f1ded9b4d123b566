using System.Text.RegularExpressions;

namespace Overread.Deidentification.Residual;

/// <summary>Shapes that identifiers have whoever they belong to: for texts that remain after cleaning.</summary>
public static partial class PatternDetectors
{
    private static readonly (string Kind, Regex Pattern)[] Detectors =
    [
        ("e-mail", Mail()),
        ("telephone", Telephone()),
        ("social security number", Security()),
        ("web address", Web()),
        ("network address", Network()),
        ("written date", Date()),
        ("long number", Number()),
    ];

    /// <summary>Kinds of shapes that stand in a text, each once.</summary>
    public static IReadOnlyList<string> Find(string text) =>
        [.. Detectors.Where(detector => detector.Pattern.IsMatch(text)).Select(detector => detector.Kind)];

    // Each is tried from the beginning of a run, or looks at so many characters at most: no text can make one slow, so no clock stops
    // it. One did, and on a busy machine a text had a shape that it has not.
    [GeneratedRegex(@"(?<![\w.+-])(?>[\w.+-]+)@[\w-]+\.\w{2,}")]
    private static partial Regex Mail();

    [GeneratedRegex(@"(?<!\d)(\+?\d{1,3}[ .-])?(\(\d{2,4}\)|\d{2,4})[ .-]\d{3,4}[ .-]?\d{2,4}(?!\d)")]
    private static partial Regex Telephone();

    [GeneratedRegex(@"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)")]
    private static partial Regex Security();

    [GeneratedRegex(@"https?://\S+|www\.\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Web();

    [GeneratedRegex(@"(?<![\d.])(\d{1,3}\.){3}\d{1,3}(?![\d.])")]
    private static partial Regex Network();

    [GeneratedRegex(@"(?<!\d)\d{1,4}[/.-]\d{1,2}[/.-](19|20)?\d{2}(?!\d)")]
    private static partial Regex Date();

    [GeneratedRegex(@"(?<![\d.])\d{6,}(?![\d.])")]
    private static partial Regex Number();
}
