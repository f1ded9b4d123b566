namespace Overread.Quality.Readers;

/// <summary>An item of the bank from which tests are drawn.</summary>
/// <param name="Item">Its number, unlike any other's.</param>
/// <param name="Answer">The known answer, from 0.</param>
/// <param name="Difficulty">Class of difficulty, from 0.</param>
public readonly record struct QualificationItem(int Item, int Answer, int Difficulty);
