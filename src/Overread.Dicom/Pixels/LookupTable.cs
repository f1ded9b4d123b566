namespace Overread.Dicom.Pixels;

/// <summary>A table of values (PS3.3 C.11.1.1, C.11.2.1): input below the first is the first entry's, above the last the last's.</summary>
/// <param name="First">Input of the first entry.</param>
/// <param name="Bits">Bits of an entry.</param>
/// <param name="Entries">Values.</param>
public sealed record LookupTable(int First, int Bits, double[] Entries)
{
    /// <summary>Reads descriptor and data of an item; null where they do not fit each other.</summary>
    public static LookupTable? Read(Dataset item) => Read(item, Tags.LutDescriptor, Tags.LutData);

    internal static LookupTable? Read(Dataset item, Tag descriptor, Tag data)
    {
        if (
            item.GetInt(descriptor, 0) is not { } count
            || !item.TryGet(data, out Element? element)
            || element.IsSequence
        )
        {
            return null;
        }

        count = count == 0 ? 65536 : count & 0xFFFF;
        int first = item.GetInt(descriptor, 1) ?? 0;
        int bits = item.GetInt(descriptor, 2) ?? 16;
        ReadOnlySpan<byte> bytes = element.ReadBytes().Span;
        bool narrow = bytes.Length < count * 2;
        if (bytes.Length < count)
        {
            return null;
        }

        double[] entries = new double[count];
        for (int i = 0; i < count; i++)
        {
            entries[i] = narrow ? bytes[i] : bytes[i * 2] | (bytes[(i * 2) + 1] << 8);
        }

        return new LookupTable(first, bits is >= 8 and <= 16 ? bits : 16, entries);
    }

    /// <summary>The entry of an input.</summary>
    public double Apply(double input) => Entries[(int)Math.Clamp(Math.Round(input) - First, 0, Entries.Length - 1)];
}
