using System.Buffers.Binary;
using System.Text;

namespace Overread.Dicom.Deidentify.Values;

/// <summary>
/// Color profiles (ICC.1:2010) carry texts: a description, a copyright, names of devices. They are blanked, the curves and
/// matrices stay; what no tag of the profile claims is zeroed. A profile that cannot be followed goes.
/// </summary>
internal static class IccText
{
    internal const int Largest = 16 << 20;
    private const int HeaderLength = 128;
    private const int EntryLength = 12;

    // Numbers, curves, matrices and tables; everything else may hold text.
    private static readonly HashSet<string> Numeric = new(StringComparer.Ordinal)
    {
        "XYZ ",
        "curv",
        "para",
        "mft1",
        "mft2",
        "mAB ",
        "mBA ",
        "sf32",
        "uf32",
        "ui08",
        "ui16",
        "ui32",
        "ui64",
        "chrm",
        "view",
        "meas",
        "sig ",
        "dtim",
        "clro",
        "mpet",
    };

    internal static Element? Cleaned(Element element)
    {
        byte[] bytes = element.ReadBytes().ToArray();
        byte[]? cleaned = Clean(bytes);
        return cleaned is null ? null
            : cleaned.AsSpan().SequenceEqual(bytes) ? element
            : new Element(element.Tag, element.Vr, cleaned);
    }

    private static byte[]? Clean(byte[] bytes)
    {
        if (bytes.Length < HeaderLength + 4)
        {
            return null;
        }

        uint count = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(HeaderLength));
        long tableEnd = HeaderLength + 4 + (long)count * EntryLength;
        if (count > 200 || tableEnd > bytes.Length)
        {
            return null;
        }

        byte[] output = new byte[bytes.Length];
        bytes.AsSpan(0, (int)tableEnd).CopyTo(output);
        // Date of the profile, its maker, model, creator and identifier: none is needed to use it.
        output.AsSpan(24, 12).Clear();
        output.AsSpan(48, 8).Clear();
        output.AsSpan(80, 20).Clear();
        output.AsSpan(100, 28).Clear();
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = bytes.AsSpan(HeaderLength + 4 + i * EntryLength, EntryLength);
            uint offset = BinaryPrimitives.ReadUInt32BigEndian(entry[4..]);
            uint size = BinaryPrimitives.ReadUInt32BigEndian(entry[8..]);
            if (offset < tableEnd || offset + (long)size > bytes.Length || size < 8)
            {
                return null;
            }

            Copy(bytes.AsSpan((int)offset, (int)size), output.AsSpan((int)offset, (int)size));
        }

        return output;
    }

    private static void Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        string type = Encoding.Latin1.GetString(from[..4]);
        if (Numeric.Contains(type))
        {
            from.CopyTo(to);
        }
        else if (type == "mluc" && from.Length >= 28)
        {
            // One record, in no language, of no characters.
            from[..8].CopyTo(to);
            BinaryPrimitives.WriteUInt32BigEndian(to[8..], 1);
            BinaryPrimitives.WriteUInt32BigEndian(to[12..], 12);
            "enUS"u8.CopyTo(to[16..]);
            BinaryPrimitives.WriteUInt32BigEndian(to[24..], 28);
        }
        else if (type == "desc" && from.Length >= 13)
        {
            // An ASCII text of one zero byte; lengths of the others are zero.
            from[..8].CopyTo(to);
            BinaryPrimitives.WriteUInt32BigEndian(to[8..], 1);
        }
        else
        {
            from[..8].CopyTo(to);
        }
    }
}
