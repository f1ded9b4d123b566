namespace Overread.Text.Formats;

/// <summary>What was noticed in a file.</summary>
/// <param name="Grade">How much it matters.</param>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 1; 0 where it is none line's.</param>
/// <param name="What">What does not fit, and what became of it.</param>
public sealed record Finding(FindingGrade Grade, string Path, long Line, string What)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"{Path}, line {Line}: {What}" : $"{Path}: {What}";
}
