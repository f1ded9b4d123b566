using System.Globalization;

namespace Overread.Storage;

/// <summary>How times are written in the record and everywhere else: UTC, milliseconds, <c>2026-11-23T10:00:00.000Z</c>; sorts as text.</summary>
public static class Timestamps
{
    /// <summary>The time as text.</summary>
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The day of a time, in UTC.</summary>
    public static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    /// <summary>The text as a time.</summary>
    /// <exception cref="FormatException">Not a time of that form.</exception>
    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(
            text,
            "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal
        );
}
