using System.Buffers.Binary;
using System.IO.Compression;

namespace Overread.Imaging.Nifti;

/// <summary>
/// A NIfTI-1 volume (Cox et al. 2004, the nifti1.h header): up to three dimensions, x fastest, voxels as numbers after
/// slope and intercept. The header is kept as it was read, so that what is written keeps the geometry, whatever its codes.
/// </summary>
public sealed class NiftiVolume
{
    private const int HeaderLength = 348;
    private const int DataOffset = 352;

    private readonly byte[] _header;

    private NiftiVolume(byte[] header, int width, int height, int depth, float[] spacing, float[] values)
    {
        _header = header;
        Width = width;
        Height = height;
        Depth = depth;
        Spacing = spacing;
        Values = values;
    }

    /// <summary>Voxels along x.</summary>
    public int Width { get; }

    /// <summary>Voxels along y.</summary>
    public int Height { get; }

    /// <summary>Voxels along z; 1 for a picture.</summary>
    public int Depth { get; }

    /// <summary>Distance between voxels along x, y, z, in the unit of the file, as a rule millimetres.</summary>
    public IReadOnlyList<float> Spacing { get; }

    /// <summary>The voxels after slope and intercept, x fastest.</summary>
    public float[] Values { get; }

    /// <summary>qform code: 0 means that the file does not say how it is oriented.</summary>
    public int QuaternionCode => BinaryPrimitives.ReadInt16LittleEndian(_header.AsSpan(252));

    /// <summary>sform code: 0 means that the file has no affine transform.</summary>
    public int AffineCode => BinaryPrimitives.ReadInt16LittleEndian(_header.AsSpan(254));

    /// <summary>
    /// Where the voxels lie: the file's sform, else its qform, each where its code is not 0; null where the file does not say.
    /// </summary>
    /// <exception cref="NiftiException">The file says what cannot be.</exception>
    public VoxelAffine? Affine() =>
        AffineCode > 0 ? new VoxelAffine([.. Enumerable.Range(0, 12).Select(i => (double)Single(280 + (4 * i)))])
        : QuaternionCode > 0 ? OfQuaternion()
        : null;

    /// <summary>Method 2 of the header: a rotation by a unit quaternion, then the voxels' sizes, the third mirrored by qfac.</summary>
    private VoxelAffine OfQuaternion()
    {
        (double b, double c, double d) = (Single(256), Single(260), Single(264));
        double rest = 1 - ((b * b) + (c * c) + (d * d));
        double a = Math.Sqrt(Math.Max(0, rest));
        double mirrored = Single(76) < 0 ? -1 : 1;
        (double x, double y, double z) = (Spacing[0], Spacing[1], Spacing[2] * mirrored);
        return new VoxelAffine([
            x * ((a * a) + (b * b) - (c * c) - (d * d)),
            y * 2 * ((b * c) - (a * d)),
            z * 2 * ((b * d) + (a * c)),
            Single(268),
            x * 2 * ((b * c) + (a * d)),
            y * ((a * a) + (c * c) - (b * b) - (d * d)),
            z * 2 * ((c * d) - (a * b)),
            Single(272),
            x * 2 * ((b * d) - (a * c)),
            y * 2 * ((c * d) + (a * b)),
            z * ((a * a) + (d * d) - (c * c) - (b * b)),
            Single(276),
        ]);
    }

    private float Single(int at) => BinaryPrimitives.ReadSingleLittleEndian(_header.AsSpan(at));

    /// <summary>Reads <c>.nii</c> or, by its first bytes, <c>.nii.gz</c>.</summary>
    /// <exception cref="NiftiException">The bytes are not such a file.</exception>
    public static NiftiVolume Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using MemoryStream whole = new();
        stream.CopyTo(whole);
        byte[] bytes = whole.ToArray();
        if (bytes.Length > 2 && bytes[0] == 0x1F && bytes[1] == 0x8B)
        {
            bytes = Inflate(bytes);
        }

        return Parse(bytes);
    }

    /// <summary>
    /// Reads the header alone, of <c>.nii</c> or <c>.nii.gz</c>: where the voxels of the first volume lie, whatever their type and
    /// however many volumes follow. <see cref="Values"/> is empty.
    /// </summary>
    /// <exception cref="NiftiException">The bytes are not such a file.</exception>
    public static NiftiVolume ReadGeometry(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] head = new byte[HeaderLength];
        int read = stream.ReadAtLeast(head, 2, throwOnEndOfStream: false);
        stream.Position = 0;
        try
        {
            using GZipStream? gzip =
                read > 1 && head[0] == 0x1F && head[1] == 0x8B
                    ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true)
                    : null;
            read = (gzip ?? stream).ReadAtLeast(head, HeaderLength, throwOnEndOfStream: false);
        }
        catch (InvalidDataException broken)
        {
            throw new NiftiException($"the compressed data are damaged: {broken.Message}");
        }

        return Parse(head[..read], geometryOnly: true);
    }

    /// <summary>Writes bytes, one per voxel, with the geometry of this volume; compressed when asked.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="voxels">One byte per voxel.</param>
    /// <param name="compressed">Whether to write <c>.nii.gz</c>.</param>
    /// <exception cref="ArgumentException">The number of voxels differs.</exception>
    public void WriteLike(Stream stream, ReadOnlySpan<byte> voxels, bool compressed)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (voxels.Length != Values.Length)
        {
            throw new ArgumentException($"{voxels.Length} voxels for a volume of {Values.Length}.");
        }

        byte[] header = new byte[DataOffset];
        _header.CopyTo(header, 0);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(70), 2);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(72), 8);
        BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(108), DataOffset);
        BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(112), 1);
        BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(116), 0);
        using GZipStream? gzip = compressed ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : null;
        Stream target = gzip ?? stream;
        target.Write(header);
        target.Write(voxels);
    }

    /// <summary>A volume of bytes with a plain geometry, for masks that come from elsewhere.</summary>
    public static NiftiVolume FromBytes(
        ReadOnlySpan<byte> voxels,
        int width,
        int height,
        int depth,
        IReadOnlyList<float> spacing
    )
    {
        ArgumentNullException.ThrowIfNull(spacing);
        byte[] header = new byte[HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, HeaderLength);
        short[] sizes = [3, checked((short)width), checked((short)height), checked((short)depth), 1, 1, 1, 1];
        for (int i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(40 + (2 * i)), sizes[i]);
            BinaryPrimitives.WriteSingleLittleEndian(
                header.AsSpan(76 + (4 * i)),
                i is > 0 and < 4 ? spacing[i - 1] : 1
            );
        }

        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(70), 2);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(72), 8);
        header[123] = 2;
        "n+1\0"u8.CopyTo(header.AsSpan(344));
        float[] values = new float[voxels.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = voxels[i];
        }

        return values.Length == (long)width * height * depth
            ? new NiftiVolume(header, width, height, depth, [.. spacing.Take(3)], values)
            : throw new ArgumentException($"{voxels.Length} voxels do not fill {width}×{height}×{depth}.");
    }

    private static byte[] Inflate(byte[] bytes)
    {
        try
        {
            using GZipStream gzip = new(new MemoryStream(bytes), CompressionMode.Decompress);
            using MemoryStream inflated = new();
            gzip.CopyTo(inflated);
            return inflated.ToArray();
        }
        catch (InvalidDataException broken)
        {
            throw new NiftiException($"the compressed data are damaged: {broken.Message}");
        }
    }

    private static NiftiVolume Parse(byte[] bytes, bool geometryOnly = false)
    {
        if (bytes.Length < HeaderLength)
        {
            throw new NiftiException($"{bytes.Length} bytes; a header has {HeaderLength}.");
        }

        byte[] header = bytes[..HeaderLength];
        bool swapped = BinaryPrimitives.ReadInt32BigEndian(header) == HeaderLength;
        if (!swapped && BinaryPrimitives.ReadInt32LittleEndian(header) != HeaderLength)
        {
            throw new NiftiException("sizeof_hdr is not 348: this is not NIfTI-1.");
        }

        if (!header.AsSpan(344, 3).SequenceEqual("n+1"u8))
        {
            throw new NiftiException("the magic is not 'n+1': header and data must be one file.");
        }

        if (swapped)
        {
            NiftiByteOrder.Swap(header);
        }

        int dimensions = Short(header, 40);
        int[] size = [1, 1, 1];
        for (int i = 0; i < 3 && i < dimensions; i++)
        {
            size[i] = Short(header, 42 + (2 * i));
        }

        for (int i = 3; i < dimensions && i < 7 && !geometryOnly; i++)
        {
            if (Short(header, 42 + (2 * i)) > 1)
            {
                throw new NiftiException(
                    $"dimension {i + 1} has {Short(header, 42 + (2 * i))} entries; one volume is read here."
                );
            }
        }

        long voxels = (long)size[0] * size[1] * size[2];
        if (dimensions is < 1 or > 7 || size.Any(length => length < 1) || voxels > int.MaxValue / 4)
        {
            throw new NiftiException($"the dimensions {dimensions}: {string.Join('×', size)} cannot be.");
        }

        float[] spacing = new float[3];
        for (int i = 0; i < 3; i++)
        {
            float pixdim = Math.Abs(BinaryPrimitives.ReadSingleLittleEndian(header.AsSpan(80 + (4 * i))));
            spacing[i] = float.IsFinite(pixdim) && pixdim > 0 ? pixdim : 1;
        }

        float[] values = geometryOnly ? [] : NiftiByteOrder.Voxels(bytes, header, (int)voxels, swapped);
        return new NiftiVolume(header, size[0], size[1], size[2], spacing, values);
    }

    private static short Short(byte[] header, int at) => BinaryPrimitives.ReadInt16LittleEndian(header.AsSpan(at));
}
