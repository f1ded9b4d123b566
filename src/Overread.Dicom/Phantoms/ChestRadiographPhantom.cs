using System.Buffers.Binary;
using System.Globalization;

namespace Overread.Dicom.Phantoms;

/// <summary>
/// A pair of chest radiographs, frontal and lateral, projected through the same invented chest that the CT phantom cuts:
/// 12 bit, MONOCHROME2, with an invented patient's identifiers. Deterministic by its seed.
/// </summary>
public sealed class ChestRadiographPhantom
{
    private const double Left = -185;
    private const double Width = 370;
    private const double Top = 150;
    private const double Height = 330;
    private const double DepthStep = 4;
    private readonly ulong _seed;
    private readonly ChestAnatomy _anatomy;
    private readonly PhantomIdentity _identity;
    private readonly int _rows;
    private readonly int _columns;

    /// <summary>Prepares the pair.</summary>
    /// <param name="seed">Equal seeds give equal bytes.</param>
    /// <param name="rows">Rows of each picture; columns follow from the chest's shape.</param>
    /// <param name="nodules">Nodules to put into the lungs.</param>
    /// <param name="identity">The invented patient; null for the one of the seed.</param>
    public ChestRadiographPhantom(ulong seed, int rows = 1024, int nodules = 1, PhantomIdentity? identity = null)
    {
        _seed = seed;
        _rows = rows;
        _columns = (int)Math.Round(rows * Width / Height);
        _anatomy = new ChestAnatomy(seed, nodules);
        _identity = identity ?? PhantomIdentity.Of(seed);
    }

    /// <summary>Nodules in the lungs.</summary>
    public IReadOnlyList<NoduleTruth> Nodules => _anatomy.Nodules;

    /// <summary>The invented patient.</summary>
    public PhantomIdentity Identity => _identity;

    /// <summary>Frontal view, posterior to anterior.</summary>
    public DicomFile Frontal() => Create("PA", 1, @"L\F", Project(true));

    /// <summary>Lateral view.</summary>
    public DicomFile Lateral() => Create("LL", 2, @"A\F", Project(false));

    private DicomFile Create(string view, int instance, string orientation, byte[] pixels)
    {
        PhantomText text = new(
            "CR",
            "1.2.840.10008.5.1.4.1.1.1",
            @"ORIGINAL\PRIMARY",
            "CHEST 2 VIEWS",
            view == "PA" ? "Chest PA" : "Chest lateral",
            2
        );
        Dataset d = PhantomHeader.Create(_identity, text, instance, 1);
        string spacing = (Height / _rows).ToString("0.######", CultureInfo.InvariantCulture);
        d.Set(Tags.Kvp, "125");
        d.Set(Tags.ViewPosition, view);
        d.Set(Tags.ImagerPixelSpacing, $"{spacing}\\{spacing}");
        d.Set(Tags.PatientOrientation, orientation);
        d.Set(Tags.SamplesPerPixel, 1);
        d.Set(Tags.PhotometricInterpretation, "MONOCHROME2");
        d.Set(Tags.Rows, (ushort)_rows);
        d.Set(Tags.Columns, (ushort)_columns);
        d.Set(Tags.PixelSpacing, $"{spacing}\\{spacing}");
        d.Set(Tags.BitsAllocated, 16);
        d.Set(Tags.BitsStored, 12);
        d.Set(Tags.HighBit, 11);
        d.Set(Tags.PixelRepresentation, 0);
        d.Set(Tags.WindowCenter, "1900");
        d.Set(Tags.WindowWidth, "3400");
        d.Set(new Element(Tags.PixelData, Vr.OW, pixels));
        return new DicomFile(d);
    }

    /// <summary>Sums attenuation along rays on a coarse grid, then interpolates and adds noise.</summary>
    private byte[] Project(bool frontal)
    {
        int coarseRows = Math.Min(_rows, 360);
        int coarseColumns = Math.Min(_columns, 400);
        double[] sums = new double[coarseRows * coarseColumns];
        Parallel.For(
            0,
            coarseRows,
            row =>
            {
                double z = Top - (Height * row / (coarseRows - 1));
                for (int column = 0; column < coarseColumns; column++)
                {
                    double across = Left + (Width * column / (coarseColumns - 1));
                    sums[(row * coarseColumns) + column] = Ray(frontal, across, z);
                }
            }
        );

        byte[] bytes = new byte[_rows * _columns * 2];
        SeededNoise noise = new(_seed ^ (frontal ? 0xF0UL : 0x1AUL));
        for (int row = 0; row < _rows; row++)
        {
            double v = (double)row * (coarseRows - 1) / (_rows - 1);
            for (int column = 0; column < _columns; column++)
            {
                double u = (double)column * (coarseColumns - 1) / (_columns - 1);
                double sum = Interpolate(sums, coarseColumns, coarseRows, u, v);
                // A detector with a logarithmic curve, flattened where much is absorbed, as processing does.
                double value = 3900 * Math.Pow(sum / (frontal ? 6.2 : 8.6), 0.72);
                value += noise.Normal() * (14 + (value * 0.006));
                ushort stored = (ushort)Math.Clamp(Math.Round(value + Marker(row, column, frontal)), 0, 4095);
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(((row * _columns) + column) * 2), stored);
            }
        }

        return bytes;
    }

    private double Ray(bool frontal, double across, double z)
    {
        double sum = 0;
        double from = frontal ? -130 : -200;
        double to = -from;
        for (double depth = from; depth <= to; depth += DepthStep)
        {
            double hu = frontal ? _anatomy.At(across, depth, z) : _anatomy.At(depth, across, z);
            // Bone takes more of a low-energy beam than its density says.
            double attenuation = (hu + 1000) / 1000 * (hu > 120 ? 1 + ((hu - 120) / 700) : 1);
            sum += attenuation * 0.0205 * DepthStep;
        }

        return sum;
    }

    private static double Interpolate(double[] sums, int columns, int rows, double u, double v)
    {
        int i = Math.Min((int)u, columns - 2);
        int j = Math.Min((int)v, rows - 2);
        double fu = u - i;
        double fv = v - j;
        double top = (sums[(j * columns) + i] * (1 - fu)) + (sums[(j * columns) + i + 1] * fu);
        double bottom = (sums[((j + 1) * columns) + i] * (1 - fu)) + (sums[((j + 1) * columns) + i + 1] * fu);
        return (top * (1 - fv)) + (bottom * fv);
    }

    /// <summary>A lead letter L beside the patient's left shoulder; on the picture's right in a frontal view.</summary>
    private double Marker(int row, int column, bool frontal)
    {
        double unit = _rows / 60.0;
        double x = (column - (_columns * (frontal ? 0.93 : 0.06))) / unit;
        double y = (row - (_rows * 0.08)) / unit;
        bool stem = x is >= 0 and < 0.6 && y is >= 0 and < 3;
        bool foot = x is >= 0 and < 1.8 && y is >= 2.4 and < 3;
        return stem || foot ? 2600 : 0;
    }
}
