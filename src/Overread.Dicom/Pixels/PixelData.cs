using Overread.Dicom.Pixels.Codecs;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Pixels;

/// <summary>
/// Frames of an object: as stored (for a browser that decodes itself) and decoded. Reads only the frame asked for. Holds
/// no pixels itself.
/// </summary>
public sealed class PixelData
{
    // A frame may claim any size; what its bytes can inflate to is bounded by this and by their number.
    private const long FreeBytes = 64L << 20;
    private const long LargestRatio = 2000;

    private readonly Element _element;
    private readonly TransferSyntax _syntax;
    private readonly IReadOnlyList<IReadOnlyList<ByteRange>> _frames;

    private PixelData(
        Element element,
        TransferSyntax syntax,
        ImageFacts facts,
        IReadOnlyList<IReadOnlyList<ByteRange>> frames
    )
    {
        _element = element;
        _syntax = syntax;
        Facts = facts;
        _frames = frames;
    }

    /// <summary>What the object says about its frames.</summary>
    public ImageFacts Facts { get; }

    /// <summary>How the frames are stored.</summary>
    public PixelEncoding Encoding => _syntax.Pixels;

    /// <summary>Frames that are there, which may be fewer than the object claims.</summary>
    public int Count => _frames.Count;

    /// <summary>Opens the frames of a file.</summary>
    /// <param name="file">Must stay open while frames are read.</param>
    /// <param name="pixels">The frames; null where there are none.</param>
    /// <param name="problem">A finding where there are none.</param>
    public static bool TryOpen(DicomFile file, out PixelData pixels, out Finding? problem)
    {
        pixels = null!;
        problem = null;
        Dataset dataset = file.Dataset;
        if (!ImageFacts.TryRead(dataset, out ImageFacts facts, out string text))
        {
            problem = new Finding(FindingKind.BadImage, -1, Tags.PixelData.ToString(), text);
            return false;
        }

        Element? element = null;
        foreach (Tag tag in (ReadOnlySpan<Tag>)[Tags.PixelData, Tags.FloatPixelData, Tags.DoubleFloatPixelData])
        {
            if (element is null && dataset.TryGet(tag, out Element? found))
            {
                element = found;
            }
        }

        if (element is null || element.IsSequence)
        {
            problem = new Finding(FindingKind.BadImage, -1, Tags.PixelData.ToString(), "no pixel data");
            return false;
        }

        IReadOnlyList<IReadOnlyList<ByteRange>> frames = element.Fragments is { } fragments
            ? FrameFragments.Group(fragments, facts, dataset)
            : NativeFrames(element, facts);
        if (frames.Count == 0)
        {
            problem = new Finding(FindingKind.BadFragments, element.Offset, element.Tag.ToString(), "no whole frame");
            return false;
        }

        pixels = new PixelData(element, file.TransferSyntax, facts, frames);
        return true;
    }

    /// <summary>The bytes of a frame as stored: a compressed stream without padding rules applied, or plain samples.</summary>
    /// <param name="index">0 for the first frame.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public byte[] ReadStored(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        IReadOnlyList<ByteRange> parts = _frames[index];
        byte[] bytes = new byte[parts.Sum(part => part.Length)];
        int at = 0;
        foreach (ByteRange part in parts)
        {
            at += part.Read(0, bytes.AsSpan(at, (int)part.Length));
        }

        return bytes;
    }

    /// <summary>Decodes a frame.</summary>
    /// <param name="index">0 for the first frame.</param>
    /// <param name="frame">The frame; null where it could not be decoded.</param>
    /// <param name="problem">Why not.</param>
    public bool TryDecode(int index, out PixelFrame frame, out Finding? problem)
    {
        frame = null!;
        problem = null;
        byte[] stored = _element.Fragments is null && Facts.BitsAllocated == 1 ? ReadBits(index) : ReadStored(index);
        if (Facts.FrameBytes > Array.MaxLength || Facts.FrameBytes > FreeBytes + (stored.Length * LargestRatio))
        {
            problem = Problem(index, $"a frame of {Facts.FrameBytes} bytes from {stored.Length}");
            return false;
        }

        try
        {
            frame = FrameCodecs.Decode(_syntax, Facts, stored, _element.Fragments is not null);
            return true;
        }
        catch (FrameCodecException exception)
        {
            problem = Problem(index, exception.Message);
            return false;
        }
    }

    private Finding Problem(int index, string text) =>
        new(FindingKind.BadFrame, _element.Offset, $"{_element.Tag}[{index}]", text);

    private byte[] ReadBits(int index)
    {
        long first = index * Facts.Pixels * Facts.Samples;
        int count = (int)(Facts.Pixels * Facts.Samples);
        byte[] packed = new byte[(count + 7) / 8 + 1];
        if (_element.Range is { } range)
        {
            range.Read(first / 8, packed);
        }
        else
        {
            ReadOnlySpan<byte> bytes = _element.InlineBytes.Span[(int)Math.Min(first / 8, _element.Length)..];
            bytes[..Math.Min(bytes.Length, packed.Length)].CopyTo(packed);
        }

        byte[] samples = new byte[count];
        int shift = (int)(first % 8);
        for (int i = 0; i < count; i++)
        {
            int bit = i + shift;
            samples[i] = (byte)(packed[bit >> 3] >> (bit & 7) & 1);
        }

        return samples;
    }

    private static List<IReadOnlyList<ByteRange>> NativeFrames(Element element, ImageFacts facts)
    {
        List<IReadOnlyList<ByteRange>> frames = [];
        ByteRange whole =
            element.Range ?? new ByteRange(ByteSource.FromMemory(element.InlineBytes), 0, element.Length, 1);
        if (facts.BitsAllocated == 1)
        {
            long bits = facts.Pixels * facts.Samples;
            long there = Math.Min(facts.Frames, bits == 0 ? 0 : whole.Length * 8 / bits);
            for (int i = 0; i < there; i++)
            {
                frames.Add([]);
            }

            return frames;
        }

        long size = facts.IsHalved ? facts.Pixels * 2 * facts.SampleBytes : facts.FrameBytes;
        for (long at = 0; at + size <= whole.Length && frames.Count < facts.Frames; at += size)
        {
            frames.Add([whole with { Position = whole.Position + at, Length = size }]);
        }

        return frames;
    }
}
