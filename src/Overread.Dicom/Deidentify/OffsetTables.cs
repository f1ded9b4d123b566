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
        source.TryGet(Tags.PixelData, out Element? before);
        Fragments? fragments = after?.Fragments;
        HashSet<long> starts = fragments is null ? [] : StartsOf(fragments, out _);
        if (
            fragments is { OffsetTable.Count: > 0 }
            && !Points([.. fragments.OffsetTable.Select(offset => (long)offset)], starts)
        )
        {
            output.Set(new Element(Tags.PixelData, after!.Vr, new Fragments([], fragments.Ranges)));
        }

        if (fragments is null || !ReferenceEquals(before, after) || !IsExtended(output, fragments, starts))
        {
            output.Remove(Tags.ExtendedOffsetTable);
            output.Remove(Tags.ExtendedOffsetTableLengths);
        }
    }

    private static HashSet<long> StartsOf(Fragments fragments, out long end)
    {
        HashSet<long> starts = [];
        end = 0;
        foreach (Reading.ByteRange range in fragments.Ranges)
        {
            starts.Add(end);
            end += ItemHeader + range.Length + (range.Length & 1);
        }

        return starts;
    }

    private static bool Points(long[] offsets, HashSet<long> starts) =>
        offsets[0] == 0
        && offsets.All(starts.Contains)
        && Enumerable.Range(1, offsets.Length - 1).All(i => offsets[i] > offsets[i - 1]);

    private static bool IsExtended(Dataset output, Fragments fragments, HashSet<long> starts)
    {
        if (!output.TryGet(Tags.ExtendedOffsetTable, out Element? table))
        {
            return !output.Contains(Tags.ExtendedOffsetTableLengths);
        }

        long[] offsets = Longs(table);
        long[] lengths = output.TryGet(Tags.ExtendedOffsetTableLengths, out Element? sizes) ? Longs(sizes) : [];
        StartsOf(fragments, out long end);
        return offsets.Length > 0
            && offsets.Length == lengths.Length
            && Points(offsets, starts)
            && Enumerable
                .Range(0, offsets.Length)
                .All(i => lengths[i] > 0 && lengths[i] <= (i + 1 < offsets.Length ? offsets[i + 1] : end) - offsets[i]);
    }

    private static long[] Longs(Element element)
    {
        ReadOnlyMemory<byte> bytes = element.ReadBytes();
        return
        [
            .. Enumerable
                .Range(0, bytes.Length / sizeof(long))
                .Select(i => BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[(i * sizeof(long))..])),
        ];
    }
}
