using System.Text;

namespace Overread.Deidentification.Phi;

/// <summary>Writes a text anew with something else in the place of each finding.</summary>
public static class PhiReplacer
{
    /// <summary>"[NAME]": the class in capitals and brackets.</summary>
    public static PhiReplacement Tag(string text, IReadOnlyList<PhiSpan> spans) =>
        With(text, spans, span => Label(span.Type));

    /// <summary>A star for each code point; line ends stay, so that offsets and lines do.</summary>
    public static PhiReplacement Mask(string text, IReadOnlyList<PhiSpan> spans) =>
        With(text, spans, span => Stars(text.AsSpan(span.Start, span.Length)));

    /// <summary>Whatever a function says.</summary>
    /// <param name="text">The text in which the findings were made.</param>
    /// <param name="spans">In order, without overlaps.</param>
    /// <param name="replace">What stands there afterwards.</param>
    public static PhiReplacement With(string text, IReadOnlyList<PhiSpan> spans, Func<PhiSpan, string> replace)
    {
        StringBuilder written = new(text.Length);
        List<(int, int, int, int)> pieces = new(spans.Count);
        int behind = 0;
        foreach (PhiSpan span in spans)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(span.Start, behind);
            written.Append(text, behind, span.Start - behind);
            int from = written.Length;
            written.Append(replace(span));
            pieces.Add((span.Start, span.End, from, written.Length));
            behind = span.End;
        }

        written.Append(text, behind, text.Length - behind);
        return new(written.ToString(), new TextMap(pieces));
    }

    /// <summary>The tag of a class.</summary>
    public static string Label(PhiType type) =>
        type switch
        {
            PhiType.SocialSecurity => "[SSN]",
            PhiType.MedicalRecord => "[MRN]",
            PhiType.HealthPlan => "[PLAN]",
            PhiType.OtherId => "[ID]",
            _ => $"[{type.ToString().ToUpperInvariant()}]",
        };

    private static string Stars(ReadOnlySpan<char> value)
    {
        StringBuilder stars = new(value.Length);
        foreach (Rune rune in value.EnumerateRunes())
        {
            stars.Append(rune.Value is '\r' or '\n' ? (char)rune.Value : '*');
        }

        return stars.ToString();
    }
}
