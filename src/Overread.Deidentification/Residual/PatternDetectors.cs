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
        [.. Detectors.Where(detector => Matches(detector.Pattern, text)).Select(detector => detector.Kind)];

    /// <summary>A text on which a pattern takes too long is reported: somebody should look at it.</summary>
    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.\w{2,}", RegexOptions.None, 250)]
    private static partial Regex Mail();

    [GeneratedRegex(
        @"(?<!\d)(\+?\d{1,3}[ .-])?(\(\d{2,4}\)|\d{2,4})[ .-]\d{3,4}[ .-]?\d{2,4}(?!\d)",
        RegexOptions.None,
        250
    )]
    private static partial Regex Telephone();

    [GeneratedRegex(@"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)", RegexOptions.None, 250)]
    private static partial Regex Security();

    [GeneratedRegex(@"https?://\S+|www\.\S+", RegexOptions.IgnoreCase, 250)]
    private static partial Regex Web();

    [GeneratedRegex(@"(?<![\d.])(\d{1,3}\.){3}\d{1,3}(?![\d.])", RegexOptions.None, 250)]
    private static partial Regex Network();

    [GeneratedRegex(@"(?<!\d)\d{1,4}[/.-]\d{1,2}[/.-](19|20)?\d{2}(?!\d)", RegexOptions.None, 250)]
    private static partial Regex Date();

    [GeneratedRegex(@"(?<![\d.])\d{6,}(?![\d.])", RegexOptions.None, 250)]
    private static partial Regex Number();
}
