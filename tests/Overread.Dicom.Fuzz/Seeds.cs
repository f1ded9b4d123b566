using System.Diagnostics;
using Overread.Dicom.Phantoms;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Fuzz;

/// <summary>Small objects of many kinds from which cases are made.</summary>
internal static class Seeds
{
    internal static List<byte[]> Create(string folder)
    {
        Directory.CreateDirectory(folder);
        List<byte[]> seeds = [];
        DicomFile slice = new ChestCtPhantom(
            new ChestCtOptions
            {
                Seed = 21,
                Size = 32,
                Slices = 4,
            }
        ).Slice(2);
        DicomFile nested = Nested();
        DicomFile color = Color(slice);
        foreach (DicomFile file in (DicomFile[])[slice, nested, color, Frames(slice)])
        {
            foreach (TransferSyntax syntax in Transcoder.Targets)
            {
                if (Transcoder.TryTranscode(file, syntax, out DicomFile coded, out _))
                {
                    seeds.Add(Bytes(coded));
                }
            }
        }

        seeds.Add(seeds[0][132..]);
        seeds.Add(Naked(slice));
        AddCompressed(slice, "ct", folder, seeds);
        AddCompressed(color, "rgb", folder, seeds);
        return seeds;
    }

    private static byte[] Bytes(DicomFile file)
    {
        using MemoryStream stream = new();
        file.Write(stream);
        return stream.ToArray();
    }

    private static byte[] Naked(DicomFile file)
    {
        byte[] bytes = Bytes(file);
        int end = 144 + BitConverter.ToInt32(bytes, 140);
        return bytes[end..];
    }

    private static DicomFile Nested()
    {
        DicomFile slice = new ChestCtPhantom(
            new ChestCtOptions
            {
                Seed = 22,
                Size = 8,
                Slices = 4,
            }
        ).Slice(1);
        Dataset level = slice.Dataset;
        for (int i = 0; i < 8; i++)
        {
            Dataset item = new(level) { UndefinedLength = i % 3 == 0 };
            item.Set(Tags.CodeValue, Vr.SH, $"V{i}");
            item.Set(Tags.CodeMeaning, Vr.LO, "Meaning");
            item.Set(new Element(new Tag(0x0040, 0xA123), Vr.PN, "Okonkwo^Adaeze=\u001b"u8.ToArray()));
            level.Set(new Element(Tags.ContentSequence, [item, new Dataset(level)]) { UndefinedLength = i % 2 == 0 });
            level = item;
        }

        slice.Dataset.Set(new Element(new Tag(0x0008, 0x1115), Vr.UN, UnknownItems()));
        return slice;
    }

    private static byte[] UnknownItems() =>
        [
            0xFE,
            0xFF,
            0x00,
            0xE0,
            0x14,
            0,
            0,
            0,
            0x20,
            0x00,
            0x0E,
            0x00,
            0x0C,
            0,
            0,
            0,
            (byte)'1',
            (byte)'.',
            (byte)'2',
            (byte)'.',
            (byte)'3',
            (byte)'.',
            (byte)'4',
            (byte)'.',
            (byte)'5',
            (byte)'.',
            (byte)'6',
            0,
        ];

    private static DicomFile Color(DicomFile template)
    {
        Dataset d = new();
        foreach (Element element in template.Dataset)
        {
            d.Set(element);
        }

        d.Set(Tags.SamplesPerPixel, 3);
        d.Set(Tags.PhotometricInterpretation, "RGB");
        d.Set(Tags.PlanarConfiguration, 0);
        d.Set(Tags.BitsAllocated, 8);
        d.Set(Tags.BitsStored, 8);
        d.Set(Tags.HighBit, 7);
        byte[] pixels = new byte[32 * 32 * 3];
        new Random(5).NextBytes(pixels);
        d.Set(new Element(Tags.PixelData, Vr.OB, pixels));
        return new DicomFile(d);
    }

    private static DicomFile Frames(DicomFile template)
    {
        Dataset d = new();
        foreach (Element element in template.Dataset)
        {
            d.Set(element);
        }

        d.Set(Tags.NumberOfFrames, "3");
        byte[] pixels = new byte[32 * 32 * 2 * 3];
        new Random(6).NextBytes(pixels);
        d.Set(new Element(Tags.PixelData, Vr.OW, pixels));
        return new DicomFile(d);
    }

    /// <summary>Encodings that only other programs here can write; left out where they are not installed.</summary>
    private static void AddCompressed(DicomFile file, string name, string folder, List<byte[]> seeds)
    {
        string plain = Path.Combine(folder, name + ".dcm");
        file.Write(plain);
        (string Program, string[] Arguments)[] encoders =
        [
            ("dcmcjpeg", ["+el"]),
            ("dcmcjpeg", ["+e1"]),
            ("dcmcjpeg", ["+eb"]),
            ("dcmcjpeg", ["+ee"]),
            ("dcmcjpeg", ["+es"]),
            ("dcmcjpeg", ["+ep"]),
            ("dcmcjpls", ["+el"]),
            ("dcmcjpls", ["+en"]),
            ("gdcmconv", ["--j2k"]),
            ("gdcmconv", ["--jpeg"]),
        ];
        foreach ((string program, string[] arguments) in encoders)
        {
            string packed = Path.Combine(folder, $"{name}-{program}{arguments[0]}.dcm");
            try
            {
                using Process process = Process.Start(
                    new ProcessStartInfo(program, [.. arguments, plain, packed])
                    {
                        RedirectStandardError = true,
                        RedirectStandardOutput = true,
                    }
                )!;
                process.WaitForExit();
                if (File.Exists(packed))
                {
                    seeds.Add(File.ReadAllBytes(packed));
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // Not installed: fewer seeds.
            }
        }
    }
}
