using Overread.Domain.Marks;
using Overread.Domain.Reads;

namespace Overread.Domain.Training;

/// <summary>An item whose right answers are known.</summary>
/// <param name="Item">The item.</param>
/// <param name="Answers">The right answers by field id.</param>
/// <param name="Marks">The right marks.</param>
/// <param name="Reason">Why these answers are right, for whoever practises.</param>
/// <param name="Difficulty">Class of difficulty, 0 to 9; 0 where nobody said.</param>
public sealed record ReferenceCase(
    string Item,
    IReadOnlyDictionary<string, Answer> Answers,
    IReadOnlyList<Mark> Marks,
    string Reason,
    int Difficulty = 0
)
{
    /// <summary>The highest class of difficulty.</summary>
    public const int Hardest = 9;
}
