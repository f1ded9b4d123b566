using System.Buffers.Binary;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Pixels;

/// <summary>Finds out which fragments make which frame (PS3.5 annex A.4).</summary>
internal static class FrameFragments
{
    internal static IReadOnlyList<IReadOnlyList<ByteRange>> Group(
        Fragments fragments,
        ImageFacts facts,
        Dataset dataset
    )
    {
        IReadOnlyList<ByteRange> ranges = fragments.Ranges;
        if (ranges.Count == 0)
        {
            return [];
        }

        if (facts.Frames == 1)
        {
            return [ranges];
        }

        if (ranges.Count == facts.Frames)
        {
            return [.. ranges.Select(range => (IReadOnlyList<ByteRange>)[range])];
        }

        long[] offsets = Extended(dataset);
        if (offsets.Length == 0)
        {
            offsets = [.. fragments.OffsetTable.Select(offset => (long)offset)];
        }

        return offsets.Length == facts.Frames && fragments.ItemPositions.Count == ranges.Count
            ? ByOffsets(fragments, offsets)
            : ByMarkers(ranges);
    }

    private static long[] Extended(Dataset dataset)
    {
        if (
            !dataset.TryGet(Tags.ExtendedOffsetTable, out Element? table)
            || table.IsSequence
            || table.Length > 64 << 20
        )
        {
            return [];
        }

        ReadOnlySpan<byte> bytes = table.ReadBytes().Span;
        long[] offsets = new long[bytes.Length / 8];
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * 8)..]);
        }

        return offsets;
    }

    private static List<IReadOnlyList<ByteRange>> ByOffsets(Fragments fragments, long[] offsets)
    {
        List<IReadOnlyList<ByteRange>> frames = [];
        long origin = fragments.ItemPositions[0];
        int next = 0;
        for (int frame = 0; frame < offsets.Length; frame++)
        {
            long end = frame + 1 < offsets.Length ? offsets[frame + 1] : long.MaxValue;
            List<ByteRange> parts = [];
            while (next < fragments.Ranges.Count && fragments.ItemPositions[next] - origin < end)
            {
                parts.Add(fragments.Ranges[next++]);
            }

            if (parts.Count == 0)
            {
                // A table that points between fragments is worthless.
                return ByMarkers(fragments.Ranges);
            }

            frames.Add(parts);
        }

        return frames;
    }

    /// <summary>Without a table a frame begins where a JPEG, JPEG-LS or JPEG 2000 stream does.</summary>
    private static List<IReadOnlyList<ByteRange>> ByMarkers(IReadOnlyList<ByteRange> ranges)
    {
        List<IReadOnlyList<ByteRange>> frames = [];
        List<ByteRange> parts = [];
        Span<byte> head = stackalloc byte[3];
        foreach (ByteRange range in ranges)
        {
            int read = range.Read(0, head);
            bool starts = read == 3 && head[0] == 0xFF && (head[1] == 0xD8 || head[1] == 0x4F) && head[2] == 0xFF;
            if (starts && parts.Count > 0)
            {
                frames.Add(parts);
                parts = [];
            }

            parts.Add(range);
        }

        frames.Add(parts);
        return frames;
    }
}
