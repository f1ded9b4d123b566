namespace Overread.Quality.LabelErrors;

/// <summary>A suspect box.</summary>
/// <param name="Item">The item.</param>
/// <param name="Kind">What seems wrong.</param>
/// <param name="Given">Index of the given box in its item; −1 where one is missing.</param>
/// <param name="Predicted">Index of the prediction in its item that speaks against it.</param>
/// <param name="Quality">0 to 1, low is suspect: one less the prediction's score, or the intersection over union of a moved box.</param>
public sealed record BoxIssue(int Item, BoxIssueKind Kind, int Given, int Predicted, double Quality);
