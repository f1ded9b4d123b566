using System.Globalization;
using System.Text;
using Overread.Dicom.Phantoms;

namespace Overread.Dicom.Benchmarks;

/// <summary>
/// The files that the figures are taken on: 500 CT slices of 512² with 52 KB of private blobs and nested sequences, 100 CR
/// of 2 and 4.5 MB, identifiers in about thirty places. Deterministic; pixels are noise, which no part of this reads.
/// </summary>
internal static class BenchmarkFiles
{
    internal static string[] Create(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        List<string> paths = [];
        for (int i = 0; i < count; i++)
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{i:0000}.dcm"));
            paths.Add(path);
            if (File.Exists(path))
            {
                continue;
            }

            bool ct = i < count * 5 / 6;
            int rows =
                ct ? 512
                : i % 2 == 0 ? 1024
                : 1500;
            Create(i, ct, rows).Write(path);
        }

        return [.. paths];
    }

    private static DicomFile Create(int number, bool ct, int rows)
    {
        DicomFile template = ct
            ? new ChestCtPhantom(
                new ChestCtOptions
                {
                    Seed = (ulong)(number / 250) + 1,
                    Size = 4,
                    Slices = 500,
                    Nodules = 0,
                }
            ).Slice(number % 500)
            : Radiograph(number);
        Dataset d = template.Dataset;
        d.Set(Tags.Rows, (ushort)rows);
        d.Set(Tags.Columns, (ushort)rows);
        Random noise = new(number);
        byte[] pixels = new byte[rows * rows * 2];
        noise.NextBytes(pixels);
        d.Set(new Element(Tags.PixelData, Vr.OW, pixels));
        if (ct)
        {
            Blobs(d, noise);
        }

        Sequences(d);
        return new DicomFile(d);
    }

    private static DicomFile Radiograph(int number)
    {
        DicomFile slice = new ChestCtPhantom(
            new ChestCtOptions
            {
                Seed = 99,
                Size = 4,
                Slices = 500,
                Nodules = 0,
            }
        ).Slice(number % 500);
        slice.Dataset.Set(Tags.SopClassUid, "1.2.840.10008.5.1.4.1.1.1");
        slice.Dataset.Set(Tags.Modality, "CR");
        return slice;
    }

    private static void Blobs(Dataset d, Random noise)
    {
        for (int i = 0; i < 4; i++)
        {
            byte[] blob = new byte[13 << 10];
            noise.NextBytes(blob);
            d.Set(new Element(new Tag(0x0029, (ushort)(0x1010 + i)), Vr.OB, blob));
        }
    }

    private static void Sequences(Dataset d)
    {
        Dataset Code(string value, string meaning)
        {
            Dataset item = new();
            item.Set(Tags.CodeValue, Vr.SH, value);
            item.Set(Tags.CodingSchemeDesignator, Vr.SH, "SCT");
            item.Set(Tags.CodeMeaning, Vr.LO, meaning);
            return item;
        }

        string root = d.GetText(Tags.StudyInstanceUid)!;
        List<Dataset> references = [];
        for (int i = 0; i < 8; i++)
        {
            Dataset reference = new();
            reference.Set(Tags.ReferencedSopClassUid, "1.2.840.10008.5.1.4.1.1.2");
            reference.Set(Tags.ReferencedSopInstanceUid, $"{root}.9.{i}");
            reference.Set(new Tag(0x0040, 0xA170), Code("121311", "Localizer"));
            references.Add(reference);
        }

        d.Set(Tags.ReferencedImageSequence, [.. references]);
        d.Set(Tags.AnatomicRegionSequence, Code("51185008", "Chest"));
        Dataset step = new();
        step.Set(new Tag(0x0040, 0x0254), Vr.LO, "Chest for " + d.GetText(Tags.PatientName));
        step.Set(new Tag(0x0008, 0x1050), Vr.PN, "Okonkwo^Adaeze");
        step.Set(new Tag(0x0040, 0x0260), Code("CTCH", "CT Chest"));
        d.Set(new Tag(0x0008, 0x1111), step);
        d.Set(
            new Element(
                new Tag(0x0010, 0x21B0),
                Vr.LT,
                Encoding.ASCII.GetBytes("Smoker, seen by Dr Lindqvist in May. ")
            )
        );
        d.Set(new Tag(0x0032, 0x1032), Vr.PN, "Marchetti^Giulia");
        d.Set(new Tag(0x0008, 0x1048), Vr.PN, "Devereux^Colette");
        d.Set(new Tag(0x0038, 0x0300), Vr.LO, "Ward 7 bed 2");
        d.Set(new Tag(0x0040, 0x0243), Vr.SH, "Room 12");
        d.Set(new Tag(0x0018, 0x1008), Vr.LO, "GANTRY77");
    }
}
