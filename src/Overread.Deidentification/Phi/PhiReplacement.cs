namespace Overread.Deidentification.Phi;

/// <summary>A text after replacement, and where everything of the old text lies in it.</summary>
/// <param name="Text">The new text.</param>
/// <param name="Map">From offsets of the old text to those of the new one.</param>
public sealed record PhiReplacement(string Text, TextMap Map);
