using Overread.Dicom;

namespace Overread.Server.Tests;

/// <summary>Ultrasound-like objects with words burned in, as a screen would show them.</summary>
internal static class ScreenImage
{
    public const int Width = 320;
    public const int Height = 240;

    // Five bits per row from the top; enough letters for the words of the tests.
    private static readonly Dictionary<char, byte[]> Font = new()
    {
        ['A'] = [14, 17, 17, 31, 17, 17, 17],
        ['D'] = [30, 17, 17, 17, 17, 17, 30],
        ['E'] = [31, 16, 16, 30, 16, 16, 31],
        ['H'] = [17, 17, 17, 31, 17, 17, 17],
        ['L'] = [16, 16, 16, 16, 16, 16, 31],
        ['M'] = [17, 27, 21, 21, 17, 17, 17],
        ['N'] = [17, 25, 21, 19, 17, 17, 17],
        ['O'] = [14, 17, 17, 17, 17, 17, 14],
        ['R'] = [30, 17, 17, 30, 20, 18, 17],
        ['T'] = [31, 4, 4, 4, 4, 4, 4],
    };

    /// <summary>The file's bytes.</summary>
    /// <param name="patient">Surname, id and number of the study in one.</param>
    /// <param name="word">Burned in at (20, 20) of every frame, four pixels to a dot; "" for none.</param>
    /// <param name="frames">At least 1.</param>
    /// <param name="modality">US, CT …</param>
    /// <param name="bodyPart">Body Part Examined.</param>
    /// <param name="window">Center of a window ten values wide; null for no window.</param>
    public static byte[] Create(
        string patient,
        string word = "",
        int frames = 1,
        string modality = "US",
        string bodyPart = "ABDOMEN",
        int? window = null
    )
    {
        string root = "1.2.826.0.1.3680043.10.77." + patient.Sum(c => c) + "." + patient.Length;
        Dataset d = new();
        string sop = modality == "CT" ? "1.2.840.10008.5.1.4.1.1.2" : "1.2.840.10008.5.1.4.1.1.3.1";
        d.Set(new Tag(0x00080008), Vr.CS, "ORIGINAL\\PRIMARY");
        d.Set(Tags.SopClassUid, Vr.UI, sop);
        d.Set(Tags.SopInstanceUid, Vr.UI, root + ".3");
        d.Set(new Tag(0x00080020), Vr.DA, "20240305");
        d.Set(Tags.AccessionNumber, Vr.SH, "ACC" + patient);
        d.Set(Tags.Modality, Vr.CS, modality);
        d.Set(Tags.PatientName, Vr.PN, patient + "^TEST");
        d.Set(Tags.PatientId, Vr.LO, "PID" + patient);
        d.Set(new Tag(0x00100040), Vr.CS, patient.Length % 2 == 0 ? "F" : "M");
        d.Set(new Tag(0x00101010), Vr.AS, "045Y");
        d.Set(new Tag(0x00180015), Vr.CS, bodyPart);
        d.Set(Tags.StudyInstanceUid, Vr.UI, root + ".1");
        d.Set(Tags.SeriesInstanceUid, Vr.UI, root + ".2");
        d.Set(new Tag(0x00200013), Vr.IS, "1");
        d.Set(new Tag(0x00280002), 1);
        d.Set(Tags.PhotometricInterpretation, Vr.CS, "MONOCHROME2");
        d.Set(Tags.NumberOfFrames, Vr.IS, frames.ToString(System.Globalization.CultureInfo.InvariantCulture));
        d.Set(Tags.Rows, Height);
        d.Set(Tags.Columns, Width);
        d.Set(new Tag(0x00280100), 8);
        d.Set(new Tag(0x00280101), 8);
        d.Set(new Tag(0x00280102), 7);
        d.Set(new Tag(0x00280103), 0);
        if (window is { } center)
        {
            d.Set(Tags.WindowCenter, Vr.DS, $"{center}");
            d.Set(Tags.WindowWidth, Vr.DS, "10");
        }

        byte[] pixels = new byte[Width * Height * frames];
        for (int f = 0; f < frames; f++)
        {
            Span<byte> frame = pixels.AsSpan(f * Width * Height, Width * Height);
            Draw(frame, word, patient.Sum(c => c) + f);
        }

        d.Set(new Element(Tags.PixelData, Vr.OB, pixels));
        using MemoryStream stream = new();
        new DicomFile(d).Write(stream);
        return stream.ToArray();
    }

    private static void Draw(Span<byte> frame, string word, int seed)
    {
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                double u = (x - 160) / 110.0;
                double v = (y - 140) / 85.0;
                frame[(y * Width) + x] = (byte)(
                    (u * u) + (v * v) > 1 ? 6 : 45 + (((x * 31) + (y * 57) + (seed * 13)) % 40)
                );
            }
        }

        for (int i = 0; i < word.Length; i++)
        {
            byte[] rows = Font[word[i]];
            for (int dot = 0; dot < 35 * 16; dot++)
            {
                int x = dot % 20;
                int y = dot / 20;
                if ((rows[y / 4] >> (4 - (x / 4)) & 1) == 1)
                {
                    frame[((20 + y) * Width) + 20 + (i * 24) + x] = 240;
                }
            }
        }
    }
}
