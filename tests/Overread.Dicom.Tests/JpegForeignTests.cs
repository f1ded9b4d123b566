using System.Diagnostics;
using System.Globalization;
using Overread.Dicom.Pixels;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Tests;

/// <summary>
/// JPEG as other encoders write it is decoded as other decoders read it: processes 1, 2, 4 (8 and 12 bit), 10 and 12 (progressive) and
/// 14 (lossless), restart intervals, odd sampling, odd sizes. Lossy samples may differ by the rounding of a transform.
/// </summary>
public sealed class JpegForeignTests
{
    private const string Folder = "overread-jpeg-";

    public static TheoryData<string, string, int, string, int, int> Streams
    {
        get
        {
            TheoryData<string, string, int, string, int, int> all = [];
            foreach (string mode in (string[])["-baseline", "-progressive"])
            {
                foreach (int restart in (int[])[0, 1, 3])
                {
                    foreach ((int width, int height) in ((int, int)[])[(64, 48), (37, 29), (9, 17), (1, 1)])
                    {
                        all.Add(mode, "", restart, "grey", width, height);
                        foreach (
                            string sampling in (string[])
                                [
                                    "1x1,1x1,1x1",
                                    "2x1,1x1,1x1",
                                    "1x2,1x1,1x1",
                                    "2x2,1x1,1x1",
                                    "4x1,1x1,1x1",
                                    "2x2,2x1,1x2",
                                    "1x1,2x2,1x1",
                                ]
                        )
                        {
                            all.Add(mode, sampling, restart, "rgb", width, height);
                        }
                    }
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Eight_bits_as_djpeg_reads_them(
        string mode,
        string sampling,
        int restart,
        string color,
        int width,
        int height
    )
    {
        int samples = color == "grey" ? 1 : 3;
        using TemporaryFolder folder = new();
        string source = folder.Path("source.ppm");
        File.WriteAllBytes(source, Pnm(Picture(width, height, samples, 255), width, height, samples));
        List<string> arguments = [mode, "-quality", "80", "-dct", "int", "-outfile", folder.Path("coded.jpg")];
        if (restart > 0)
        {
            arguments.AddRange(["-restart", $"{restart}B"]);
        }

        if (samples == 3)
        {
            // No change of colours: what is compared are the components as they are coded.
            arguments.AddRange(["-rgb", "-sample", sampling]);
        }

        Run("cjpeg", [.. arguments, source]);
        Run(
            "djpeg",
            ["-nosmooth", "-dct", "int", "-pnm", "-outfile", folder.Path("decoded.pnm"), folder.Path("coded.jpg")]
        );
        byte[] wanted = File.ReadAllBytes(folder.Path("decoded.pnm"))[^(width * height * samples)..];
        DicomFile file = Encapsulated(
            File.ReadAllBytes(folder.Path("coded.jpg")),
            mode == "-progressive" ? "1.2.840.10008.1.2.4.55" : "1.2.840.10008.1.2.4.50",
            width,
            height,
            samples
        );
        Assert.True(PixelData.TryOpen(file, out PixelData pixels, out Finding? problem), problem?.Detail);
        Assert.True(pixels.TryDecode(0, out PixelFrame frame, out problem), problem?.Detail);
        Assert.Equal(wanted.Length, frame.Data.Length);
        int worst = frame.Data.ToArray().Zip(wanted).Max(pair => Math.Abs(pair.First - pair.Second));
        Assert.True(worst <= 1, $"{worst} grey levels");
    }

    [Theory]
    [InlineData("+eb", 8, "1.2.840.10008.1.2.4.50")]
    [InlineData("+ee", 8, "1.2.840.10008.1.2.4.51")]
    [InlineData("+ee", 12, "1.2.840.10008.1.2.4.51")]
    [InlineData("+es", 8, "1.2.840.10008.1.2.4.53")]
    [InlineData("+es", 12, "1.2.840.10008.1.2.4.53")]
    [InlineData("+ep", 8, "1.2.840.10008.1.2.4.55")]
    [InlineData("+ep", 12, "1.2.840.10008.1.2.4.55")]
    [InlineData("+el", 8, "1.2.840.10008.1.2.4.57")]
    [InlineData("+el", 12, "1.2.840.10008.1.2.4.57")]
    [InlineData("+el", 16, "1.2.840.10008.1.2.4.57")]
    [InlineData("+e1", 12, "1.2.840.10008.1.2.4.70")]
    [InlineData("+e1", 16, "1.2.840.10008.1.2.4.70")]
    public void Every_process_as_dcmdjpeg_reads_it(string process, int bits, string syntax)
    {
        using TemporaryFolder folder = new();
        foreach ((int width, int height) in ((int, int)[])[(64, 48), (37, 29), (8, 8), (9, 5)])
        {
            Native(width, height, bits).Write(folder.Path("plain.dcm"));
            Run("dcmcjpeg", [process, folder.Path("plain.dcm"), folder.Path("coded.dcm")]);
            Run("dcmdjpeg", [folder.Path("coded.dcm"), folder.Path("decoded.dcm")]);
            using DicomFile coded = DicomFile.Read(folder.Path("coded.dcm"));
            using DicomFile decoded = DicomFile.Read(folder.Path("decoded.dcm"));
            Assert.Equal(syntax, coded.TransferSyntax.Uid);
            Assert.True(PixelData.TryOpen(coded, out PixelData pixels, out Finding? problem), problem?.Detail);
            Assert.True(pixels.TryDecode(0, out PixelFrame ours, out problem), $"{width}×{height}: {problem?.Detail}");
            Assert.True(PixelData.TryOpen(decoded, out PixelData plain, out problem), problem?.Detail);
            Assert.True(plain.TryDecode(0, out PixelFrame theirs, out problem), problem?.Detail);
            bool lossless = process is "+el" or "+e1";
            int worst = Values(ours).Zip(Values(theirs)).Max(pair => Math.Abs(pair.First - pair.Second));
            Assert.True(
                worst
                    <= (
                        lossless ? 0
                        : bits > 8 ? 2
                        : 1
                    ),
                $"{process} {bits} bit, {width}×{height}: {worst}"
            );
        }
    }

    private static IEnumerable<int> Values(PixelFrame frame)
    {
        byte[] bytes = frame.Data.ToArray();
        return frame.Facts.SampleBytes == 1
            ? bytes.Select(b => (int)b)
            : Enumerable.Range(0, bytes.Length / 2).Select(i => bytes[2 * i] | bytes[(2 * i) + 1] << 8);
    }

    // Slopes, an edge and some unrest: every coefficient has something to say.
    private static int[] Picture(int width, int height, int samples, int most)
    {
        int[] picture = new int[width * height * samples];
        uint noise = 12345;
        for (int i = 0; i < picture.Length; i++)
        {
            int x = i / samples % width;
            int y = i / samples / width;
            noise = (noise * 1664525) + 1013904223;
            double value = (0.5 * x / width) + (0.3 * y / height) + (x + y > (width + height) / 2 ? 0.15 : 0);
            picture[i] = (int)(most * Math.Clamp(value + ((noise >> 24) / 5120.0) + (0.05 * (i % samples)), 0, 1));
        }

        return picture;
    }

    private static byte[] Pnm(int[] picture, int width, int height, int samples) =>
        [
            .. System.Text.Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{(samples == 1 ? "P5" : "P6")}\n{width} {height}\n255\n")
            ),
            .. picture.Select(v => (byte)v),
        ];

    private static DicomFile Native(int width, int height, int bits)
    {
        int[] picture = Picture(width, height, 1, (1 << bits) - 1);
        byte[] bytes =
            bits > 8
                ? [.. picture.SelectMany(v => (byte[])[(byte)v, (byte)(v >> 8)])]
                : [.. picture.Select(v => (byte)v)];
        Dataset d = Header(width, height, 1, bits > 8 ? 16 : 8, bits);
        d.Set(new Element(Tags.PixelData, bits > 8 ? Vr.OW : Vr.OB, Element.Padded(Vr.OB, bytes)));
        return new DicomFile(d);
    }

    private static DicomFile Encapsulated(byte[] stream, string syntax, int width, int height, int samples) =>
        Samples.Encapsulated(Header(width, height, samples, 8, 8), stream, syntax);

    private static Dataset Header(int width, int height, int samples, int allocated, int stored)
    {
        Dataset d = new();
        d.Set(Tags.SopClassUid, "1.2.840.10008.5.1.4.1.1.7");
        d.Set(Tags.SopInstanceUid, "1.2.826.0.1.3680043.10.55.1");
        d.Set(Tags.StudyInstanceUid, "1.2.826.0.1.3680043.10.55.2");
        d.Set(Tags.SeriesInstanceUid, "1.2.826.0.1.3680043.10.55.3");
        d.Set(Tags.Modality, "OT");
        d.Set(Tags.SamplesPerPixel, (ushort)(samples));
        d.Set(Tags.PhotometricInterpretation, samples == 1 ? "MONOCHROME2" : "RGB");
        if (samples > 1)
        {
            d.Set(new Tag(0x00280006), 0);
        }

        d.Set(Tags.Rows, (ushort)height);
        d.Set(Tags.Columns, (ushort)width);
        d.Set(Tags.BitsAllocated, (ushort)(allocated));
        d.Set(Tags.BitsStored, (ushort)(stored));
        d.Set(Tags.HighBit, (ushort)(stored - 1));
        d.Set(Tags.PixelRepresentation, 0);
        return d;
    }

    private static void Run(string program, string[] arguments)
    {
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
            )!;
            string said = process.StandardError.ReadToEnd() + process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {said}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed (packages libjpeg-turbo-progs, dcmtk)");
        }
    }

    private sealed class TemporaryFolder : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory(Folder).FullName;

        public string Path(string name) => System.IO.Path.Combine(_folder, name);

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
