using Overread.Dicom.Reading;

namespace Overread.Dicom;

/// <summary>Encapsulated pixel data (PS3.5 annex A.4): an offset table and fragments, each a range of its source.</summary>
/// <param name="OffsetTable">Basic offset table as read: byte positions of frames; empty where there is none.</param>
/// <param name="Ranges">Fragments in order, without the item headers.</param>
public sealed record Fragments(IReadOnlyList<uint> OffsetTable, IReadOnlyList<ByteRange> Ranges)
{
    /// <summary>
    /// The whole encoding as it stands in the source, from the offset table's item header to the end of the sequence
    /// delimiter, so that it can be copied in one piece; null where it was made in memory or is damaged.
    /// </summary>
    public ByteRange? Raw { get; init; }

    /// <summary>Position of the first fragment's item header relative to the first byte behind the offset table: 0.</summary>
    internal IReadOnlyList<long> ItemPositions { get; init; } = [];
}
