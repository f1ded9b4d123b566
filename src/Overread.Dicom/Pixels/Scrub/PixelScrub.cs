using System.Buffers;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Pixels.Scrub;

/// <summary>
/// Takes out of pixel data what is no sample and no header of a codec: texts that cameras and converters put into streams,
/// thumbnails, and whatever stands behind the last sample. Frames decode to the same samples, bit for bit.
/// </summary>
internal static class PixelScrub
{
    private const long LargestFrame = 1L << 30;

    /// <summary>The element as it may be written; itself where nothing had to go.</summary>
    /// <param name="dataset">What the element stands in: rows, columns, frames.</param>
    /// <param name="element">Pixel Data, of the root or of an icon.</param>
    /// <param name="encoding">How frames are stored.</param>
    /// <param name="whole">False where some stream could not be followed and stays as it was.</param>
    internal static Element Clean(Dataset dataset, Element element, PixelEncoding encoding, out bool whole)
    {
        whole = true;
        if (!ImageFacts.TryRead(dataset, out ImageFacts facts, out _))
        {
            // Without size or samples nothing says where a frame ends.
            whole = element.IsEmpty;
            return element;
        }

        if (element.Fragments is { } fragments)
        {
            return Encapsulated(dataset, element, fragments, facts, encoding, ref whole);
        }

        whole = !IsFile(element);
        return Native(element, facts);
    }

    /// <summary>True where what the header calls samples begins as a file or a coded stream does: nobody has read that.</summary>
    private static bool IsFile(Element element)
    {
        Span<byte> head = stackalloc byte[4];
        int read = element.Range is { } range ? range.Read(0, head) : CopyHead(element.InlineBytes.Span, head);
        ReadOnlySpan<byte> begins = head[..read];
        return begins.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
            || begins.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51])
            || begins.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47])
            || begins.StartsWith("%PDF"u8)
            || begins.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 3, 4]);
    }

    private static int CopyHead(ReadOnlySpan<byte> bytes, Span<byte> head)
    {
        int length = Math.Min(bytes.Length, head.Length);
        bytes[..length].CopyTo(head);
        return length;
    }

    /// <summary>Native samples end where the last frame does.</summary>
    private static Element Native(Element element, ImageFacts facts)
    {
        long full = (FrameBits(facts) * facts.Frames + 7) / 8;
        // Writers often leave colors whole that the header calls halved.
        long length = facts.IsHalved && element.Length < full ? full * 2 / 3 : full;
        long padded = length + (length & 1);
        if (element.Length <= padded)
        {
            return element;
        }

        return element.Range is { } range
            ? new Element(element.Tag, element.Vr, range with { Length = padded }) { Offset = element.Offset }
            : new Element(element.Tag, element.Vr, element.ReadBytes()[..(int)padded]) { Offset = element.Offset };
    }

    private static long FrameBits(ImageFacts facts) => facts.Pixels * facts.Samples * facts.BitsAllocated;

    private static Element Encapsulated(
        Dataset dataset,
        Element element,
        Fragments fragments,
        ImageFacts facts,
        PixelEncoding encoding,
        ref bool whole
    )
    {
        if (encoding == PixelEncoding.Video)
        {
            return Video(element, fragments, ref whole);
        }

        IReadOnlyList<IReadOnlyList<ByteRange>> frames = FrameFragments.Group(fragments, facts, dataset);
        bool changed = frames.Count > facts.Frames;
        List<ByteRange> kept = [];
        foreach (IReadOnlyList<ByteRange> parts in frames.Take(facts.Frames))
        {
            byte[]? bytes = Join(parts);
            ArrayBufferWriter<byte> output = new(bytes?.Length ?? 16);
            bool followed = bytes is not null && TryScrub(bytes, facts, encoding, output);
            whole &= followed && !(SpendsBits(encoding) && TextInNumbers.IsInStream(output.WrittenSpan));
            if (!followed || Same(bytes!, output.WrittenSpan))
            {
                kept.AddRange(parts);
                continue;
            }

            changed = true;
            byte[] padded = Element.Padded(Vr.OB, output.WrittenSpan.ToArray());
            kept.Add(new ByteRange(ByteSource.FromMemory(padded), 0, padded.Length, 1));
        }

        return changed ? Rebuilt(element, kept, facts.Frames) : element;
    }

    private static bool SpendsBits(PixelEncoding encoding) =>
        encoding is PixelEncoding.Jpeg or PixelEncoding.JpegLossless or PixelEncoding.JpegLs or PixelEncoding.Jpeg2000;

    private static bool TryScrub(
        ReadOnlySpan<byte> frame,
        ImageFacts facts,
        PixelEncoding encoding,
        ArrayBufferWriter<byte> output
    )
    {
        switch (encoding)
        {
            case PixelEncoding.Jpeg or PixelEncoding.JpegLossless:
                return JpegScrub.TryScrub(frame, false, output);
            case PixelEncoding.JpegLs:
                return JpegScrub.TryScrub(frame, true, output);
            case PixelEncoding.Jpeg2000:
                return Jpeg2000Scrub.TryScrub(frame, output);
            case PixelEncoding.Rle:
                return RleScrub.TryScrub(frame, (long)facts.Rows * facts.Columns, output);
            case PixelEncoding.Uncompressed:
                output.Write(frame[..(int)Math.Min(frame.Length, (FrameBits(facts) + 7) / 8)]);
                return true;
            default:
                return false;
        }
    }

    /// <summary>True where nothing but the padding to an even length tells two streams apart.</summary>
    private static bool Same(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after) =>
        before.StartsWith(after)
        && (
            before.Length == after.Length
            || before.Length == after.Length + 1 && before[^1] == 0 && (after.Length & 1) == 1
        );

    private static byte[]? Join(IReadOnlyList<ByteRange> parts)
    {
        long length = parts.Sum(part => part.Length);
        if (length > LargestFrame)
        {
            return null;
        }

        byte[] bytes = new byte[length];
        int at = 0;
        foreach (ByteRange part in parts)
        {
            at += part.Read(0, bytes.AsSpan(at, (int)part.Length));
        }

        return at == length ? bytes : null;
    }

    private static Element Video(Element element, Fragments fragments, ref bool whole)
    {
        byte[]? bytes = Join(fragments.Ranges);
        if (bytes is null)
        {
            whole = false;
            return element;
        }

        return VideoScrub.Scrub(bytes)
            ? new Element(
                element.Tag,
                element.Vr,
                new Fragments([], [new ByteRange(ByteSource.FromMemory(bytes), 0, bytes.Length, 1)])
            )
            : element;
    }

    /// <summary>Fragments anew; their table gives the place of each frame where there is one fragment to a frame.</summary>
    private static Element Rebuilt(Element element, List<ByteRange> kept, int frames)
    {
        List<uint> table = [];
        long at = 0;
        foreach (ByteRange range in kept)
        {
            table.Add((uint)Math.Min(at, uint.MaxValue));
            at += range.Length + (range.Length & 1) + 8;
        }

        bool tabled = frames > 1 && kept.Count == frames && at < uint.MaxValue;
        return new Element(element.Tag, element.Vr, new Fragments(tabled ? table : [], kept));
    }
}
