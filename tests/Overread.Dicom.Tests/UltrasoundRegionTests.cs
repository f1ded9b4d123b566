using Overread.Dicom.Deidentify.Batch;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.PixelText;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Tests;

/// <summary>What an ultrasound shows beside its scan regions is covered, and not a pixel of the regions.</summary>
public sealed class UltrasoundRegionTests
{
    [Fact]
    public void Everything_outside_is_covered_once_and_nothing_inside()
    {
        const int Size = 40;
        Random random = new(2);
        for (int round = 0; round < 300; round++)
        {
            PixelBox[] regions =
            [
                .. Enumerable
                    .Range(0, random.Next(1, 4))
                    .Select(_ =>
                    {
                        int left = random.Next(Size);
                        int top = random.Next(Size);
                        return new PixelBox(left, top, random.Next(1, Size - left + 1), random.Next(1, Size - top + 1));
                    }),
            ];
            Dataset dataset = Object(Size, regions);
            Assert.Equal(regions, UltrasoundRegions.Of(dataset));
            int[] covered = new int[Size * Size];
            foreach (PixelBox box in UltrasoundRegions.Outside(dataset))
            {
                for (int i = 0; i < box.Width * box.Height; i++)
                {
                    covered[((box.Top + (i / box.Width)) * Size) + box.Left + (i % box.Width)]++;
                }
            }

            for (int i = 0; i < covered.Length; i++)
            {
                PixelBox pixel = new(i % Size, i / Size, 1, 1);
                Assert.Equal(regions.Any(region => region.Overlap(pixel) > 0) ? 0 : 1, covered[i]);
            }
        }
    }

    [Fact]
    public void Regions_that_do_not_fit_their_picture_are_not_believed()
    {
        Assert.Empty(UltrasoundRegions.Outside(new Dataset()));
        Assert.Empty(UltrasoundRegions.Outside(Object(40, [new PixelBox(0, 0, 10, 10), new PixelBox(30, 30, 20, 5)])));
    }

    [Fact]
    public void Of_real_cines_the_regions_are_read_and_a_scaled_one_is_not_believed()
    {
        int with = 0;
        int scaled = 0;
        foreach (string path in FidelityTests.EveryFile("us_cine"))
        {
            using DicomFile file = DicomFile.Read(path);
            if (file.Dataset.GetItems(Tags.SequenceOfUltrasoundRegions).Count > 0)
            {
                bool believed = UltrasoundRegions.Of(file.Dataset).Count > 0;
                with += believed ? 1 : 0;
                scaled += believed ? 0 : 1;
            }
        }

        Assert.True(with >= 2 && scaled >= 1, $"{with} with regions, {scaled} with some that do not fit");
    }

    [Fact]
    public void The_batch_blanks_what_lies_outside_where_it_is_asked_to()
    {
        string folder = Directory.CreateTempSubdirectory("overread-regions-").FullName;
        try
        {
            Dataset dataset = Object(40, [new PixelBox(8, 10, 20, 20)]);
            byte[] pixels = new byte[1600];
            Array.Fill(pixels, (byte)90);
            dataset.Set(new Element(Tags.PixelData, Vr.OB, pixels));
            byte[] source = Samples.Bytes(new DicomFile(dataset));
            DeidentificationBatch batch = new(
                new DeidentificationPlan(DeidentificationProfile.Basic),
                Samples.Key,
                folder,
                new BatchOptions
                {
                    Pixels = PixelStep.Blank,
                    TextEngine = TextEngine.Shared,
                    OutsideRegions = true,
                }
            );
            batch.Run([new BatchSource("a.dcm", source.Length, () => ByteSource.FromMemory(source))]);
            string written = Assert.Single(Directory.GetFiles(folder, "*.dcm", SearchOption.AllDirectories));
            using DicomFile result = DicomFile.Read(written);
            byte[] after = result.Dataset.Elements.Single(e => e.Tag == Tags.PixelData).ReadBytes().ToArray();
            for (int i = 0; i < after.Length; i++)
            {
                bool inside = i % 40 is >= 8 and < 28 && i / 40 is >= 10 and < 30;
                Assert.Equal(inside ? 90 : 0, after[i]);
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static Dataset Object(int size, PixelBox[] regions)
    {
        Dataset d = new();
        d.Set(Tags.SopClassUid, Vr.UI, "1.2.840.10008.5.1.4.1.1.6.1");
        d.Set(Tags.SopInstanceUid, Vr.UI, "1.2.3.4");
        d.Set(Tags.StudyInstanceUid, Vr.UI, "1.2.3");
        d.Set(Tags.SeriesInstanceUid, Vr.UI, "1.2.3.1");
        d.Set(Tags.Modality, "US");
        d.Set(Tags.SamplesPerPixel, 1);
        d.Set(Tags.PhotometricInterpretation, "MONOCHROME2");
        d.Set(Tags.Rows, (ushort)size);
        d.Set(Tags.Columns, (ushort)size);
        d.Set(Tags.BitsAllocated, 8);
        d.Set(Tags.BitsStored, 8);
        d.Set(Tags.HighBit, 7);
        d.Set(Tags.PixelRepresentation, 0);
        d.Set(
            Tags.SequenceOfUltrasoundRegions,
            [
                .. regions.Select(region =>
                {
                    Dataset item = new(d);
                    foreach (
                        (uint tag, int value) in ((uint, int)[])
                            [
                                (0x00186018, region.Left),
                                (0x0018601A, region.Top),
                                (0x0018601C, region.Right - 1),
                                (0x0018601E, region.Bottom - 1),
                            ]
                    )
                    {
                        item.Set(new Element(new Tag(tag), Vr.UL, BitConverter.GetBytes(value)));
                    }

                    return item;
                }),
            ]
        );
        return d;
    }
}
