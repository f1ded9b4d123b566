namespace Overread.Domain.Training;

/// <summary>What a test came to in one field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Right">Right answers.</param>
/// <param name="Count">Answers that were held against a reference.</param>
/// <param name="PassMark">The share that had to be reached.</param>
/// <param name="Low">One-sided lower bound of the share right by Wilson's score; 0 where nothing was asked.</param>
public sealed record FieldScore(string Field, int Right, int Count, double PassMark, double Low)
{
    /// <summary>Whether the bound reaches the mark.</summary>
    public bool Passed => Low >= PassMark;
}
