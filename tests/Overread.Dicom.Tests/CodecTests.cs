using System.Diagnostics;
using System.Security.Cryptography;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Tests;

/// <summary>Frames come out bit for bit, whoever packed them.</summary>
public sealed class CodecTests
{
    [Theory]
    [InlineData("1.2.840.10008.1.2.5")]
    [InlineData("1.2.840.10008.1.2.4.80")]
    public void What_is_packed_here_is_unpacked_bit_for_bit(string uid)
    {
        TransferSyntax.TryFind(uid, out TransferSyntax syntax);
        foreach (DicomFile file in (DicomFile[])[Samples.Slice, Noise(8, 1), Noise(8, 3), Noise(16, 1), Noise(12, 3)])
        {
            bool made = Transcoder.TryTranscode(file, syntax, out DicomFile packed, out Finding? problem);
            Assert.SkipWhen(
                problem?.Detail.Contains("package", StringComparison.Ordinal) == true,
                problem?.Detail ?? ""
            );
            Assert.True(made, problem?.ToString());
            using DicomFile read = DicomFile.Read(Samples.Bytes(packed));
            Assert.Empty(read.Findings);
            Assert.Equal(Decoded(file), Decoded(read));
            Assert.True(Transcoder.TryTranscode(read, TransferSyntax.ExplicitLittleEndian, out DicomFile plain, out _));
            Assert.Equal(Decoded(file), Decoded(plain));
        }
    }

    [Theory]
    [InlineData("dcmcjpeg", "+e1")]
    [InlineData("dcmcjpeg", "+el")]
    [InlineData("dcmcjpls", "+el")]
    [InlineData("gdcmconv", "--j2k")]
    public void What_other_programs_pack_without_loss_is_unpacked_bit_for_bit(string program, string argument)
    {
        string folder = Directory.CreateTempSubdirectory("overread-codec-").FullName;
        try
        {
            foreach (DicomFile file in (DicomFile[])[Samples.Slice, Noise(8, 3), Noise(16, 1)])
            {
                string plain = Path.Combine(folder, "plain.dcm");
                string packed = Path.Combine(folder, "packed.dcm");
                File.Delete(packed);
                file.Write(plain);
                Run(program, argument, plain, packed);
                using DicomFile read = DicomFile.Read(packed);
                Assert.True(read.TransferSyntax.IsEncapsulated);
                Assert.Equal(Decoded(file), Decoded(read));
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Theory]
    [InlineData("CT1")]
    [InlineData("MR1")]
    [InlineData("US1")]
    [InlineData("NM1")]
    [InlineData("XA1")]
    [InlineData("RG3")]
    [InlineData("VL1")]
    [InlineData("VL2")]
    public void Every_lossless_encoding_of_one_image_decodes_to_the_same_samples(string image)
    {
        string root = Samples.Shared("transfer_syntax") + "/..";
        List<string> paths =
        [
            .. Directory
                .EnumerateFiles(root, image + "_*", SearchOption.AllDirectories)
                .Where(path =>
                    path.Contains("_RLE", StringComparison.Ordinal)
                    || path.Contains("_JPLL", StringComparison.Ordinal)
                    || path.Contains("_JLSL", StringComparison.Ordinal)
                    || path.Contains("_J2KR", StringComparison.Ordinal)
                ),
        ];
        Assert.True(paths.Count >= 2, $"{paths.Count} files");
        List<string> hashes = [];
        foreach (string path in paths)
        {
            using DicomFile file = DicomFile.Read(path);
            hashes.Add(Decoded(file));
        }

        Assert.Single(hashes.Distinct());
    }

    [Theory]
    [InlineData(32, 1_441_824, 32, 32, "another size")]
    [InlineData(32, 32, 32, 0, "do not cover")]
    [InlineData(250, 250, 1, 1, "more tiles")]
    public void A_JPEG_2000_header_is_believed_as_far_as_the_stream_can_be(
        int width,
        int height,
        int tileWidth,
        int tileHeight,
        string word
    )
    {
        (int columns, int rows) = (width, width);
        uint[] sizes = [(uint)width, (uint)height, 0, 0, (uint)tileWidth, (uint)tileHeight, 0, 0];
        byte[] stream = [0xFF, 0x4F, 0xFF, 0x51, 0, 41, 0, 0, .. sizes.SelectMany(Big), 0, 1, 7, 1, 1, 0xFF, 0xD9];
        using DicomFile file = Packed(stream, columns, rows);
        Assert.True(PixelData.TryOpen(file, out PixelData pixels, out Finding? problem), problem?.ToString());
        Assert.False(pixels.TryDecode(0, out _, out problem));
        Assert.SkipWhen(problem!.Detail.Contains("package", StringComparison.Ordinal), problem.Detail);
        Assert.Contains(word, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frame_that_claims_too_much_is_refused_without_allocating_it()
    {
        DicomFile file = Noise(8, 1);
        Assert.True(Transcoder.TryTranscode(file, TransferSyntax.RleLossless, out DicomFile packed, out _));
        packed.Dataset.Set(Tags.Rows, 46341);
        packed.Dataset.Set(Tags.Columns, 46341);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(PixelData.TryOpen(packed, out PixelData pixels, out _));
        Assert.False(pixels.TryDecode(0, out _, out Finding? problem));
        Assert.Equal(FindingKind.BadFrame, problem!.Kind);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    private static string Decoded(DicomFile file)
    {
        Assert.True(PixelData.TryOpen(file, out PixelData pixels, out Finding? problem), problem?.ToString());
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < pixels.Count; i++)
        {
            Assert.True(pixels.TryDecode(i, out PixelFrame frame, out problem), problem?.ToString());
            hash.AppendData(frame.Data.Span);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
            )!;
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed");
        }
    }

    private static DicomFile Noise(int bits, int samples)
    {
        Dataset d = new();
        foreach (Element element in Samples.Slice.Dataset)
        {
            d.Set(element);
        }

        int allocated = bits > 8 ? 16 : 8;
        d.Set(Tags.Rows, 37);
        d.Set(Tags.Columns, 50);
        d.Set(Tags.SamplesPerPixel, (ushort)samples);
        d.Set(Tags.PhotometricInterpretation, samples == 3 ? "RGB" : "MONOCHROME2");
        if (samples == 3)
        {
            d.Set(Tags.PlanarConfiguration, 0);
        }

        d.Set(Tags.BitsAllocated, (ushort)allocated);
        d.Set(Tags.BitsStored, (ushort)bits);
        d.Set(Tags.HighBit, (ushort)(bits - 1));
        byte[] pixels = new byte[37 * 50 * samples * allocated / 8];
        Random random = new(bits + samples);
        for (int i = 0; i < pixels.Length; i++)
        {
            // Flat stretches and noise by turns, so that run modes are used too.
            byte value = (byte)(i / 300 % 2 == 0 ? 7 : random.Next(256));
            pixels[i] = allocated == 16 && i % 2 == 1 ? (byte)(value & ((1 << (bits - 8)) - 1)) : value;
        }

        d.Set(new Element(Tags.PixelData, Vr.OW, pixels));
        return new DicomFile(d);
    }

    private static byte[] Big(uint value) =>
        [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static DicomFile Packed(byte[] stream, int columns, int rows)
    {
        Dataset d = Noise(8, 1).Dataset;
        d.Set(Tags.Rows, (ushort)rows);
        d.Set(Tags.Columns, (ushort)columns);
        return Samples.Encapsulated(d, stream, "1.2.840.10008.1.2.4.90");
    }
}
