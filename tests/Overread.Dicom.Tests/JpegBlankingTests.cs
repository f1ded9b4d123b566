using Overread.Dicom.Pixels;
using Overread.Dicom.PixelText;
using Overread.Dicom.Reading;
using SkiaSharp;

namespace Overread.Dicom.Tests;

/// <summary>Blanking inside JPEG data: black where a box is, and to the bit the same everywhere else.</summary>
public sealed class JpegBlankingTests
{
    [Theory]
    [InlineData(64, 48, 90, false)]
    [InlineData(97, 61, 75, false)]
    [InlineData(150, 101, 100, false)]
    [InlineData(97, 61, 30, true)]
    [InlineData(200, 151, 85, true)]
    public void A_box_becomes_black_and_nothing_outside_of_its_units_changes(
        int width,
        int height,
        int quality,
        bool grey
    )
    {
        byte[] jpeg = Picture(width, height, quality, grey);
        PixelBox[] boxes = [new(21, 30, 20, 9), new(width - 9, height - 10, 30, 30)];
        Assert.True(PixelBlanker.TryBlank(Object(jpeg, width, height, grey), boxes, out DicomFile result, out _));
        Assert.Equal(PixelEncoding.Jpeg, result.TransferSyntax.Pixels);
        Assert.True(PixelData.TryOpen(result, out PixelData pixels, out _));
        byte[] blanked = pixels.ReadStored(0);
        // Its tables are the best for this very picture.
        Assert.True(blanked.Length <= jpeg.Length + 64, $"{blanked.Length} after {jpeg.Length}");
        (int w, int h) = Unit(jpeg);
        SKColor[] before = Decode(jpeg);
        SKColor[] after = Decode(blanked);
        int same = 0;
        for (int i = 0; i < before.Length; i++)
        {
            PixelBox pixel = new(i % width, i / width, 1, 1);
            if (boxes.Any(box => box.Overlap(pixel) > 0))
            {
                Assert.True(
                    Math.Max(after[i].Red, Math.Max(after[i].Green, after[i].Blue)) <= 3,
                    $"{after[i]} at {pixel}"
                );
            }
            else if (!boxes.Any(box => Units(box, w, h).Grown(grey ? 0 : 1, width, height).Overlap(pixel) > 0))
            {
                // Decoders blend colours across the edge of a unit, and only there.
                Assert.Equal(before[i], after[i]);
                same++;
            }
        }

        Assert.True(same > width * height / 3);
    }

    [Fact]
    public void Real_files_stay_compressed_and_other_frames_keep_their_bytes()
    {
        int files = 0;
        int cines = 0;
        int plain = 0;
        foreach (string path in FidelityTests.EveryFile("transfer_syntax", "us_cine", "ct_mr", "photo", "mg_xa_nm_vl"))
        {
            using DicomFile file = DicomFile.Read(path);
            if (
                file.TransferSyntax.Pixels != PixelEncoding.Jpeg
                || !PixelData.TryOpen(file, out PixelData source, out _)
                || !source.TryDecode(0, out PixelFrame before, out _)
            )
            {
                continue;
            }

            PixelBox box = new(
                source.Facts.Columns / 3,
                source.Facts.Rows / 4,
                source.Facts.Columns / 3,
                source.Facts.Rows / 8
            );
            int touched = source.Count / 2;
            Assert.True(
                PixelBlanker.TryBlank(file, i => i == touched ? [box] : [], out DicomFile result, out Finding? problem),
                $"{path}: {problem}"
            );
            if (result.TransferSyntax != file.TransferSyntax)
            {
                // Progressive, or not black at once: written uncompressed.
                plain++;
                continue;
            }

            files++;
            using DicomFile written = DicomFile.Read(Samples.Bytes(result));
            Assert.True(PixelData.TryOpen(written, out PixelData blanked, out _));
            Assert.Equal(source.Count, blanked.Count);
            for (int i = 0; i < source.Count; i++)
            {
                if (i != touched)
                {
                    Assert.Equal(
                        source.ReadStored(i).AsSpan().TrimEnd((byte)0),
                        blanked.ReadStored(i).AsSpan().TrimEnd((byte)0)
                    );
                    cines++;
                }
            }

            Assert.True(source.TryDecode(touched, out before, out _));
            Assert.True(blanked.TryDecode(touched, out PixelFrame after, out Finding? broken), $"{path}: {broken}");
            Compare(path, before, after, box, Unit(source.ReadStored(touched)));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{files} files in place, {plain} uncompressed, {cines} frames untouched"
        );
        Assert.True(files >= 15 && cines >= 20, $"{files} files, {cines} frames untouched");
    }

    [Fact]
    public void Damage_is_refused_and_never_more_than_that()
    {
        byte[] jpeg = Picture(64, 48, 80, false);
        Random random = new(5);
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] broken = [.. jpeg];
            for (int k = random.Next(1, 6); k > 0; k--)
            {
                broken[random.Next(2, broken.Length)] = (byte)random.Next(256);
            }

            broken = random.Next(4) == 0 ? broken[..random.Next(2, broken.Length)] : broken;
            refused += PixelBlanker.TryBlank(
                Object(broken, 64, 48, false),
                [new PixelBox(8, 8, 16, 16)],
                out _,
                out Finding? problem
            )
                ? 0
                : 1;
        }

        Assert.True(refused > 500, $"{refused} refused");
    }

    private static void Compare(
        string path,
        PixelFrame before,
        PixelFrame after,
        PixelBox box,
        (int Width, int Height) unit
    )
    {
        int samples = before.Facts.Samples;
        bool color = before.Facts.Photometric.StartsWith("YBR", StringComparison.Ordinal);
        PixelBox edge = Units(box, unit.Width, unit.Height)
            .Grown(samples > 1 ? 1 : 0, before.Facts.Columns, before.Facts.Rows);
        for (int i = 0; i < before.Facts.Pixels; i++)
        {
            PixelBox pixel = new(i % before.Facts.Columns, i / before.Facts.Columns, 1, 1);
            for (int sample = 0; sample < samples; sample++)
            {
                double was = before.Sample((i * samples) + sample);
                double now = after.Sample((i * samples) + sample);
                if (box.Overlap(pixel) > 0)
                {
                    Assert.True(color && sample > 0 || now <= 2, $"{path} {pixel}: {now}");
                }
                else if (edge.Overlap(pixel) == 0)
                {
                    Assert.True(was == now, $"{path} {pixel}: {was} became {now}");
                }
            }
        }
    }

    private static PixelBox Units(PixelBox box, int width, int height)
    {
        int left = box.Left / width * width;
        int top = box.Top / height * height;
        return new PixelBox(
            left,
            top,
            ((box.Right + width - 1) / width * width) - left,
            ((box.Bottom + height - 1) / height * height) - top
        );
    }

    private static DicomFile Object(byte[] jpeg, int width, int height, bool grey)
    {
        Dataset d = new();
        d.Set(Tags.SopClassUid, Vr.UI, "1.2.840.10008.5.1.4.1.1.6.1");
        d.Set(Tags.SopInstanceUid, Vr.UI, "1.2.3.4");
        d.Set(Tags.SamplesPerPixel, (ushort)(grey ? 1 : 3));
        d.Set(Tags.PhotometricInterpretation, grey ? "MONOCHROME2" : "YBR_FULL_422");
        d.Set(Tags.Rows, (ushort)height);
        d.Set(Tags.Columns, (ushort)width);
        d.Set(Tags.BitsAllocated, 8);
        d.Set(Tags.BitsStored, 8);
        d.Set(Tags.HighBit, 7);
        d.Set(Tags.PixelRepresentation, 0);
        d.Set(Tags.PlanarConfiguration, 0);
        ByteRange range = new(ByteSource.FromMemory(jpeg), 0, jpeg.Length, 1);
        d.Set(new Element(Tags.PixelData, Vr.OB, new Fragments([], [range])) { UndefinedLength = true });
        Assert.True(TransferSyntax.TryFind("1.2.840.10008.1.2.4.50", out TransferSyntax baseline));
        return new DicomFile(d, baseline);
    }

    /// <summary>Pixels of a minimum coded unit, from the frame header's sampling factors.</summary>
    private static (int Width, int Height) Unit(ReadOnlySpan<byte> jpeg)
    {
        int at = 2;
        while (jpeg[at + 1] is not (0xC0 or 0xC1))
        {
            at += 2 + ((jpeg[at + 2] << 8) | jpeg[at + 3]);
        }

        int across = 0;
        int down = 0;
        for (int c = 0; c < jpeg[at + 9]; c++)
        {
            byte factors = jpeg[at + 11 + (3 * c)];
            (across, down) = (Math.Max(across, factors >> 4), Math.Max(down, factors & 15));
        }

        return (8 * across, 8 * down);
    }

    private static byte[] Picture(int width, int height, int quality, bool grey)
    {
        using SKBitmap bitmap = new(width, height, grey ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        Random random = new(width);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                byte level = (byte)(128 + (90 * Math.Sin(x * 0.11) * Math.Cos(y * 0.07)) + random.Next(20));
                bitmap.SetPixel(
                    x,
                    y,
                    grey ? new SKColor(level, level, level) : new SKColor(level, (byte)(x * 2), (byte)(255 - y))
                );
            }
        }

        using SKImage image = SKImage.FromBitmap(bitmap);
        return image.Encode(SKEncodedImageFormat.Jpeg, quality).ToArray();
    }

    private static SKColor[] Decode(byte[] jpeg)
    {
        using SKBitmap bitmap = SKBitmap.Decode(jpeg);
        return bitmap.Pixels;
    }
}
