namespace Overread.Domain.Protocols;

/// <summary>What hangs in one pane, and how it is looked at when it is opened.</summary>
/// <param name="Of">
/// What its picture must meet, all at once; the first such picture that no pane before shows, else the first such. Empty for the
/// next series that no pane shows. Where there is none, the pane is empty and says what is missing.
/// </param>
public sealed record HangingPane(IReadOnlyList<HangingCondition> Of)
{
    /// <summary>The window at opening; null for the one that the file states.</summary>
    public HangingWindow? Window { get; init; }

    /// <summary>True to show it mirrored, left and right exchanged; the letters at the edges follow.</summary>
    public bool? Flip { get; init; }

    /// <summary>True to show it inverted.</summary>
    public bool? Invert { get; init; }

    /// <summary>Screen pixels for each pixel of the picture, above 0 and at most 20; null to show it whole.</summary>
    public double? Zoom { get; init; }
}
