using System.Buffers.Binary;

namespace Overread.Dicom.Deidentify;

/// <summary>
/// Tables that say where frames begin (PS3.5 annex A.4, PS3.3 C.7.6.3.1.8): they stay where they point at fragments, for anything
/// else may be written in them.
/// </summary>
internal static class OffsetTables
{
    private const int ItemHeader = 8;

    /// <summary>Drops from an output the tables that point at nothing, or into a stream that was written anew.</summary>
    /// <param name="source">What was read.</param>
    /// <param name="output">What will be written.</param>
    internal static void Settle(Dataset source, Dataset output)
    {
        output.TryGet(Tags.PixelData, out Element? after);
        Fragments? fragments = after?.Fragments;
        bool extended = output.Contains(Tags.ExtendedOffsetTable) || output.Contains(Tags.ExtendedOffsetTableLengths);
        bool basic = fragments is { OffsetTable.Count: > 0 };
        if (!extended && !basic)
        {
            return;
        }

        HashSet<long> starts = [];
        long end = 0;
        foreach (Reading.ByteRange range in fragments?.Ranges ?? [])
        {
            starts.Add(end);
            end += ItemHeader + range.Length + (range.Length & 1);
        }

        if (basic && !Points([.. fragments!.OffsetTable.Select(offset => (long)offset)], starts))
        {
            output.Set(new Element(Tags.PixelData, after!.Vr, new Fragments([], fragments.Ranges)));
        }

        bool asRead = source.TryGet(Tags.PixelData, out Element? before) && ReferenceEquals(before, after);
        if (extended && !(asRead && IsExtended(output, starts, end)))
        {
            output.Remove(Tags.ExtendedOffsetTable);
            output.Remove(Tags.ExtendedOffsetTableLengths);
        }
    }

    private static bool Points(long[] offsets, HashSet<long> starts) =>
        offsets[0] == 0
        && offsets.All(starts.Contains)
        && Enumerable.Range(1, offsets.Length - 1).All(i => offsets[i] > offsets[i - 1]);

    private static bool IsExtended(Dataset output, HashSet<long> starts, long end)
    {
        long[] offsets = Longs(output, Tags.ExtendedOffsetTable);
        long[] lengths = Longs(output, Tags.ExtendedOffsetTableLengths);
        return offsets.Length > 0
            && offsets.Length == lengths.Length
            && Points(offsets, starts)
            && Enumerable
                .Range(0, offsets.Length)
                .All(i => lengths[i] > 0 && lengths[i] <= (i + 1 < offsets.Length ? offsets[i + 1] : end) - offsets[i]);
    }

    private static long[] Longs(Dataset output, Tag tag)
    {
        ReadOnlyMemory<byte> bytes = output.TryGet(tag, out Element? element) ? element.ReadBytes() : default;
        return
        [
            .. Enumerable
                .Range(0, bytes.Length / sizeof(long))
                .Select(i => BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[(i * sizeof(long))..])),
        ];
    }
}
