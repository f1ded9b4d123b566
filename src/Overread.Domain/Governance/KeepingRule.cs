namespace Overread.Domain.Governance;

/// <summary>How long releases are kept (AI Act 18, MDR 10(8), IVDR 10(7)): bundle, papers and their place in the record.</summary>
/// <param name="Kind">other, system (of artificial intelligence), device or implant.</param>
/// <param name="Years">For how many years; at least what the kind asks for.</param>
/// <param name="LastPlaced">
/// The day on which the last device or system that rests on them was placed on the market; null where that is not over, or not known. The
/// years of a device, an implant or a system run from there, of anything else from the day of publication.
/// </param>
public sealed record KeepingRule(string Kind, int Years, DateOnly? LastPlaced = null)
{
    /// <summary>The most years that can be stated.</summary>
    public const int Longest = 100;

    /// <summary>What releases are kept for.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["other", "system", "device", "implant"];

    /// <summary>The fewest years of a kind.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public static int Least(string kind) =>
        kind switch
        {
            "implant" => 15,
            "device" or "system" => 10,
            _ => 1,
        };

    /// <summary>True where the years run from the last placing on the market.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool RunsFromPlacing => Kind != "other";

    /// <summary>The last day on which a release is kept; null where the years have not begun to run, so that it has no end yet.</summary>
    /// <param name="published">The day on which it was published.</param>
    public DateOnly? Until(DateOnly published) =>
        !RunsFromPlacing ? published.AddYears(Years)
        : LastPlaced is { } last ? (last > published ? last : published).AddYears(Years)
        : null;

    /// <summary>True on a day on which a release is still kept.</summary>
    /// <param name="published">The day on which it was published.</param>
    /// <param name="today">The day.</param>
    public bool KeepsOn(DateOnly published, DateOnly today) => Until(published) is not { } last || today <= last;
}
