namespace Overread.Dicom.Pixels;

/// <summary>What the image pixel module says about the frames of an object (PS3.3 C.7.6.3).</summary>
/// <param name="Rows">Height of a frame in pixels.</param>
/// <param name="Columns">Width of a frame in pixels.</param>
/// <param name="Frames">Number of frames; 1 where the object does not say.</param>
/// <param name="Samples">Samples per pixel: 1 or 3, seldom 4.</param>
/// <param name="Photometric">Photometric interpretation as written, such as "MONOCHROME2".</param>
/// <param name="Planar">True where each colour is a plane of its own (Planar Configuration 1).</param>
/// <param name="BitsAllocated">Bits of one stored sample: 1, 8, 16, 32 or 64.</param>
/// <param name="BitsStored">Bits of them that count.</param>
/// <param name="HighBit">Number of the most significant bit that counts.</param>
/// <param name="Signed">True for two's complement.</param>
/// <param name="IsFloat">True where samples are IEEE numbers (Float and Double Float Pixel Data).</param>
public sealed record ImageFacts(
    int Rows,
    int Columns,
    int Frames,
    int Samples,
    string Photometric,
    bool Planar,
    int BitsAllocated,
    int BitsStored,
    int HighBit,
    bool Signed,
    bool IsFloat
)
{
    /// <summary>Pixels of one frame.</summary>
    public long Pixels => (long)Rows * Columns;

    /// <summary>Bytes of one decoded sample: 1, 2, 4 or 8; bits are given out as bytes.</summary>
    public int SampleBytes => BitsAllocated <= 8 ? 1 : BitsAllocated / 8;

    /// <summary>Bytes of one decoded frame.</summary>
    public long FrameBytes => Pixels * Samples * SampleBytes;

    /// <summary>True for the YBR_FULL_422 of uncompressed data, where two pixels share their colour.</summary>
    public bool IsHalved => Photometric is "YBR_FULL_422" or "YBR_PARTIAL_422" && Samples == 3;

    /// <summary>True for one sample per pixel that is grey.</summary>
    public bool IsGrey => Photometric.StartsWith("MONOCHROME", StringComparison.Ordinal) || Samples == 1 && !IsPalette;

    /// <summary>True where samples are numbers of colours.</summary>
    public bool IsPalette => Photometric == "PALETTE COLOR";

    /// <summary>Reads the facts.</summary>
    /// <param name="dataset">A data set with pixel data.</param>
    /// <param name="facts">The facts; null where there is no image.</param>
    /// <param name="problem">A sentence where there is none or its attributes contradict each other.</param>
    public static bool TryRead(Dataset dataset, out ImageFacts facts, out string problem)
    {
        facts = null!;
        bool single = dataset.Contains(Tags.FloatPixelData);
        bool floating = single || dataset.Contains(Tags.DoubleFloatPixelData);
        if (!floating && !dataset.Contains(Tags.PixelData))
        {
            problem = "no pixel data";
            return false;
        }

        int rows = dataset.GetInt(Tags.Rows) ?? 0;
        int columns = dataset.GetInt(Tags.Columns) ?? 0;
        int samples = dataset.GetInt(Tags.SamplesPerPixel) ?? 1;
        int allocated =
            single ? 32
            : floating ? 64
            : dataset.GetInt(Tags.BitsAllocated) ?? 0;
        if (rows is < 1 or > 65535 || columns is < 1 or > 65535 || samples is < 1 or > 4)
        {
            problem = "rows, columns or samples per pixel are missing or impossible";
            return false;
        }

        if (allocated is not (1 or 8 or 16 or 32 or 64))
        {
            problem = $"{allocated} bits allocated";
            return false;
        }

        int stored = Math.Clamp(dataset.GetInt(Tags.BitsStored) ?? allocated, 1, allocated);
        int high = Math.Clamp(dataset.GetInt(Tags.HighBit) ?? stored - 1, stored - 1, allocated - 1);
        facts = new ImageFacts(
            rows,
            columns,
            Math.Max(1, dataset.GetInt(Tags.NumberOfFrames) ?? 1),
            samples,
            dataset.GetTexts(Tags.PhotometricInterpretation) is [{ } photometric, ..] ? photometric
                : samples == 3 ? "RGB"
                : "MONOCHROME2",
            dataset.GetInt(Tags.PlanarConfiguration) == 1 && samples > 1,
            allocated,
            stored,
            high,
            dataset.GetInt(Tags.PixelRepresentation) == 1,
            floating
        );
        problem = "";
        return true;
    }
}
