using Overread.Dicom.Geometry;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Deface;

/// <summary>
/// Takes the frames of a series one by one and keeps of each only means over blocks of pixels; then lays them on a grid
/// along the patient's axes. One frame at full size is held at a time.
/// </summary>
internal sealed class SliceSampler
{
    private readonly List<SlicePlane> _planes;
    private readonly double[] _places;
    private readonly int _columns;
    private readonly int _rows;
    private readonly int _blockWidth;
    private readonly int _blockHeight;
    private readonly int _width;
    private readonly int _height;
    private readonly float[][] _means;
    private readonly CellGrid _grid;

    /// <param name="planes">One per position, in order along the normal, of one orientation.</param>
    /// <param name="columns">Width of every frame.</param>
    /// <param name="rows">Height of every frame.</param>
    /// <param name="options">Size and most number of cells.</param>
    internal SliceSampler(List<SlicePlane> planes, int columns, int rows, FaceOptions options)
    {
        _planes = planes;
        _places = [.. planes.Select(plane => (plane.Origin - planes[0].Origin).Dot(planes[0].Normal))];
        _columns = columns;
        _rows = rows;
        _grid = Enclose(options);
        _blockWidth = Math.Max(1, (int)Math.Round(_grid.Cell / planes[0].ColumnSpacing));
        _blockHeight = Math.Max(1, (int)Math.Round(_grid.Cell / planes[0].RowSpacing));
        _width = (columns + _blockWidth - 1) / _blockWidth;
        _height = (rows + _blockHeight - 1) / _blockHeight;
        _means = new float[planes.Count][];
    }

    /// <summary>Half the distance by which the outermost slices reach beyond their centre.</summary>
    private double HalfThickness => (_places[^1] - _places[0]) / (_places.Length - 1) / 2;

    /// <summary>Takes a frame. Of several at one position (time points, echoes) the brightest values count.</summary>
    /// <param name="place">Number of its position.</param>
    /// <param name="frame">One grey sample per pixel.</param>
    /// <param name="modality">From stored values to those of the modality; a line.</param>
    internal void Add(int place, PixelFrame frame, ModalityTransform modality)
    {
        float[] means = new float[_width * _height];
        int[] counts = new int[_width];
        float[] values = new float[_columns];
        for (int block = 0; block < _height; block++)
        {
            Span<float> sums = means.AsSpan(block * _width, _width);
            Array.Clear(counts);
            int end = Math.Min(_rows, (block + 1) * _blockHeight);
            for (int row = block * _blockHeight; row < end; row++)
            {
                frame.ReadRow(row, values);
                for (int column = 0, at = 0; column < _columns; at++)
                {
                    int stop = Math.Min(_columns, column + _blockWidth);
                    counts[at] += stop - column;
                    for (; column < stop; column++)
                    {
                        sums[at] += values[column];
                    }
                }
            }

            for (int at = 0; at < _width; at++)
            {
                sums[at] = (float)modality.Apply(sums[at] / counts[at]);
            }
        }

        if (_means[place] is not { } before)
        {
            _means[place] = means;
            return;
        }

        for (int i = 0; i < means.Length; i++)
        {
            before[i] = Math.Max(before[i], means[i]);
        }
    }

    /// <summary>The volume, by linear interpolation between slices and between blocks.</summary>
    internal CellVolume Lay()
    {
        float[] values = new float[_grid.Count];
        int at = 0;
        for (int z = 0; z < _grid.Height; z++)
        {
            for (int y = 0; y < _grid.Depth; y++)
            {
                for (int x = 0; x < _grid.Width; x++)
                {
                    values[at++] = Sample(_grid.Centre(x, y, z));
                }
            }
        }

        return new CellVolume(_grid, values);
    }

    private float Sample(PatientPoint point)
    {
        double distance = (point - _planes[0].Origin).Dot(_planes[0].Normal);
        if (distance < -HalfThickness || distance > _places[^1] + HalfThickness)
        {
            return float.NaN;
        }

        int after = Array.BinarySearch(_places, distance);
        after = Math.Clamp(after < 0 ? ~after : after, 1, _places.Length - 1);
        double gap = _places[after] - _places[after - 1];
        float share = (float)Math.Clamp((distance - _places[after - 1]) / gap, 0, 1);
        float low = InSlice(after - 1, point);
        float high = InSlice(after, point);
        // Slices of a tilted gantry do not cover each other: what one of them lacks the other has.
        return float.IsNaN(low) ? high
            : float.IsNaN(high) ? low
            : low + ((high - low) * share);
    }

    private float InSlice(int place, PatientPoint point)
    {
        (double column, double row, _) = _planes[place].ToPixel(point);
        if (column < -0.5 || row < -0.5 || column > _columns - 0.5 || row > _rows - 0.5)
        {
            return float.NaN;
        }

        float[] means = _means[place];
        double u = Math.Clamp((column - ((_blockWidth - 1) / 2.0)) / _blockWidth, 0, _width - 1);
        double v = Math.Clamp((row - ((_blockHeight - 1) / 2.0)) / _blockHeight, 0, _height - 1);
        int left = Math.Min((int)u, Math.Max(0, _width - 2));
        int top = Math.Min((int)v, Math.Max(0, _height - 2));
        int right = Math.Min(left + 1, _width - 1);
        int bottom = Math.Min(top + 1, _height - 1);
        float across = (float)(u - left);
        float down = (float)(v - top);
        float upper = Mix(means[(top * _width) + left], means[(top * _width) + right], across);
        float lower = Mix(means[(bottom * _width) + left], means[(bottom * _width) + right], across);
        return Mix(upper, lower, down);
    }

    private static float Mix(float a, float b, float share) => a + ((b - a) * share);

    private CellGrid Enclose(FaceOptions options)
    {
        PatientPoint least = new(double.MaxValue, double.MaxValue, double.MaxValue);
        PatientPoint most = new(double.MinValue, double.MinValue, double.MinValue);
        foreach (SlicePlane plane in _planes)
        {
            foreach ((int column, int row) in new[] { (0, 0), (_columns, 0), (0, _rows), (_columns, _rows) })
            {
                PatientPoint corner = plane.ToPatient(column - 0.5, row - 0.5);
                least = new(Math.Min(least.X, corner.X), Math.Min(least.Y, corner.Y), Math.Min(least.Z, corner.Z));
                most = new(Math.Max(most.X, corner.X), Math.Max(most.Y, corner.Y), Math.Max(most.Z, corner.Z));
            }
        }

        PatientVector size = most - least;
        double cell = Math.Max(options.Cell, Math.Cbrt((size.X + 4) * (size.Y + 4) * (size.Z + 4) / options.MostCells));
        // One empty cell on every side: what is cut off by the field of view still has an outside.
        int Cells(double length) => (int)Math.Ceiling(length / cell) + 3;
        return new CellGrid(
            Cells(size.X),
            Cells(size.Y),
            Cells(size.Z),
            cell,
            new PatientPoint(least.X - cell, least.Y - cell, least.Z - cell)
        );
    }
}
