namespace Overread.Quality.Readers;

/// <summary>One answer as the watch over readers takes it.</summary>
/// <param name="Reader">The reader, from 0.</param>
/// <param name="Item">The item, from 0.</param>
/// <param name="Answer">The category given, from 0.</param>
/// <param name="Seconds">Seconds of work; not a number where unknown.</param>
/// <param name="Suggestion">The category that was suggested to this reader before answering; −1 where none was shown.</param>
public readonly record struct WatchedRead(
    int Reader,
    int Item,
    int Answer,
    double Seconds = double.NaN,
    int Suggestion = -1
);
