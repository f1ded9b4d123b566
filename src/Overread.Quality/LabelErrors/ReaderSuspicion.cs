namespace Overread.Quality.LabelErrors;

/// <summary>What is conspicuous about one reader. A conspicuous reader is a question to ask, not a verdict.</summary>
/// <param name="Reader">The reader.</param>
/// <param name="Kind">What is conspicuous.</param>
/// <param name="Value">The figure behind it: a share or a z-score, as <see cref="Kind"/> says.</param>
/// <param name="Partner">The other reader, for <see cref="SuspicionKind.Copying"/>; else −1.</param>
public sealed record ReaderSuspicion(int Reader, SuspicionKind Kind, double Value, int Partner = -1);
