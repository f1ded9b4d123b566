using System.Buffers.Binary;
using System.IO.Compression;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Imaging.Nifti;

/// <summary>
/// Label maps as NIfTI-1 (Cox et al. 2004). The file's world is right, front, up; here it is turned into LPS by the sign of x
/// and y. sform goes before qform, whatever their codes; a file with neither has no place.
/// </summary>
public static class NiftiLabels
{
    private const int DataOffset = 352;

    /// <summary>Reads a label map.</summary>
    /// <exception cref="NiftiException">The bytes are no such file.</exception>
    /// <exception cref="GridException">Its numbers are no labels.</exception>
    public static LabelVolume Read(Stream stream)
    {
        NiftiVolume volume = NiftiVolume.Read(stream);
        int[] numbers = LabelVolume.Numbers(volume.Values, out bool fraction);
        return new LabelVolume(volume.Width, volume.Height, volume.Depth, Place(volume), [numbers])
        {
            IsFraction = fraction,
        };
    }

    /// <summary>Where the voxels of a volume lie in LPS; null where the file does not say.</summary>
    public static GridAffine? Place(NiftiVolume volume)
    {
        if (volume.Affine() is not { } affine)
        {
            return null;
        }

        Lps At(double i, double j, double k)
        {
            (double x, double y, double z) = affine.World(i, j, k);
            return new Lps(-x, -y, z);
        }

        Lps zero = At(0, 0, 0);
        return new GridAffine(zero, At(1, 0, 0) - zero, At(0, 1, 0) - zero, At(0, 0, 1) - zero);
    }

    /// <summary>Writes a label map: bytes, 16-bit or 32-bit numbers, whichever the greatest needs.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="grid">Voxels; evenly spaced.</param>
    /// <param name="plane">Fills a slice with its label numbers.</param>
    /// <param name="most">Greatest number.</param>
    /// <param name="compressed">Whether to write <c>.nii.gz</c>.</param>
    /// <exception cref="GridException">The format cannot hold the grid.</exception>
    public static void Write(Stream stream, VolumeGrid grid, Action<int, int[]> plane, int most, bool compressed)
    {
        GridAffine affine =
            grid.Affine
            ?? throw new GridException(
                "the images are unevenly spaced (slices are missing, or one slice has no thickness): NIfTI holds even spacing only. Write seg or rtstruct, or give a whole series."
            );
        if (Math.Max(grid.Width, Math.Max(grid.Height, grid.Depth)) > short.MaxValue)
        {
            throw new GridException(
                $"NIfTI-1 holds 32767 voxels along an axis, the images have {grid.Size}; write nrrd."
            );
        }

        int bytes =
            most <= byte.MaxValue ? 1
            : most <= ushort.MaxValue ? 2
            : 4;
        using GZipStream? gzip = compressed ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : null;
        Stream target = gzip ?? stream;
        target.Write(Header(grid, affine, bytes));
        int[] numbers = new int[grid.Width * grid.Height];
        byte[] packed = new byte[numbers.Length * bytes];
        for (int k = 0; k < grid.Depth; k++)
        {
            numbers.AsSpan().Clear();
            plane(k, numbers);
            for (int i = 0; i < numbers.Length; i++)
            {
                if (bytes == 1)
                {
                    packed[i] = (byte)numbers[i];
                }
                else if (bytes == 2)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(packed.AsSpan(2 * i), (ushort)numbers[i]);
                }
                else
                {
                    BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(4 * i), numbers[i]);
                }
            }

            target.Write(packed);
        }
    }

    private static byte[] Header(VolumeGrid grid, GridAffine affine, int bytes)
    {
        byte[] header = new byte[DataOffset];
        BinaryPrimitives.WriteInt32LittleEndian(header, 348);
        header[38] = (byte)'r';
        int[] sizes = [3, grid.Width, grid.Height, grid.Depth, 1, 1, 1, 1];
        Lps[] steps = [affine.ColumnStep, affine.RowStep, affine.SliceStep];
        for (int i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(40 + (2 * i)), (short)sizes[i]);
            Put(76 + (4 * i), i is > 0 and < 4 ? steps[i - 1].Length : 1);
        }

        BinaryPrimitives.WriteInt16LittleEndian(
            header.AsSpan(70),
            (short)(
                bytes == 1 ? 2
                : bytes == 2 ? 512
                : 8
            )
        );
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(72), (short)(8 * bytes));
        Put(108, DataOffset);
        Put(112, 1);
        header[123] = 2;
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(254), 1);
        for (int c = 0; c < 4; c++)
        {
            Lps column = c < 3 ? steps[c] : affine.Origin;
            Put(280 + (4 * c), -column.X);
            Put(296 + (4 * c), -column.Y);
            Put(312 + (4 * c), column.Z);
        }

        Quaternion(affine, header);
        "n+1\0"u8.CopyTo(header.AsSpan(344));
        return header;

        void Put(int at, double value) => BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(at), (float)value);
    }

    /// <summary>Writes the qform too where it can say the same: it knows no shear.</summary>
    private static void Quaternion(GridAffine affine, byte[] header)
    {
        Lps x = affine.ColumnStep.Normalized();
        Lps y = affine.RowStep.Normalized();
        Lps z = affine.SliceStep.Normalized();
        if (Math.Max(Math.Abs(x.Dot(y)), Math.Max(Math.Abs(x.Dot(z)), Math.Abs(y.Dot(z)))) > 1e-5)
        {
            return;
        }

        double[][] r =
        [
            [-x.X, -y.X, -z.X],
            [-x.Y, -y.Y, -z.Y],
            [x.Z, y.Z, z.Z],
        ];
        double handed = x.Cross(y).Dot(z) < 0 ? -1 : 1;
        for (int i = 0; i < 3; i++)
        {
            r[i][2] *= handed;
        }

        // The largest of the four is taken first, so that nothing is divided by a small number.
        double[] q =
        [
            1 + r[0][0] + r[1][1] + r[2][2],
            1 + r[0][0] - r[1][1] - r[2][2],
            1 - r[0][0] + r[1][1] - r[2][2],
            1 - r[0][0] - r[1][1] + r[2][2],
        ];
        int largest = Array.IndexOf(q, q.Max());
        double root = Math.Sqrt(q[largest]) / 2;
        double s = 0.25 / root;
        (double a, double b, double c, double d) = largest switch
        {
            0 => (root, (r[2][1] - r[1][2]) * s, (r[0][2] - r[2][0]) * s, (r[1][0] - r[0][1]) * s),
            1 => ((r[2][1] - r[1][2]) * s, root, (r[1][0] + r[0][1]) * s, (r[0][2] + r[2][0]) * s),
            2 => ((r[0][2] - r[2][0]) * s, (r[1][0] + r[0][1]) * s, root, (r[2][1] + r[1][2]) * s),
            _ => ((r[1][0] - r[0][1]) * s, (r[0][2] + r[2][0]) * s, (r[2][1] + r[1][2]) * s, root),
        };
        double sign = a < 0 ? -1 : 1;
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(252), 1);
        (int At, double Value)[] fields =
        [
            (76, handed),
            (256, sign * b),
            (260, sign * c),
            (264, sign * d),
            (268, -affine.Origin.X),
            (272, -affine.Origin.Y),
            (276, affine.Origin.Z),
        ];
        foreach ((int at, double value) in fields)
        {
            BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(at), (float)value);
        }
    }
}
