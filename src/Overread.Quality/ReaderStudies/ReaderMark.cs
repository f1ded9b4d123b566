namespace Overread.Quality.ReaderStudies;

/// <summary>A mark that a reader put on a case.</summary>
/// <param name="Modality">From 0.</param>
/// <param name="Reader">From 0.</param>
/// <param name="Item">The case, from 0.</param>
/// <param name="Lesion">Which of the case's lesions it hits, from 0; −1 for none.</param>
/// <param name="Rating">How sure the reader is, finite; more is surer.</param>
public readonly record struct ReaderMark(int Modality, int Reader, int Item, int Lesion, double Rating);
