namespace Overread.Dicom.Deface;

/// <summary>What was measured while a cut was proposed, on the grid of the estimate.</summary>
/// <param name="Slices">Frames of the series.</param>
/// <param name="BrainMillilitres">Volume of the brain estimate in the field of view.</param>
/// <param name="RemovedMillilitres">Volume of tissue that is removed; air is not counted.</param>
/// <param name="SkinCells">Cells at the head's outer surface within the zones of face and ears.</param>
/// <param name="SkinLeft">Share of them that stay, 0 to 1. Says nothing about whether anybody could be recognised.</param>
public sealed record FaceFigures(
    int Slices,
    double BrainMillilitres,
    double RemovedMillilitres,
    int SkinCells,
    double SkinLeft
);
