using System.Buffers.Binary;
using System.Text;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Pixels.Scrub;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Tests;

/// <summary>Letters in the place of numbers, numbers of the record in any spelling, pixels where no image shows them.</summary>
public sealed class TextInNumbersTests
{
    private static readonly DeidentificationPlan Basic = new(DeidentificationProfile.Basic);
    private static readonly DeidentificationPlan Strict = new(DeidentificationProfile.Strict);
    private static readonly byte[] Somebody = Encoding.ASCII.GetBytes("Neville Featherquill, ward");

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_table_holds_no_sentence(bool swapped, bool wide)
    {
        byte[] text = wide ? Encoding.Unicode.GetBytes("Neville Featherquill") : [.. Somebody];
        for (int i = 0; swapped && i + 1 < text.Length; i += 2)
        {
            (text[i], text[i + 1]) = (text[i + 1], text[i]);
        }

        byte[] table = Ramp(256);
        text.CopyTo(table, 100);
        byte[] after = Table(table, Basic);
        Assert.Equal(table.Length, after.Length);
        Assert.DoesNotContain(
            wide ? "e\0a\0t\0h"
                : swapped ? "aehtqreiul"
                : "Featherquill",
            Encoding.Latin1.GetString(after)
        );
        Assert.Equal(table[..100], after[..100]);
        // Entries beside the sentence that are letters themselves may go with it.
        Assert.Equal(table[300..], after[300..]);
    }

    [Fact]
    public void A_table_without_a_sentence_stays_byte_for_byte()
    {
        // Steep and flat ramps in either direction, bytes in pairs, a curve, and noise of a fixed seed.
        foreach (int step in (int[])[1, 3, 40, 100, 130, 257])
        {
            byte[] up = Ramp(512, step);
            Assert.Equal(up, Table(up, Basic));
        }

        ulong state = 7;
        byte[] noise = new byte[100_000];
        for (int i = 0; i < noise.Length; i++)
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            noise[i] = (byte)(state >> 56);
        }

        Element values = new(new Tag(0x00283006), Vr.OW, noise);
        Assert.Same(values, TextInNumbers.Blanked(values, false));
        byte[] curve = new byte[4096];
        for (int i = 0; i < curve.Length / 2; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(
                curve.AsSpan(i * 2),
                (ushort)(65535 / (1 + Math.Exp((1024 - i) / 150.0)))
            );
        }

        Assert.Equal(curve, Table(curve, Basic));
    }

    [Fact]
    public void Tables_of_huffman_codes_are_no_text_and_a_name_behind_the_last_sample_is()
    {
        // The codes of ISO/IEC 10918-1 table K.5 for luminance run through the alphabet.
        Assert.False(TextInNumbers.IsInStream("456789:CDEFGHIJSTUVWXYZcdefghijstuvwxyz"u8));
        Assert.False(TextInNumbers.IsInStream("QEQEQEQEQEQEQEQEQEQEQEQEQEQE"u8));
        Assert.True(TextInNumbers.IsInStream(Somebody));
    }

    [Theory]
    [InlineData("SliceThickness", Vr.DS, "1.9400102e7")]
    [InlineData("SliceThickness", Vr.DS, "1940.0102")]
    [InlineData("SliceThickness", Vr.DS, "-19400102")]
    [InlineData("SliceThickness", Vr.DS, "7714.093e3")]
    [InlineData("SeriesNumber", Vr.IS, "-19400102")]
    [InlineData("SeriesNumber", Vr.IS, "02011940")]
    [InlineData("SeriesNumber", Vr.IS, "01021940")]
    public void A_number_of_the_record_goes_in_any_spelling(string keyword, Vr vr, string value)
    {
        Assert.True(AttributeRegistry.TryFindKeyword(keyword, out Tag tag));
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Set(tag, vr, value);
        Assert.Equal("", Samples.Rewritten(dataset, Strict).GetText(tag) ?? "");
    }

    [Fact]
    public void So_does_one_in_binary()
    {
        byte[] real = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(real, 7714093);
        byte[] single = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(single, 19400102);
        byte[] whole = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(whole, 19400102);
        byte[] near = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(near, 7714093.5);
        // RealWorldValueSlope, CTDIvol, exposure in whole numbers of a detector.
        Assert.Empty(Binary(0x00189345, Vr.FD, real));
        Assert.Empty(Binary(0x00189461, Vr.FL, single));
        Assert.Empty(Binary(0x00189098, Vr.UL, whole));
        Assert.Equal(near, Binary(0x00189345, Vr.FD, near));
        // Half a number is none.
        Assert.Empty(Binary(0x00189345, Vr.FD, whole));
    }

    [Fact]
    public void Pixels_in_a_sequence_that_is_no_icon_go_and_so_does_what_is_retired()
    {
        Dataset item = [];
        item.Set(Tags.SopInstanceUid, Vr.UI, "1.2.3.4");
        item.Set(new Element(Tags.PixelData, Vr.OW, Somebody.AsMemory(0, 26)));
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Set(new Tag(0x00082112), item);
        dataset.Set(new Element(new Tag(0x7FE00020), Vr.OW, Somebody.AsMemory(0, 26)));
        dataset.Set(new Element(new Tag(0x7F020010), Vr.OW, Somebody.AsMemory(0, 26)));
        Assert.DoesNotContain(
            "Featherquill",
            Encoding.Latin1.GetString(Samples.Bytes(new DicomFile(Samples.Rewritten(dataset, Basic))))
        );
    }

    [Fact]
    public void Samples_that_begin_as_a_file_does_are_told_of()
    {
        Dataset dataset = Samples.OfQuillfeather();
        byte[] pixels = new byte[dataset.Elements.Single(e => e.Tag == Tags.PixelData).Length];
        ((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF, 0xFE, 0, 28]).CopyTo(pixels);
        Somebody.CopyTo(pixels, 6);
        dataset.Set(new Element(Tags.PixelData, Vr.OW, pixels));
        using DicomFile read = DicomFile.Read(Samples.Bytes(new DicomFile(dataset)));
        Samples.Deidentify(read, Basic, out DeidentificationAccount account);
        Assert.Contains(ReviewReason.PixelStream, account.Reviews);
    }

    [Theory]
    [InlineData(0x7FE00008u, Vr.OF)]
    [InlineData(0x7FE00009u, Vr.OD)]
    public void Pixels_of_floating_numbers_are_searched_by_nobody_and_say_so(uint tag, Vr vr)
    {
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Remove(Tags.PixelData);
        dataset.Set(new Element(new Tag(tag), vr, new byte[32 * 32 * 8]));
        using DicomFile read = DicomFile.Read(Samples.Bytes(new DicomFile(dataset)));
        Assert.Contains(ReviewReason.TextNotSearched, ReviewRules.Assess(read));
    }

    private static byte[] Ramp(int entries, int step = 1)
    {
        byte[] table = new byte[entries * 2];
        for (int i = 0; i < entries; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(i * 2), (ushort)Math.Min(65535, i * step));
        }

        return table;
    }

    private static byte[] Table(byte[] values, DeidentificationPlan plan)
    {
        Dataset item = [];
        item.Set(new Tag(0x00283002), (ushort)(values.Length / 2), 0, 16);
        item.Set(new Element(new Tag(0x00283006), Vr.OW, values));
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Set(new Tag(0x00283010), item);
        Dataset after = Samples.Rewritten(dataset, plan).GetItems(new Tag(0x00283010))[0];
        Assert.True(after.TryGet(new Tag(0x00283006), out Element? element));
        return element.ReadBytes().ToArray();
    }

    private static byte[] Binary(uint tag, Vr vr, byte[] value)
    {
        Dataset dataset = Samples.OfQuillfeather();
        dataset.Set(new Element(new Tag(tag), vr, value));
        return Samples.Rewritten(dataset, Basic).TryGet(new Tag(tag), out Element? element)
            ? element.ReadBytes().ToArray()
            : [];
    }
}
