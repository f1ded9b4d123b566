using System.Text;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Pixels.Scrub;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Tests;

/// <summary>Bytes that no reader shows: behind tables and samples, in tables of places, in handlers of films.</summary>
public sealed class HiddenBytesTests
{
    private static readonly byte[] Name = Encoding.ASCII.GetBytes("Henrietta Abernathy ");
    private static readonly DeidentificationPlan Basic = new(DeidentificationProfile.Basic);

    private static TransferSyntax Jpeg =>
        TransferSyntax.TryFind("1.2.840.10008.1.2.4.50", out TransferSyntax syntax)
            ? syntax
            : throw new InvalidOperationException("JPEG baseline is not known");

    [Fact]
    public void A_table_of_places_that_points_at_nothing_goes()
    {
        byte[] frame = [0xFF, 0xD8, 0xFF, 0xD9];
        Dataset d = DicomFile.Read(Samples.Bytes(Samples.Slice)).Dataset;
        Fragments written = new(
            [0, BitConverter.ToUInt32(Name, 0), BitConverter.ToUInt32(Name, 4)],
            [new ByteRange(ByteSource.FromMemory(frame), 0, frame.Length, 1)]
        );
        d.Set(new Element(Tags.PixelData, Vr.OB, written));
        DicomFile output = Samples.Deidentify(new DicomFile(d, Jpeg), Basic, out _);

        Assert.True(output.Dataset.TryGet(Tags.PixelData, out Element? pixels));
        Assert.Empty(pixels.Fragments!.OffsetTable);
        Assert.DoesNotContain("Henr", Encoding.Latin1.GetString(Samples.Bytes(output)));
    }

    [Fact]
    public void Native_pixels_have_no_table_of_places()
    {
        Dataset d = DicomFile.Read(Samples.Bytes(Samples.Slice)).Dataset;
        d.Set(new Element(Tags.ExtendedOffsetTable, Vr.OV, Name.AsMemory(0, 16)));

        Assert.False(Samples.Deidentify(new DicomFile(d), Basic, out _).Dataset.Contains(Tags.ExtendedOffsetTable));
    }

    [Fact]
    public void A_palette_ends_where_its_descriptor_says()
    {
        Tag data = new(0x00281201);
        byte[] palette = [.. new byte[8], .. Name];
        Dataset d = DicomFile.Read(Samples.Bytes(Samples.Slice)).Dataset;
        d.Set(new Tag(0x00281101), 4, 0, 16);
        d.Set(new Element(data, Vr.OW, palette));

        Assert.True(Samples.Deidentify(new DicomFile(d), Basic, out _).Dataset.TryGet(data, out Element? cut));
        Assert.Equal(new byte[8], cut.ReadBytes().ToArray());
    }

    [Fact]
    public void A_waveform_ends_with_its_last_sample()
    {
        Tag data = new(0x54001010);
        Dataset wave = new();
        wave.Set(new Tag(0x003A0005), 2);
        wave.Set(new Element(new Tag(0x003A0010), Vr.UL, BitConverter.GetBytes(3u)));
        wave.Set(new Tag(0x54001004), 16);
        wave.Set(new Element(data, Vr.OW, (byte[])[.. new byte[12], .. Name]));
        Dataset d = DicomFile.Read(Samples.Bytes(Samples.Slice)).Dataset;
        d.Set(new Tag(0x54000100), wave);

        Dataset output = Samples.Deidentify(new DicomFile(d), Basic, out _).Dataset;

        Assert.True(output.GetItems(new Tag(0x54000100))[0].TryGet(data, out Element? cut));
        Assert.Equal(12, cut.Length);
    }

    [Fact]
    public void A_handler_of_a_film_has_no_name()
    {
        byte[] handler = Box("hdlr", [.. new byte[24], .. Name]);
        byte[] film = [.. Box("ftyp", new byte[8]), .. Box("moov", Box("trak", Box("mdia", handler)))];

        Assert.True(VideoScrub.Scrub(film));
        Assert.DoesNotContain("Henrietta", Encoding.Latin1.GetString(film));
    }

    [Fact]
    public void Nothing_stands_behind_the_end_of_a_sequence()
    {
        byte[] film = [0, 0, 1, 0xB3, 1, 2, 3, 4, 0, 0, 1, 0xB7, .. Name, 0, 0, 1, 0xB3, 5, 6, 7];

        Assert.True(VideoScrub.Scrub(film));
        Assert.DoesNotContain("Henrietta", Encoding.Latin1.GetString(film));
        Assert.Equal([0, 0, 1, 0xB3, 5, 6, 7], film[^7..]);
    }

    private static byte[] Box(string type, byte[] body)
    {
        byte[] length = BitConverter.GetBytes(body.Length + 8);
        Array.Reverse(length);
        return [.. length, .. Encoding.ASCII.GetBytes(type), .. body];
    }
}
