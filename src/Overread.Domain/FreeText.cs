using System.Globalization;

namespace Overread.Domain;

/// <summary>What people write in their own words: reasons, remarks, notes. Every one of them has a longest length.</summary>
public static class FreeText
{
    /// <summary>The most characters (code points) of a reason, a remark or a note.</summary>
    public const int Longest = 4000;

    private static string Shown => Longest.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Characters as people count them for a limit: code points, as spans count them too.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>Refuses a reason that is missing, blank or too long; null where it can stand.</summary>
    /// <param name="reason">Why, in a person's words.</param>
    /// <param name="needed">The sentence for one that is missing.</param>
    /// <param name="code">The refusal's code.</param>
    /// <param name="where">The member it stands in.</param>
    public static Refusal? Reason(
        string? reason,
        string needed = "This needs a reason.",
        string code = "reason.needed",
        string where = "reason"
    ) =>
        string.IsNullOrWhiteSpace(reason)
            ? new(code, needed) { Where = where, Next = $"Say why, in 1 to {Shown} characters." }
            : TooLong(reason, code, where);

    /// <summary>Refuses a text that is too long; null where it can stand, also where there is none.</summary>
    /// <param name="text">A person's words.</param>
    /// <param name="code">The refusal's code.</param>
    /// <param name="where">The member it stands in.</param>
    public static Refusal? TooLong(string? text, string code = "reason.needed", string where = "reason") =>
        text is { Length: > Longest } && Length(text) > Longest
            ? new(code, $"This text has more than {Shown} characters.")
            {
                Where = where,
                Next = $"Shorten it to {Shown} characters, and keep what is longer where it can be referred to.",
            }
            : null;

    /// <summary>
    /// True for a text that may be somebody's or something's name: one line, and nothing in it that is not seen and changes how the rest is shown
    /// (control characters, overrides and isolates of direction, line separators, spaces without a width). Marks of direction and joiners stay:
    /// names are written with them.
    /// </summary>
    public static bool IsName(string text) =>
        !text.Any(c =>
            char.IsControl(c)
            || c
                is (>= '\u202A' and <= '\u202E')
                    or (>= '\u2066' and <= '\u2069')
                    or '\u2028'
                    or '\u2029'
                    or '\u200B'
                    or '\uFEFF'
        );

    /// <summary>The refusal of a name that is none by <see cref="IsName"/>.</summary>
    /// <param name="code">The refusal's code.</param>
    /// <param name="where">The member it stands in.</param>
    public static Refusal NoName(string code, string where) =>
        new(code, "A name is one line without control characters and without overrides of direction.")
        {
            Where = where,
            Next = "Type it anew: what was pasted holds a character that is not seen.",
        };
}
