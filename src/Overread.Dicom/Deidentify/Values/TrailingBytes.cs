namespace Overread.Dicom.Deidentify.Values;

/// <summary>How many bytes of a lookup table or of samples are used, so that what stands behind them goes.</summary>
internal static class TrailingBytes
{
    private static readonly Tag WaveformData = new(0x54001010);
    private static readonly Tag WaveformBits = new(0x54001004);
    private static readonly Tag WaveformChannels = new(0x003A0005);
    private static readonly Tag WaveformSamples = new(0x003A0010);

    // Data and the descriptor that says how many entries they have (PS3.3 C.7.6.3.1.5, C.11.1.1).
    private static readonly Dictionary<uint, uint> Descriptors = new()
    {
        [0x00281201] = 0x00281101,
        [0x00281202] = 0x00281102,
        [0x00281203] = 0x00281103,
        [0x00281204] = 0x00281104,
        [0x00283006] = 0x00283002,
    };

    /// <summary>Bytes that are used, an even number; null where nothing says so.</summary>
    /// <param name="from">Where the element stands.</param>
    /// <param name="tag">The element.</param>
    internal static long? LengthOf(Dataset from, Tag tag)
    {
        if (tag == WaveformData)
        {
            return
                from.GetInt(WaveformChannels) is > 0 and int channels
                && from.GetNumber(WaveformSamples) is > 0 and double samples
                && from.GetInt(WaveformBits) is > 0 and int bits
                ? Even((long)samples * channels * (bits / 8))
                : null;
        }

        if (
            !Descriptors.TryGetValue(tag.Value, out uint descriptor) || from.GetInt(new Tag(descriptor)) is not { } said
        )
        {
            return null;
        }

        // 0 means 65536; a signed descriptor gives large tables as negative numbers. Entries of eight bits are met in words too.
        long entries =
            said == 0 ? 65536
            : said < 0 ? said + 65536
            : said;
        return 2 * entries;
    }

    private static long Even(long length) => length + (length & 1);
}
