namespace Overread.Dicom.PixelText;

/// <summary>Boxes of one object, by its output's identifier.</summary>
/// <param name="Instance">SOP Instance UID of the output.</param>
/// <param name="Columns">Width of the picture.</param>
/// <param name="Rows">Height of the picture.</param>
/// <param name="Frames">Number of frames searched.</param>
/// <param name="Boxes">What was found, or what a person left of it and drew.</param>
public sealed record PixelObject(string Instance, int Columns, int Rows, int Frames, IReadOnlyList<TextProposal> Boxes);
