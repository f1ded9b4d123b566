using System.Buffers.Binary;
using System.Globalization;
using Overread.Dicom.Geometry;

namespace Overread.Dicom.Phantoms;

/// <summary>
/// A head that nobody ever had, as CT, MR or PET: real DICOM objects whose brain, face and ears are known, and an invented
/// patient's identifiers in the header. Deterministic by its seed. Made to test the removal of faces; it promises nothing
/// about real ones.
/// </summary>
public sealed class HeadPhantom
{
    private readonly HeadPhantomOptions _options;
    private readonly HeadAnatomy _anatomy;
    private readonly PatientVector _row;
    private readonly PatientVector _column;
    private readonly PatientVector _normal;
    private readonly double _from;

    /// <summary>Prepares the phantom; slices are computed when they are asked for.</summary>
    public HeadPhantom(HeadPhantomOptions options)
    {
        _options = options;
        _anatomy = new HeadAnatomy(options.Nod, options.HeadRest, options.Metal);
        Identity = options.Identity ?? PhantomIdentity.Of(options.Seed);
        (_row, _column) = Axes(options.Orientation);
        _normal = _row.Cross(_column);
        (double from, double to) = options.Orientation switch
        {
            HeadOrientation.Axial or HeadOrientation.Oblique => (-160.0, 110.0),
            HeadOrientation.AxialProneFeetFirst => (-160, 110),
            HeadOrientation.Sagittal => (-105, 105),
            _ => (-120, 125),
        };
        _from = options.From ?? from;
        SliceCount = (int)Math.Floor(((options.To ?? to) - _from) / options.SliceSpacing) + 1;
        PixelSpacing = Math.Round(options.FieldOfView / options.Size, 6);
    }

    /// <summary>The invented patient.</summary>
    public PhantomIdentity Identity { get; }

    /// <summary>Number of slices.</summary>
    public int SliceCount { get; }

    /// <summary>Millimetres between pixels.</summary>
    public double PixelSpacing { get; }

    /// <summary>The files of the series: one per slice, or one in all.</summary>
    public IEnumerable<DicomFile> Files =>
        _options.MultiFrame ? [Whole()] : Enumerable.Range(0, SliceCount).Select(Slice);

    /// <summary>Where a slice lies, its origin rounded as it is written.</summary>
    /// <param name="index">0 for the first along the normal.</param>
    public SlicePlane Plane(int index)
    {
        double edge = (_options.Size - 1) * PixelSpacing / 2;
        // The middle of the picture is a little below and before the middle of the brain: the face is to be in it.
        PatientPoint middle = new(0, -8, -25);
        double along = _from + (index * _options.SliceSpacing) - (middle - default(PatientPoint)).Dot(_normal);
        PatientPoint origin = middle + (_row * -edge) + (_column * -edge) + (_normal * along);
        return new SlicePlane(
            new(Math.Round(origin.X, 4), Math.Round(origin.Y, 4), Math.Round(origin.Z, 4)),
            _row,
            _column,
            PixelSpacing,
            PixelSpacing
        );
    }

    /// <summary>True where a place of the patient is brain.</summary>
    public bool IsBrain(PatientPoint place) => _anatomy.IsBrain(place);

    /// <summary>True where a place of the patient is within the skin, cavities counted in.</summary>
    public bool IsSolid(PatientPoint place) => _anatomy.IsSolid(place);

    /// <summary>True where skin would be the face's (brow to chin, forward of the temples) or an ear's.</summary>
    public bool IsFaceRegion(PatientPoint place) => _anatomy.IsFaceRegion(place);

    /// <summary>One slice as an object of its own.</summary>
    /// <param name="index">0 for the first along the normal.</param>
    public DicomFile Slice(int index)
    {
        Dataset d = Header(index + 1);
        SlicePlane plane = Plane(index);
        d.Set(Tags.ImagePositionPatient, Position(plane));
        d.Set(Tags.ImageOrientationPatient, Orientation());
        d.Set(Tags.PixelSpacing, $"{Number(PixelSpacing)}\\{Number(PixelSpacing)}");
        d.Set(Tags.SliceThickness, Number(_options.SliceSpacing));
        if (_options.Modality != "MR")
        {
            d.Set(Tags.RescaleIntercept, Number(Intercept));
            d.Set(Tags.RescaleSlope, "1");
        }

        d.Set(new Element(Tags.PixelData, Vr.OW, Pixels(index)));
        return new DicomFile(d);
    }

    private double Intercept => _options.Modality == "CT" ? -1024 : 0;

    private DicomFile Whole()
    {
        Dataset d = Header(1);
        d.Set(Tags.NumberOfFrames, Number(SliceCount));
        Dataset measures = new();
        measures.Set(Tags.PixelSpacing, $"{Number(PixelSpacing)}\\{Number(PixelSpacing)}");
        measures.Set(Tags.SliceThickness, Number(_options.SliceSpacing));
        Dataset orientation = new();
        orientation.Set(Tags.ImageOrientationPatient, Orientation());
        Dataset values = new();
        values.Set(Tags.RescaleIntercept, Number(Intercept));
        values.Set(Tags.RescaleSlope, "1");
        values.Set(Tags.RescaleType, _options.Modality == "CT" ? "HU" : "US");
        Dataset kind = new();
        kind.Set(new Tag(0x00089007), Vr.CS, @"ORIGINAL\PRIMARY\VOLUME\NONE");
        Dataset shared = new();
        shared.Set(Tags.PixelMeasuresSequence, measures);
        shared.Set(Tags.PlaneOrientationSequence, orientation);
        shared.Set(Tags.PixelValueTransformationSequence, values);
        shared.Set(_options.Modality == "CT" ? new Tag(0x00189329) : new Tag(0x00189226), kind);
        d.Set(Tags.SharedFunctionalGroupsSequence, shared);
        List<Dataset> frames = [];
        using MemoryStream pixels = new();
        for (int i = 0; i < SliceCount; i++)
        {
            Dataset position = new();
            position.Set(Tags.ImagePositionPatient, Position(Plane(i)));
            Dataset frame = new();
            frame.Set(Tags.PlanePositionSequence, position);
            frames.Add(frame);
            pixels.Write(Pixels(i));
        }

        d.Set(new Element(Tags.PerFrameFunctionalGroupsSequence, frames));
        d.Set(new Element(Tags.PixelData, Vr.OW, pixels.ToArray()));
        return new DicomFile(d);
    }

    private Dataset Header(int instance)
    {
        bool many = _options.MultiFrame;
        (string sopClass, string study) = _options.Modality switch
        {
            "CT" => (many ? "1.2.840.10008.5.1.4.1.1.2.1" : "1.2.840.10008.5.1.4.1.1.2", "CT HEAD W/O CONTRAST"),
            "MR" => (many ? "1.2.840.10008.5.1.4.1.1.4.1" : "1.2.840.10008.5.1.4.1.1.4", "MR BRAIN"),
            _ => (many ? "1.2.840.10008.5.1.4.1.1.130" : "1.2.840.10008.5.1.4.1.1.128", "PET BRAIN"),
        };
        PhantomText text = new(
            _options.Modality,
            sopClass,
            many ? @"ORIGINAL\PRIMARY\VOLUME\NONE" : @"ORIGINAL\PRIMARY\AXIAL",
            study,
            "Routine",
            3
        );
        Dataset d = PhantomHeader.Create(Identity, text, 2, instance);
        d.Remove(Tags.BodyPartExamined);
        if (_options.BodyPart.Length > 0)
        {
            d.Set(Tags.BodyPartExamined, _options.BodyPart);
        }

        d.Set(Tags.PatientPosition, _options.Orientation == HeadOrientation.AxialProneFeetFirst ? "FFP" : "HFS");
        d.Set(Tags.FrameOfReferenceUid, $"{Identity.UidRoot}.78");
        d.Set(Tags.PositionReferenceIndicator, "");
        d.Set(Tags.SamplesPerPixel, 1);
        d.Set(Tags.PhotometricInterpretation, "MONOCHROME2");
        d.Set(Tags.Rows, (ushort)_options.Size);
        d.Set(Tags.Columns, (ushort)_options.Size);
        d.Set(Tags.BitsAllocated, 16);
        d.Set(Tags.BitsStored, 12);
        d.Set(Tags.HighBit, 11);
        d.Set(Tags.PixelRepresentation, 0);
        d.Set(Tags.WindowCenter, _options.Modality == "CT" ? "40" : "400");
        d.Set(Tags.WindowWidth, _options.Modality == "CT" ? "120" : "900");
        return d;
    }

    private byte[] Pixels(int index)
    {
        int size = _options.Size;
        byte[] bytes = new byte[size * size * 2];
        SeededNoise noise = new(_options.Seed ^ ((ulong)(index + 1) * 0x9E3779B9));
        SlicePlane plane = Plane(index);
        bool ct = _options.Modality == "CT";
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                PatientPoint at = plane.ToPatient(column, row);
                double value = Value(_anatomy.At(at)) + Streak(at);
                double grain = noise.Normal() * _options.Noise;
                // Noise of magnitude images is never negative.
                value = ct ? value + grain : Math.Abs(value + grain);
                ushort stored = (ushort)Math.Clamp(Math.Round(value - Intercept), 0, 4095);
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(((row * size) + column) * 2), stored);
            }
        }

        return bytes;
    }

    /// <summary>Bright and dark rays from metal in the teeth.</summary>
    private double Streak(PatientPoint at)
    {
        if (!_options.Metal || _options.Modality != "CT" || Math.Abs(at.Z + 88) > 7)
        {
            return 0;
        }

        double angle = Math.Atan2(at.Y + 72, Math.Abs(at.X) - 20);
        double distance = Math.Sqrt(Math.Pow(at.Y + 72, 2) + Math.Pow(Math.Abs(at.X) - 20, 2));
        return 900 * Math.Sin(angle * 22) * Math.Exp(-distance / 45);
    }

    private double Value(HeadTissue tissue) =>
        _options.Modality switch
        {
            "CT" => tissue switch
            {
                HeadTissue.Air => -1000,
                HeadTissue.Skin => 50,
                HeadTissue.Fat => -90,
                HeadTissue.Muscle => 55,
                HeadTissue.Bone => 1000,
                HeadTissue.Fluid => 8,
                HeadTissue.Brain => 34,
                HeadTissue.Eye => 15,
                HeadTissue.Metal => 3000,
                _ => -120,
            },
            "MR" => tissue switch
            {
                HeadTissue.Air or HeadTissue.Rest or HeadTissue.Metal => 0,
                HeadTissue.Skin => 520,
                HeadTissue.Fat => 800,
                HeadTissue.Muscle => 300,
                HeadTissue.Bone => 60,
                HeadTissue.Fluid => 150,
                HeadTissue.Brain => 480,
                _ => 200,
            },
            _ => tissue switch
            {
                HeadTissue.Air or HeadTissue.Rest or HeadTissue.Metal => 0,
                HeadTissue.Brain => 900,
                HeadTissue.Fluid => 300,
                HeadTissue.Bone => 110,
                _ => 200,
            },
        };

    private static (PatientVector Row, PatientVector Column) Axes(HeadOrientation orientation)
    {
        switch (orientation)
        {
            case HeadOrientation.Axial:
                return (new(1, 0, 0), new(0, 1, 0));
            case HeadOrientation.AxialProneFeetFirst:
                return (new(-1, 0, 0), new(0, -1, 0));
            case HeadOrientation.Sagittal:
                return (new(0, 1, 0), new(0, 0, -1));
            case HeadOrientation.Coronal:
                return (new(1, 0, 0), new(0, 0, -1));
            default:
                double tilt = 25 * Math.PI / 180;
                double turn = 12 * Math.PI / 180;
                return (
                    new(Math.Cos(turn), Math.Sin(turn), 0),
                    new(-Math.Sin(turn) * Math.Cos(tilt), Math.Cos(turn) * Math.Cos(tilt), Math.Sin(tilt))
                );
        }
    }

    private static string Position(SlicePlane plane) =>
        $"{Number(plane.Origin.X)}\\{Number(plane.Origin.Y)}\\{Number(plane.Origin.Z)}";

    private string Orientation() =>
        string.Join('\\', new[] { _row.X, _row.Y, _row.Z, _column.X, _column.Y, _column.Z }.Select(Number));

    private static string Number(double value) =>
        Math.Round(value, 6).ToString("0.######", CultureInfo.InvariantCulture);
}
