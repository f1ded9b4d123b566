using Overread.Dicom.Geometry;

namespace Overread.Dicom.Deface;

/// <summary>What was found about a series in which a face may be seen: a cut for a person to approve, or why there is none.</summary>
public sealed class FaceProposal
{
    internal FaceProposal(FaceProblem problem, CellVolume? volume, float threshold)
    {
        Problem = problem;
        Volume = volume;
        Threshold = threshold;
    }

    /// <summary>Why there is no cut; <see cref="FaceProblem.None"/> where there is one.</summary>
    public FaceProblem Problem { get; }

    /// <summary>The cut; null where there is none.</summary>
    public FaceCut? Cut { get; internal init; }

    /// <summary>What was measured; null where no brain was found.</summary>
    public FaceFigures? Figures { get; internal init; }

    /// <summary>Values on the grid of the estimate; null where no volume could be made.</summary>
    internal CellVolume? Volume { get; }

    /// <summary>Value between air and tissue.</summary>
    internal float Threshold { get; }

    /// <summary>The brain estimate; null where there is none.</summary>
    internal CellMask? Brain { get; init; }

    /// <summary>True where a voxel with this centre lies in the brain estimate, which no cut touches.</summary>
    public bool IsBrain(PatientPoint point)
    {
        if (Brain is not { } brain)
        {
            return false;
        }

        (double x, double y, double z) = brain.Grid.Place(point);
        (int column, int row, int layer) = ((int)Math.Round(x), (int)Math.Round(y), (int)Math.Round(z));
        return column >= 0
            && row >= 0
            && layer >= 0
            && column < brain.Grid.Width
            && row < brain.Grid.Depth
            && layer < brain.Grid.Height
            && brain[brain.Grid.Index(column, row, layer)];
    }
}
