namespace Overread.Quality.Suggestions;

/// <summary>One answer of a reader who may have seen what a model suggested. Answers are numbers of categories.</summary>
/// <param name="Reader">Number of the reader, from 0.</param>
/// <param name="Suggestion">What was suggested; −1 where nothing was shown.</param>
/// <param name="First">The reader's own answer before the suggestion was shown; −1 where none was taken.</param>
/// <param name="Final">The answer that was submitted.</param>
/// <param name="Truth">The right answer; −1 where unknown.</param>
/// <param name="Planted">Whether the suggestion was made wrong on purpose.</param>
/// <param name="Seconds">Time taken, positive; null where unknown.</param>
public readonly record struct SuggestedRead(
    int Reader,
    int Suggestion,
    int First,
    int Final,
    int Truth,
    bool Planted,
    double? Seconds
);
