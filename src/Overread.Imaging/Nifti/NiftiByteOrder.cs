using System.Buffers.Binary;

namespace Overread.Imaging.Nifti;

/// <summary>Reads the numbers of a NIfTI file in either byte order.</summary>
internal static class NiftiByteOrder
{
    /// <summary>Start and count of the header's runs of 16-bit numbers, and of 32-bit ones.</summary>
    private static readonly (int Start, int Count)[] s_short = [(36, 1), (40, 8), (68, 4), (120, 1), (252, 2)];

    private static readonly (int Start, int Count)[] s_word =
    [
        (0, 1),
        (32, 1),
        (56, 3),
        (76, 8),
        (108, 3),
        (124, 6),
        (256, 18),
    ];

    /// <summary>Turns a big-endian header into a little-endian one.</summary>
    internal static void Swap(byte[] header)
    {
        foreach ((int start, int count) in s_short)
        {
            for (int i = 0; i < count; i++)
            {
                header.AsSpan(start + (2 * i), 2).Reverse();
            }
        }

        foreach ((int start, int count) in s_word)
        {
            for (int i = 0; i < count; i++)
            {
                header.AsSpan(start + (4 * i), 4).Reverse();
            }
        }
    }

    /// <summary>The voxels as numbers after slope and intercept.</summary>
    internal static float[] Voxels(byte[] bytes, byte[] header, int voxels, bool swapped)
    {
        int type = BinaryPrimitives.ReadInt16LittleEndian(header.AsSpan(70));
        int length = type switch
        {
            2 or 256 => 1,
            4 or 512 => 2,
            8 or 768 or 16 => 4,
            64 or 1024 or 1280 => 8,
            _ => throw new NiftiException($"the data type {type} is not read here."),
        };
        float declared = BinaryPrimitives.ReadSingleLittleEndian(header.AsSpan(108));
        long offset = declared >= 352 && declared < int.MaxValue ? (long)declared : 352;
        if (bytes.Length < offset + ((long)voxels * length))
        {
            throw new NiftiException(
                $"{bytes.Length - offset} bytes of data where {(long)voxels * length} are declared."
            );
        }

        float slope = BinaryPrimitives.ReadSingleLittleEndian(header.AsSpan(112));
        float intercept = BinaryPrimitives.ReadSingleLittleEndian(header.AsSpan(116));
        bool scaled =
            float.IsFinite(slope) && slope != 0 && float.IsFinite(intercept) && (slope != 1 || intercept != 0);
        float[] values = new float[voxels];
        Span<byte> word = stackalloc byte[8];
        for (int i = 0; i < voxels; i++)
        {
            bytes.AsSpan((int)offset + (i * length), length).CopyTo(word);
            if (swapped)
            {
                word[..length].Reverse();
            }

            double value = Number(word, type);
            values[i] = (float)(scaled ? (value * slope) + intercept : value);
        }

        return values;
    }

    private static double Number(ReadOnlySpan<byte> word, int type) =>
        type switch
        {
            2 => word[0],
            256 => (sbyte)word[0],
            4 => BinaryPrimitives.ReadInt16LittleEndian(word),
            512 => BinaryPrimitives.ReadUInt16LittleEndian(word),
            8 => BinaryPrimitives.ReadInt32LittleEndian(word),
            768 => BinaryPrimitives.ReadUInt32LittleEndian(word),
            16 => BinaryPrimitives.ReadSingleLittleEndian(word),
            64 => BinaryPrimitives.ReadDoubleLittleEndian(word),
            1024 => BinaryPrimitives.ReadInt64LittleEndian(word),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(word),
        };
}
