using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Overread.Dicom;

namespace Overread.Cli.Marks;

/// <summary>
/// Numbers of the CSA image header, which Siemens MR keeps in a private element: "SV10", a count, then entries of a name of 64
/// bytes, VM, VR, a data type, a count of items, a mark, and items of a length, three words and text, padded to four bytes.
/// </summary>
internal static class SiemensHeader
{
    /// <summary>The numbers of an entry; empty where there is none.</summary>
    internal static IReadOnlyList<double> Values(Dataset dataset, Tag tag, string name)
    {
        if (!dataset.TryGet(tag, out Element? element) || element.Items is not null || element.Length > 1 << 24)
        {
            return [];
        }

        ReadOnlySpan<byte> bytes = element.ReadBytes().Span;
        int at = bytes.StartsWith("SV10"u8) ? 8 : 0;
        if (bytes.Length < at + 8)
        {
            return [];
        }

        int entries = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
        at += 8;
        for (int entry = 0; entry < entries && at + 84 <= bytes.Length; entry++)
        {
            string found = Text(bytes.Slice(at, 64));
            int items = BinaryPrimitives.ReadInt32LittleEndian(bytes[(at + 76)..]);
            at += 84;
            List<double> values = [];
            for (int item = 0; item < items && at + 16 <= bytes.Length; item++)
            {
                int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[(at + 4)..]);
                at += 16;
                if (length < 0 || length > bytes.Length - at)
                {
                    return [];
                }

                if (
                    found == name
                    && double.TryParse(
                        Text(bytes.Slice(at, length)),
                        NumberStyles.Float,
                        CultureInfo.InvariantCulture,
                        out double value
                    )
                )
                {
                    values.Add(value);
                }

                at += (length + 3) & ~3;
            }

            if (found == name)
            {
                return values;
            }
        }

        return [];
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]).Trim();
    }
}
