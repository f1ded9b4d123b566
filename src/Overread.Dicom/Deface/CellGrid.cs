using Overread.Dicom.Geometry;

namespace Overread.Dicom.Deface;

/// <summary>
/// Cubes along the axes of the patient: x to the left, y to the back, z to the head. Where head and brain are estimated,
/// whatever the orientation of the slices.
/// </summary>
/// <param name="Width">Cells along x.</param>
/// <param name="Depth">Cells along y.</param>
/// <param name="Height">Cells along z.</param>
/// <param name="Cell">Millimetres of an edge.</param>
/// <param name="Origin">Centre of the first cell.</param>
internal sealed record CellGrid(int Width, int Depth, int Height, double Cell, PatientPoint Origin)
{
    internal int Count => Width * Depth * Height;

    /// <summary>Distance in the arrays between neighbours along z.</summary>
    internal int Layer => Width * Depth;

    internal double Millilitres(int cells) => cells * Cell * Cell * Cell / 1000;

    internal int Index(int x, int y, int z) => (((z * Depth) + y) * Width) + x;

    internal PatientPoint Centre(double x, double y, double z) =>
        new(Origin.X + (x * Cell), Origin.Y + (y * Cell), Origin.Z + (z * Cell));

    internal (double X, double Y, double Z) Place(PatientPoint point) =>
        ((point.X - Origin.X) / Cell, (point.Y - Origin.Y) / Cell, (point.Z - Origin.Z) / Cell);

    /// <summary>The six sides of a cell, those within the grid.</summary>
    internal int Neighbours(int index, Span<int> into)
    {
        int x = index % Width;
        int y = index / Width % Depth;
        int z = index / Layer;
        int count = 0;
        if (x > 0)
        {
            into[count++] = index - 1;
        }

        if (x < Width - 1)
        {
            into[count++] = index + 1;
        }

        if (y > 0)
        {
            into[count++] = index - Width;
        }

        if (y < Depth - 1)
        {
            into[count++] = index + Width;
        }

        if (z > 0)
        {
            into[count++] = index - Layer;
        }

        if (z < Height - 1)
        {
            into[count++] = index + Layer;
        }

        return count;
    }
}
