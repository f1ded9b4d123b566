namespace Overread.Text.Formats;

/// <summary>What a caller decides about reading.</summary>
public sealed record ReadingChoices
{
    /// <summary>Nothing decided.</summary>
    public static ReadingChoices Default { get; } = new();

    /// <summary>
    /// Whether a span whose words are not at its offsets goes to the nearest place where they are. Without it only words that
    /// stand once in the document are followed.
    /// </summary>
    public bool Repair { get; init; }

    /// <summary>How the tags of columns begin entities; null to see it from the tags.</summary>
    public TagScheme? Tags { get; init; }
}
