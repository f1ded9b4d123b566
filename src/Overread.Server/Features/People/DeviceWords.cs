namespace Overread.Server.Features.People;

/// <summary>What a browser says it is, in words that a person recognises. Nothing is concluded from it.</summary>
internal static class DeviceWords
{
    // The first that fits: most browsers also claim to be those after them.
    private static readonly (string Sign, string Words)[] Browsers =
    [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("HeadlessChrome/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Words)[] Systems =
    [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];

    /// <summary>Such as "Firefox on Linux"; "A program" where it is no browser that is known.</summary>
    public static string Of(string agent)
    {
        string? browser = Browsers.FirstOrDefault(b => agent.Contains(b.Sign, StringComparison.Ordinal)).Words;
        string? system = Systems.FirstOrDefault(s => agent.Contains(s.Sign, StringComparison.Ordinal)).Words;
        return browser is null ? "A program"
            : system is null ? browser
            : $"{browser} on {system}";
    }
}
