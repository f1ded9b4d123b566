using System.Buffers.Binary;

namespace Overread.Dicom.Fuzz;

/// <summary>Makes a case of a seed: changes that know where elements, lengths and items are, and a few that do not.</summary>
internal sealed class Mutator(List<byte[]> seeds)
{
    private static readonly uint[] Lengths =
    [
        0,
        1,
        2,
        3,
        4,
        7,
        0xFF,
        0x100,
        0xFFFE,
        0xFFFF,
        0x10000,
        0x7FFFFFFF,
        0x80000000,
        0xB2D05E00,
        0xFFFFFFFE,
        0xFFFFFFFF,
    ];

    private static readonly ushort[] Words = [0, 1, 2, 7, 8, 12, 16, 31, 32, 64, 255, 256, 32768, 46341, 65534, 65535];

    internal byte[] Case(int number)
    {
        Random random = new(number);
        byte[] bytes = [.. seeds[random.Next(seeds.Count)]];
        int changes = 1 + random.Next(random.Next(1, 12));
        for (int i = 0; i < changes && bytes.Length > 16; i++)
        {
            bytes = Change(bytes, random);
        }

        return bytes;
    }

    private byte[] Change(byte[] bytes, Random random)
    {
        List<int> elements = Elements(bytes);
        int at =
            elements.Count > 0 && random.Next(5) > 0
                ? elements[random.Next(elements.Count)]
                : random.Next(bytes.Length - 12);
        at = Math.Min(at, bytes.Length - 12);
        switch (random.Next(17))
        {
            case 0:
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 8), Lengths[random.Next(Lengths.Length)]);
                return bytes;
            case 2:
                BinaryPrimitives.WriteUInt16LittleEndian(
                    bytes.AsSpan(at + 6),
                    (ushort)Lengths[random.Next(Lengths.Length)]
                );
                return bytes;
            case 3:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 4), Lengths[random.Next(Lengths.Length)]);
                return bytes;
            case 4:
                Vr vr = Enum.GetValues<Vr>()[random.Next(Enum.GetValues<Vr>().Length)];
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at + 4), (ushort)vr);
                return bytes;
            case 5:
                return bytes[..random.Next(8, bytes.Length)];
            case 6:
                int other = elements.Count > 0 ? elements[random.Next(elements.Count)] : 0;
                return [.. bytes[..Math.Min(at, other)], .. bytes[Math.Max(at, other)..]];
            case 7:
                int to = Math.Min(bytes.Length, at + random.Next(8, 200));
                return bytes.Length > 1 << 20 ? bytes : [.. bytes[..to], .. bytes[at..to], .. bytes[to..]];
            case 8:
                byte[] donor = seeds[random.Next(seeds.Count)];
                int from = random.Next(donor.Length - 8);
                byte[] piece = donor[from..Math.Min(donor.Length, from + random.Next(4, 400))];
                return [.. bytes[..at], .. piece, .. bytes[at..]];
            case 9:
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at + 8), Words[random.Next(Words.Length)]);
                return bytes;
            case 10:
                byte[] item =
                [
                    0xFE,
                    0xFF,
                    (byte)(
                        random.Next(3) switch
                        {
                            0 => 0x00,
                            1 => 0x0D,
                            _ => 0xDD,
                        }
                    ),
                    0xE0,
                    0xFF,
                    0xFF,
                    0xFF,
                    0xFF,
                ];
                BinaryPrimitives.WriteUInt32LittleEndian(item.AsSpan(4), Lengths[random.Next(Lengths.Length)]);
                return [.. bytes[..at], .. item, .. bytes[at..]];
            case 11:
                for (int i = random.Next(1, 40); i > 0; i--)
                {
                    bytes[Math.Min(bytes.Length - 1, at + random.Next(64))] = (byte)random.Next(256);
                }

                return bytes;
            case 12:
                return Deepen(bytes, at, random);
            case 14:
            case 15:
                return InStream(bytes, random);
            default:
                bytes[Math.Min(bytes.Length - 1, at + random.Next(12))] = random.Next(3) switch
                {
                    0 => 0,
                    1 => 0xFF,
                    _ => (byte)random.Next(256),
                };
                return bytes;
        }
    }

    /// <summary>
    /// A change at a marker of a compressed stream: its kind, its length, a word behind it, a segment put before it, doubled or
    /// taken out.
    /// </summary>
    private static byte[] InStream(byte[] bytes, Random random)
    {
        List<int> markers = [];
        for (int i = 0; i + 6 < bytes.Length && markers.Count < 2000; i++)
        {
            if (bytes[i] == 0xFF && bytes[i + 1] is >= 0x4F and < 0xFF)
            {
                markers.Add(i);
            }
        }

        if (markers.Count == 0)
        {
            return bytes;
        }

        int at = markers[random.Next(markers.Count)];
        int length = Math.Min(bytes.Length - at, 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2)));
        switch (random.Next(6))
        {
            case 0:
                bytes[at + 1] = (byte)random.Next(0x4F, 0xFF);
                return bytes;
            case 1:
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at + 2), Words[random.Next(Words.Length)]);
                return bytes;
            case 2:
                bytes[Math.Min(bytes.Length - 1, at + 4 + random.Next(20))] = (byte)random.Next(256);
                return bytes;
            case 3:
                byte[] note = [0xFF, (byte)(random.Next(2) == 0 ? 0xFE : 0x64), 0x00, 0x08, .. "NAMED!"u8];
                return [.. bytes[..at], .. note, .. bytes[at..]];
            case 4:
                return bytes.Length > 1 << 20 ? bytes : [.. bytes[..(at + length)], .. bytes[at..]];
            default:
                return [.. bytes[..at], .. bytes[(at + length)..]];
        }
    }

    /// <summary>A row of sequences in sequences.</summary>
    private static byte[] Deepen(byte[] bytes, int at, Random random)
    {
        using MemoryStream deep = new();
        for (int i = random.Next(1, 300); i > 0; i--)
        {
            deep.Write([0x40, 0x00, 0x30, 0xA7, (byte)'S', (byte)'Q', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
            deep.Write([0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]);
        }

        return bytes.Length > 1 << 20 ? bytes : [.. bytes[..at], .. deep.ToArray(), .. bytes[at..]];
    }

    /// <summary>Places where an element of explicit encoding seems to begin.</summary>
    private static List<int> Elements(byte[] bytes)
    {
        List<int> places = [];
        for (int i = 0; i + 12 < bytes.Length && places.Count < 400; i += 2)
        {
            Vr vr = (Vr)(ushort)(bytes[i + 4] | (bytes[i + 5] << 8));
            if (vr.IsKnown() && bytes[i + 1] < 0x80)
            {
                places.Add(i);
            }
        }

        return places;
    }
}
