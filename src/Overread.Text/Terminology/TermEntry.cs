namespace Overread.Text.Terminology;

/// <summary>A name of a concept.</summary>
/// <param name="Code">The code of the concept, not empty.</param>
/// <param name="Text">The name, not empty.</param>
/// <param name="Preferred">Whether it is the name by which the concept is shown.</param>
public readonly record struct TermEntry(string Code, string Text, bool Preferred);
