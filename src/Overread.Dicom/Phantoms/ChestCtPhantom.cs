using System.Buffers.Binary;
using System.Globalization;

namespace Overread.Dicom.Phantoms;

/// <summary>
/// A chest CT that nobody ever had: real DICOM objects with lungs, vessels, bones, mediastinum, noise, nodules whose place
/// and size are known, and an invented patient's identifiers in the header. Deterministic by its seed.
/// </summary>
public sealed class ChestCtPhantom
{
    private const double FieldOfView = 380;
    private const double Bottom = -140;
    private const double Extent = 290;
    private readonly ChestCtOptions _options;
    private readonly ChestAnatomy _anatomy;
    private readonly PhantomIdentity _identity;

    /// <summary>Prepares the phantom; slices are computed when they are asked for.</summary>
    public ChestCtPhantom(ChestCtOptions options)
    {
        _options = options;
        _anatomy = new ChestAnatomy(options.Seed, options.Nodules);
        _identity = options.Identity ?? PhantomIdentity.Of(options.Seed);
    }

    /// <summary>Nodules in the lungs.</summary>
    public IReadOnlyList<NoduleTruth> Nodules => _anatomy.Nodules;

    /// <summary>The invented patient.</summary>
    public PhantomIdentity Identity => _identity;

    /// <summary>Number of slices.</summary>
    public int SliceCount => _options.Slices;

    /// <summary>Millimetres between slices.</summary>
    public double SliceSpacing => Math.Round(Extent / _options.Slices, 3);

    /// <summary>Millimetres between pixels.</summary>
    public double PixelSpacing => Math.Round(FieldOfView / _options.Size, 6);

    /// <summary>All slices, feet to head.</summary>
    public IEnumerable<DicomFile> Slices => Enumerable.Range(0, SliceCount).Select(Slice);

    /// <summary>One slice as a DICOM object.</summary>
    /// <param name="index">0 for the lowest.</param>
    public DicomFile Slice(int index)
    {
        PhantomText text = new(
            "CT",
            "1.2.840.10008.5.1.4.1.1.2",
            @"ORIGINAL\PRIMARY\AXIAL",
            "CT CHEST W/O CONTRAST",
            "Thorax routine 4.0 B40f",
            1
        );
        // Scanners count from the head: the order of numbers is not the order of positions.
        Dataset d = PhantomHeader.Create(_identity, text, 2, SliceCount - index);
        double z = Bottom + (index * SliceSpacing);
        double edge = -(_options.Size - 1) * PixelSpacing / 2;
        d.Set(Tags.SliceThickness, Number(SliceSpacing));
        d.Set(Tags.Kvp, "120");
        d.Set(Tags.GantryDetectorTilt, "0");
        d.Set(Tags.ExposureTime, "500");
        d.Set(Tags.XRayTubeCurrent, "180");
        d.Set(Tags.ConvolutionKernel, "B40f");
        d.Set(Tags.PatientPosition, "HFS");
        d.Set(Tags.ImagePositionPatient, $"{Number(edge)}\\{Number(edge)}\\{Number(z)}");
        d.Set(Tags.ImageOrientationPatient, @"1\0\0\0\1\0");
        d.Set(Tags.FrameOfReferenceUid, $"{_identity.UidRoot}.77");
        d.Set(Tags.PositionReferenceIndicator, "");
        d.Set(Tags.SliceLocation, Number(z));
        d.Set(Tags.SamplesPerPixel, 1);
        d.Set(Tags.PhotometricInterpretation, "MONOCHROME2");
        d.Set(Tags.Rows, (ushort)_options.Size);
        d.Set(Tags.Columns, (ushort)_options.Size);
        d.Set(Tags.PixelSpacing, $"{Number(PixelSpacing)}\\{Number(PixelSpacing)}");
        d.Set(Tags.BitsAllocated, 16);
        d.Set(Tags.BitsStored, 12);
        d.Set(Tags.HighBit, 11);
        d.Set(Tags.PixelRepresentation, 0);
        d.Set(Tags.WindowCenter, @"40\-600");
        d.Set(Tags.WindowWidth, @"400\1500");
        d.Set(Tags.WindowCenterWidthExplanation, @"SOFT TISSUE\LUNG");
        d.Set(Tags.RescaleIntercept, "-1024");
        d.Set(Tags.RescaleSlope, "1");
        d.Set(Tags.RescaleType, "HU");
        d.Set(new Element(Tags.PixelData, Vr.OW, Pixels(z, index)));
        return new DicomFile(d);
    }

    private byte[] Pixels(double z, int index)
    {
        int size = _options.Size;
        byte[] bytes = new byte[size * size * 2];
        SeededNoise noise = new(_options.Seed ^ ((ulong)(index + 1) * 0x9E3779B9));
        float[] above = new float[size];
        double edge = -(size - 1) * PixelSpacing / 2;
        double circle = FieldOfView * FieldOfView / 4;
        for (int row = 0; row < size; row++)
        {
            float last = 0;
            double y = edge + (row * PixelSpacing);
            for (int column = 0; column < size; column++)
            {
                double x = edge + (column * PixelSpacing);
                // Neighbours share a part of their noise, as a reconstruction kernel makes them do.
                float grain = (float)noise.Normal();
                double mixed = ((0.75 * grain) + (0.42 * last) + (0.42 * above[column])) * _options.Noise;
                last = grain;
                above[column] = grain;
                double hu = (x * x) + (y * y) > circle ? -1024 : _anatomy.At(x, y, z) + mixed;
                ushort stored = (ushort)Math.Clamp(Math.Round(hu + 1024), 0, 4095);
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(((row * size) + column) * 2), stored);
            }
        }

        return bytes;
    }

    private static string Number(double value) =>
        Math.Round(value, 6).ToString("0.######", CultureInfo.InvariantCulture);
}
