namespace Overread.Quality.Agreement;

/// <summary>A coefficient in words. The words are conventions, not findings, so the scale is always named.</summary>
/// <param name="Word">Such as "moderate".</param>
/// <param name="Scale">The authors of the scale.</param>
public sealed record Interpretation(string Word, string Scale)
{
    /// <summary>Landis and Koch 1977, Biometrics 33:159: the scale most often cited in medicine.</summary>
    /// <param name="value">A chance-corrected coefficient, at most 1.</param>
    public static Interpretation LandisKoch(double value) =>
        new(
            value switch
            {
                < 0 => "poor",
                <= 0.20 => "slight",
                <= 0.40 => "fair",
                <= 0.60 => "moderate",
                <= 0.80 => "substantial",
                _ => "almost perfect",
            },
            "Landis and Koch 1977"
        );

    /// <summary>McHugh 2012, Biochemia Medica 22:276: stricter, made for health research.</summary>
    /// <param name="value">A chance-corrected coefficient, at most 1.</param>
    public static Interpretation McHugh(double value) =>
        new(
            value switch
            {
                <= 0.20 => "none",
                < 0.40 => "minimal",
                < 0.60 => "weak",
                < 0.80 => "moderate",
                <= 0.90 => "strong",
                _ => "almost perfect",
            },
            "McHugh 2012"
        );

    /// <summary>Koo and Li 2016, J. Chiropractic Medicine 15:155, for the intraclass correlation.</summary>
    /// <param name="value">An intraclass correlation.</param>
    public static Interpretation KooLi(double value) =>
        new(
            value switch
            {
                < 0.5 => "poor",
                < 0.75 => "moderate",
                < 0.9 => "good",
                _ => "excellent",
            },
            "Koo and Li 2016"
        );

    /// <summary>Krippendorff 2004: α at least .800 to rely on data, .667 for tentative conclusions.</summary>
    /// <param name="value">Krippendorff's α.</param>
    public static Interpretation Krippendorff(double value) =>
        new(
            value switch
            {
                >= 0.8 => "reliable",
                >= 0.667 => "tentative",
                _ => "unreliable",
            },
            "Krippendorff 2004"
        );
}
