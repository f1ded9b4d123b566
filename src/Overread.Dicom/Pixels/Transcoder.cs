using Overread.Dicom.Pixels.Codecs;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Pixels;

/// <summary>
/// Changes how frames are stored: to native, RLE or JPEG-LS lossless, from anything that can be decoded. Values of pixels
/// do not change; what a lossy step before did to them stays marked as it was.
/// </summary>
public static class Transcoder
{
    /// <summary>Transfer syntaxes that can be written with new pixel data.</summary>
    public static IReadOnlyList<TransferSyntax> Targets { get; } =
    [
        TransferSyntax.ExplicitLittleEndian,
        TransferSyntax.ImplicitLittleEndian,
        TransferSyntax.ExplicitBigEndian,
        TransferSyntax.DeflatedExplicitLittleEndian,
        TransferSyntax.RleLossless,
        TransferSyntax.JpegLsLossless,
    ];

    /// <summary>Transcodes a file; all frames are in memory meanwhile.</summary>
    /// <param name="file">The source; must stay open until the result is written.</param>
    /// <param name="to">One of <see cref="Targets"/>, or any native syntax for objects without pixel data.</param>
    /// <param name="result">The transcoded object; null where it could not be made.</param>
    /// <param name="problem">Why not.</param>
    public static bool TryTranscode(DicomFile file, TransferSyntax to, out DicomFile result, out Finding? problem)
    {
        problem = null;
        result = null!;
        bool native = !file.TransferSyntax.IsEncapsulated && !to.IsEncapsulated;
        if (native || file.TransferSyntax == to || !file.Dataset.Contains(Tags.PixelData))
        {
            result = new DicomFile(
                file.Dataset,
                native ? to
                    : file.TransferSyntax == to ? to
                    : Plain(to)
            );
            return true;
        }

        if (!PixelData.TryOpen(file, out PixelData pixels, out problem))
        {
            return false;
        }

        if (pixels.Count < pixels.Facts.Frames || pixels.Facts.FrameBytes * pixels.Count > Array.MaxLength)
        {
            problem = new Finding(
                FindingKind.BadFragments,
                -1,
                Tags.PixelData.ToString(),
                "frames are missing or too large"
            );
            return false;
        }

        try
        {
            return TryFrames(file, pixels, to, out result, out problem);
        }
        catch (FrameCodecException exception)
        {
            problem = new Finding(FindingKind.BadFrame, -1, Tags.PixelData.ToString(), exception.Message);
            return false;
        }
    }

    private static TransferSyntax Plain(TransferSyntax to) =>
        to.IsEncapsulated ? TransferSyntax.ExplicitLittleEndian : to;

    private static bool TryFrames(
        DicomFile file,
        PixelData pixels,
        TransferSyntax to,
        out DicomFile result,
        out Finding? problem
    )
    {
        result = null!;
        List<byte[]> encoded = [];
        MemoryStream plain = new();
        ImageFacts facts = pixels.Facts;
        for (int i = 0; i < pixels.Count; i++)
        {
            if (!pixels.TryDecode(i, out PixelFrame frame, out problem))
            {
                return false;
            }

            facts = frame.Facts;
            if (facts.BitsAllocated == 1)
            {
                problem = new Finding(
                    FindingKind.BadImage,
                    -1,
                    Tags.PixelData.ToString(),
                    "one-bit frames are not transcoded"
                );
                return false;
            }

            if (to.IsEncapsulated)
            {
                byte[] packed =
                    to.Pixels == PixelEncoding.Rle
                        ? RleCodec.Encode(frame.Data.Span, facts)
                        : JpegLsEncoder.Encode(frame.Data.Span, facts);
                encoded.Add(packed);
            }
            else
            {
                plain.Write(frame.Data.Span);
            }
        }

        problem = null;
        Dataset dataset = new();
        foreach (Element element in file.Dataset.Elements)
        {
            dataset.Set(element);
        }

        dataset.Set(Tags.PhotometricInterpretation, facts.Photometric);
        if (facts.Samples > 1)
        {
            dataset.Set(Tags.PlanarConfiguration, 0);
        }

        dataset.Remove(Tags.ExtendedOffsetTable);
        dataset.Remove(Tags.ExtendedOffsetTableLengths);
        Vr vr = facts.BitsAllocated > 8 ? Vr.OW : Vr.OB;
        dataset.Set(
            to.IsEncapsulated
                ? Encapsulated(encoded)
                : new Element(Tags.PixelData, vr, Element.Padded(vr, plain.ToArray()))
        );
        result = new DicomFile(dataset, to);
        return true;
    }

    /// <summary>Pixel data of frames that are compressed already, one fragment each.</summary>
    internal static Element Encapsulated(IEnumerable<byte[]> frames)
    {
        List<ByteRange> ranges =
        [
            .. frames.Select(frame => new ByteRange(ByteSource.FromMemory(frame), 0, frame.Length, 1)),
        ];
        return new Element(Tags.PixelData, Vr.OB, new Fragments(Offsets(ranges), ranges)) { UndefinedLength = true };
    }

    /// <summary>A basic offset table: where each frame's item header begins; none where it would not fit 32 bits.</summary>
    private static List<uint> Offsets(List<ByteRange> frames)
    {
        List<uint> offsets = [];
        long at = 0;
        foreach (ByteRange frame in frames)
        {
            offsets.Add((uint)Math.Min(at, uint.MaxValue));
            at += 8 + frame.Length + (frame.Length & 1);
        }

        return at > uint.MaxValue ? [] : offsets;
    }
}
