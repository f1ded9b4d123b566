using Overread.Dicom.Pixels;

namespace Overread.Dicom.Geometry;

/// <summary>Where one frame lies in the patient (PS3.3 C.7.6.2).</summary>
/// <param name="Origin">Centre of the first pixel.</param>
/// <param name="Row">Direction in which columns count up; length 1.</param>
/// <param name="Column">Direction in which rows count up; length 1.</param>
/// <param name="ColumnSpacing">Millimetres between the centres of neighbouring columns.</param>
/// <param name="RowSpacing">Millimetres between the centres of neighbouring rows.</param>
public sealed record SlicePlane(
    PatientPoint Origin,
    PatientVector Row,
    PatientVector Column,
    double ColumnSpacing,
    double RowSpacing
)
{
    /// <summary>Direction in which slices are counted; length 1.</summary>
    public PatientVector Normal { get; } = Row.Cross(Column).Normalized();

    /// <summary>Millimetres of the plane along its normal.</summary>
    public double Distance => (Origin - new PatientPoint(0, 0, 0)).Dot(Normal);

    /// <summary>The place of a pixel; fractions are places between the centres of pixels.</summary>
    /// <param name="column">Counted from 0 at the left.</param>
    /// <param name="row">Counted from 0 at the top.</param>
    public PatientPoint ToPatient(double column, double row) =>
        Origin + (Row * (column * ColumnSpacing)) + (Column * (row * RowSpacing));

    /// <summary>The pixel of a place, and how far in front of the plane the place is in millimetres.</summary>
    public (double Column, double Row, double Distance) ToPixel(PatientPoint point)
    {
        PatientVector from = point - Origin;
        return (from.Dot(Row) / ColumnSpacing, from.Dot(Column) / RowSpacing, from.Dot(Normal));
    }

    /// <summary>Reads the plane of one frame; null where position, orientation or spacing is missing or impossible.</summary>
    /// <param name="dataset">The object.</param>
    /// <param name="frame">0 for the first frame; looks into functional groups.</param>
    public static SlicePlane? Read(Dataset dataset, int frame = 0)
    {
        Dataset position = FunctionalGroups.Find(dataset, Tags.PlanePositionSequence, frame) ?? dataset;
        Dataset orientation = FunctionalGroups.Find(dataset, Tags.PlaneOrientationSequence, frame) ?? dataset;
        Dataset measures = FunctionalGroups.Find(dataset, Tags.PixelMeasuresSequence, frame) ?? dataset;
        IReadOnlyList<double> origin = position.GetNumbers(Tags.ImagePositionPatient);
        IReadOnlyList<double> axes = orientation.GetNumbers(Tags.ImageOrientationPatient);
        IReadOnlyList<double> spacing = measures.GetNumbers(Tags.PixelSpacing);
        if (origin.Count < 3 || axes.Count < 6 || spacing.Count < 2 || spacing[0] <= 0 || spacing[1] <= 0)
        {
            return null;
        }

        PatientVector row = new(axes[0], axes[1], axes[2]);
        PatientVector column = new(axes[3], axes[4], axes[5]);
        // Directions are written with few digits; beyond a hundredth they are no rotation at all.
        bool orthonormal =
            Math.Abs(row.Length - 1) < 0.01 && Math.Abs(column.Length - 1) < 0.01 && Math.Abs(row.Dot(column)) < 0.01;
        return orthonormal
            ? new SlicePlane(
                new PatientPoint(origin[0], origin[1], origin[2]),
                row.Normalized(),
                column.Normalized(),
                spacing[1],
                spacing[0]
            )
            : null;
    }
}
