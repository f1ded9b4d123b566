namespace Overread.Dicom.Deface;

/// <summary>What became of one series of a batch in which a face may be seen.</summary>
/// <param name="Series">Series Instance UID of the output.</param>
/// <param name="Files">Files of it.</param>
/// <param name="Problem">Why its face was not removed; it is then not written. None where it was.</param>
/// <param name="Cut">Hash of the cut; "" where there is none.</param>
/// <param name="Figures">What was measured; null where no brain was found.</param>
public sealed record FaceSeries(string Series, int Files, FaceProblem Problem, string Cut, FaceFigures? Figures);
