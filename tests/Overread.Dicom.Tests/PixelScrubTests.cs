using System.Buffers.Binary;
using System.Text;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Pixels;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Tests;

/// <summary>
/// What cameras and converters write into streams of pixels goes; frames decode to the same samples, bit for bit.
/// </summary>
public sealed class PixelScrubTests
{
    private const string Planted = "Quillfeather^Ottoline MRN7714093";
    private static readonly DeidentificationPlan Strict = new(DeidentificationProfile.Strict);

    [Theory]
    [InlineData("transfer_syntax")]
    [InlineData("us_cine")]
    [InlineData("wsi")]
    [InlineData("mg_xa_nm_vl")]
    public void Real_files_decode_to_the_same_samples(string folder)
    {
        int compared = 0;
        foreach (string path in Directory.EnumerateFiles(Samples.Shared(folder), "*", SearchOption.AllDirectories))
        {
            using DicomFile file = DicomFile.Read(path);
            if (!file.IsDicom || file.IsTruncated || !PixelData.TryOpen(file, out PixelData before, out _))
            {
                continue;
            }

            DicomFile output = Rewritten(file);
            if (before.TryDecode(0, out PixelFrame first, out _))
            {
                Assert.True(PixelData.TryOpen(output, out PixelData after, out Finding? problem), $"{path} {problem}");
                Assert.True(after.TryDecode(0, out PixelFrame second, out problem), $"{path} {problem}");
                Assert.True(first.Data.Span.SequenceEqual(second.Data.Span), $"{path} decodes to other samples");
                compared++;
            }
        }

        Assert.True(compared > 5, $"{compared} files of {folder} could be compared");
    }

    [Fact]
    public void What_is_planted_into_real_streams_goes_and_no_sample_changes()
    {
        Dictionary<PixelEncoding, int> seen = [];
        foreach (
            string path in Directory.EnumerateFiles(Samples.Shared("transfer_syntax"), "*", SearchOption.AllDirectories)
        )
        {
            using DicomFile file = DicomFile.Read(path);
            if (
                !file.IsDicom
                || file.IsTruncated
                || !PixelData.TryOpen(file, out PixelData before, out _)
                || before.Count != 1
                || file.TransferSyntax == TransferSyntax.DeflatedExplicitLittleEndian
                || before.Facts.BitsAllocated == 1
                || !before.TryDecode(0, out PixelFrame first, out _)
                || Plant(file, before) is not { } planted
            )
            {
                continue;
            }

            byte[] bytes = Samples.Bytes(planted);
            Assert.True(Holds(bytes), $"{path}: nothing was planted");
            using DicomFile read = DicomFile.Read(bytes);
            DicomFile output = Rewritten(read);
            Assert.False(Holds(Samples.Bytes(output)), $"{path} ({file.TransferSyntax.Name}) keeps what was planted");
            Assert.True(
                PixelData.TryOpen(output, out PixelData after, out Finding? problem)
                    && after.TryDecode(0, out PixelFrame second, out problem)
                    && first.Data.Span.SequenceEqual(second.Data.Span),
                $"{path} decodes to other samples: {problem}"
            );
            seen[file.TransferSyntax.Pixels] = seen.GetValueOrDefault(file.TransferSyntax.Pixels) + 1;
        }

        PixelEncoding[] wanted =
        [
            PixelEncoding.Native,
            PixelEncoding.Rle,
            PixelEncoding.Jpeg,
            PixelEncoding.JpegLossless,
            PixelEncoding.JpegLs,
            PixelEncoding.Jpeg2000,
        ];
        Assert.All(wanted, encoding => Assert.True(seen.ContainsKey(encoding), $"no {encoding} among the files"));
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.5")]
    [InlineData("1.2.840.10008.1.2.4.80")]
    [InlineData("1.2.840.10008.1.2.1")]
    public void The_same_of_our_own_streams(string syntax)
    {
        Assert.True(TransferSyntax.TryFind(syntax, out TransferSyntax to));
        using DicomFile plain = DicomFile.Read(Samples.Bytes(Samples.Slice));
        DicomFile coded = plain;
        Assert.True(to == plain.TransferSyntax || Transcoder.TryTranscode(plain, to, out coded, out _));
        using DicomFile file = DicomFile.Read(Samples.Bytes(coded));
        PixelFrame first = null!;
        PixelFrame second = null!;
        Assert.True(PixelData.TryOpen(file, out PixelData before, out _) && before.TryDecode(0, out first, out _));
        using DicomFile read = DicomFile.Read(Samples.Bytes(Plant(file, before)!));
        DicomFile output = Rewritten(read);
        Assert.False(Holds(Samples.Bytes(output)));
        Assert.True(PixelData.TryOpen(output, out PixelData after, out _) && after.TryDecode(0, out second, out _));
        Assert.True(first.Data.Span.SequenceEqual(second.Data.Span));
        // A second run finds nothing to do: the stream is the same, byte for byte.
        byte[] once = Samples.Bytes(output);
        using DicomFile again = DicomFile.Read(once);
        Assert.Equal(once, Samples.Bytes(Rewritten(again)));
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.5")]
    [InlineData("1.2.840.10008.1.2.4.80")]
    public void A_fragment_behind_the_frame_goes(string syntax)
    {
        Assert.True(TransferSyntax.TryFind(syntax, out TransferSyntax to));
        using DicomFile plain = DicomFile.Read(Samples.Bytes(Samples.Slice));
        Assert.True(Transcoder.TryTranscode(plain, to, out DicomFile coded, out _));
        Assert.True(coded.Dataset.TryGet(Tags.PixelData, out Element? pixels));
        byte[] text = Element.Padded(Vr.OB, Encoding.ASCII.GetBytes(Planted));
        coded.Dataset.Set(
            new Element(
                Tags.PixelData,
                Vr.OB,
                new Fragments(
                    [],
                    [.. pixels.Fragments!.Ranges, new ByteRange(ByteSource.FromMemory(text), 0, text.Length, 1)]
                )
            )
        );
        using DicomFile file = DicomFile.Read(Samples.Bytes(coded));
        Assert.False(Holds(Samples.Bytes(Rewritten(file))));
    }

    private static DicomFile Rewritten(DicomFile file) => Samples.Deidentify(file, Strict, out _);

    private static bool Holds(byte[] bytes) => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes("Quillfeather")) >= 0;

    /// <summary>A copy with texts where each codec has room for them; null where the codec is none of these.</summary>
    private static DicomFile? Plant(DicomFile file, PixelData pixels)
    {
        byte[] text = Encoding.ASCII.GetBytes(Planted);
        byte[] stream = pixels.ReadStored(0);
        byte[]? planted = file.TransferSyntax.Pixels switch
        {
            PixelEncoding.Jpeg or PixelEncoding.JpegLossless or PixelEncoding.JpegLs =>
            [
                .. stream.AsSpan(0, 2),
                .. Segment(0xFE, text),
                .. Segment(0xE1, [.. "Exif\0\0"u8, .. text]),
                .. Segment(0xED, text),
                .. stream.AsSpan(2),
                .. text,
            ],
            PixelEncoding.Jpeg2000 when stream[0] == 0xFF => WithComment(stream, text),
            PixelEncoding.Rle or PixelEncoding.Native => [.. stream, .. text],
            _ => null,
        };
        if (planted is null)
        {
            return null;
        }

        Dataset dataset = [];
        foreach (Element element in file.Dataset.Elements)
        {
            dataset.Set(element);
        }

        Vr vr = pixels.Facts.BitsAllocated > 8 && file.TransferSyntax.Pixels == PixelEncoding.Native ? Vr.OW : Vr.OB;
        byte[] padded = Element.Padded(vr, planted);
        dataset.Set(
            file.TransferSyntax.IsEncapsulated
                ? new Element(
                    Tags.PixelData,
                    vr,
                    new Fragments([], [new ByteRange(ByteSource.FromMemory(padded), 0, padded.Length, 1)])
                )
                : new Element(Tags.PixelData, vr, padded)
        );
        return new DicomFile(dataset, file.TransferSyntax);
    }

    private static byte[] Segment(byte marker, byte[] body)
    {
        byte[] segment = [0xFF, marker, 0, 0, .. body];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(body.Length + 2));
        return segment;
    }

    /// <summary>A comment in the main header behind the sizes, one in the first tile, and a text behind the end.</summary>
    private static byte[] WithComment(byte[] stream, byte[] text)
    {
        int sizes = 4 + BinaryPrimitives.ReadUInt16BigEndian(stream.AsSpan(4));
        int tile = stream.AsSpan().IndexOf([(byte)0xFF, (byte)0x90, (byte)0x00, (byte)0x0A]);
        byte[] comment = Segment(0x64, [0, 1, .. text]);
        byte[] head = [.. stream.AsSpan(tile, 12)];
        uint length = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(6));
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(6), length == 0 ? 0 : length + (uint)comment.Length);
        return
        [
            .. stream.AsSpan(0, sizes),
            .. comment,
            .. stream.AsSpan(sizes, tile - sizes),
            .. head,
            .. comment,
            .. stream.AsSpan(tile + 12),
            .. text,
        ];
    }
}
