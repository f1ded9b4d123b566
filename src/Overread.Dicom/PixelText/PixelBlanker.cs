namespace Overread.Dicom;

/// <summary>
/// Blanks rectangles in every frame. Native, RLE and JPEG-LS lossless data keep their encoding and every other pixel. In
/// JPEG of processes 1, 2 and 4 the blocks that a box touches become black, up to 15 pixels beyond it, and every other block
/// and every other frame stays as it is. Anything else is written uncompressed: nothing is compressed with loss a second time.
/// </summary>
public static class PixelBlanker
{
    /// <summary>Blanks the same boxes in every frame.</summary>
    /// <param name="file">The source; must stay open until the result is written.</param>
    /// <param name="boxes">Boxes, cut to the picture.</param>
    /// <param name="result">A new object with (0028,0301) Burned In Annotation set to NO; null where it cannot be made.</param>
    /// <param name="problem">Why not.</param>
    public static bool TryBlank(
        DicomFile file,
        IReadOnlyList<PixelBox> boxes,
        out DicomFile result,
        out Finding? problem
    ) => TryBlank(file, _ => boxes, out result, out problem);

    /// <summary>Blanks boxes frame by frame.</summary>
    /// <param name="file">The source; must stay open until the result is written.</param>
    /// <param name="boxes">The boxes of a frame, counted from 0, cut to the picture; none leaves its values as they are.</param>
    /// <param name="result">A new object with (0028,0301) Burned In Annotation set to NO; null where it cannot be made.</param>
    /// <param name="problem">Why not.</param>
    public static bool TryBlank(
        DicomFile file,
        Func<int, IReadOnlyList<PixelBox>> boxes,
        out DicomFile result,
        out Finding? problem
    )
    {
        result = null!;
        if (!PixelData.TryOpen(file, out PixelData pixels, out problem))
        {
            return false;
        }

        ImageFacts facts = pixels.Facts;
        if (
            pixels.Count < facts.Frames
            || facts.BitsAllocated == 1
            || facts.IsFloat
            || facts.FrameBytes * pixels.Count > Array.MaxLength
        )
        {
            problem = new Finding(
                FindingKind.BadImage,
                -1,
                Tags.PixelData.ToString(),
                "frames of a kind that is not blanked"
            );
            return false;
        }

        if (pixels.Encoding == PixelEncoding.Jpeg && TryBlankJpeg(file, pixels, boxes, out result))
        {
            problem = null;
            return true;
        }

        using MemoryStream plain = new();
        for (int i = 0; i < pixels.Count; i++)
        {
            if (!pixels.TryDecode(i, out PixelFrame frame, out problem))
            {
                return false;
            }

            facts = frame.Facts;
            byte[] data = frame.Data.ToArray();
            foreach (PixelBox box in boxes(i))
            {
                Blank(data, facts, box);
            }

            plain.Write(data);
        }

        DicomFile blanked = new(Replace(file.Dataset, facts, plain.ToArray()), Native(file.TransferSyntax));
        bool back =
            file.TransferSyntax.Pixels == PixelEncoding.Rle || file.TransferSyntax == TransferSyntax.JpegLsLossless;
        if (back)
        {
            return Transcoder.TryTranscode(blanked, file.TransferSyntax, out result, out problem);
        }

        result = blanked;
        return true;
    }

    /// <summary>Frame by frame in the compressed data; false where one of them is of a kind that has to be decoded.</summary>
    private static bool TryBlankJpeg(
        DicomFile file,
        PixelData pixels,
        Func<int, IReadOnlyList<PixelBox>> boxes,
        out DicomFile result
    )
    {
        result = null!;
        List<byte[]> frames = [];
        try
        {
            for (int i = 0; i < pixels.Count; i++)
            {
                byte[] stored = pixels.ReadStored(i);
                IReadOnlyList<PixelBox> here = boxes(i);
                if (here.Count > 0 && !pixels.TryDecode(i, out _, out _))
                {
                    return false;
                }

                frames.Add(here.Count == 0 ? stored : JpegBlanker.Blank(stored, pixels.Facts, here));
            }
        }
        catch (FrameCodecException)
        {
            // Progressive, damaged …: the way over decoded pixels says what is wrong, if something is.
            return false;
        }

        Dataset dataset = Copy(file.Dataset);
        dataset.Set(Transcoder.Encapsulated(frames));
        result = new DicomFile(dataset, file.TransferSyntax);
        return true;
    }

    private static TransferSyntax Native(TransferSyntax from) =>
        from.IsEncapsulated ? TransferSyntax.ExplicitLittleEndian : from;

    private static Dataset Replace(Dataset source, ImageFacts facts, byte[] pixels)
    {
        Dataset dataset = Copy(source);
        Vr vr = facts.BitsAllocated > 8 ? Vr.OW : Vr.OB;
        dataset.Set(new Element(Tags.PixelData, vr, Element.Padded(vr, pixels)));
        dataset.Set(Tags.PhotometricInterpretation, facts.Photometric);
        if (facts.Samples > 1)
        {
            dataset.Set(Tags.PlanarConfiguration, 0);
        }

        return dataset;
    }

    private static Dataset Copy(Dataset source)
    {
        Dataset dataset = new();
        foreach (Element element in source.Elements)
        {
            dataset.Set(element);
        }

        dataset.Remove(Tags.ExtendedOffsetTable);
        dataset.Remove(Tags.ExtendedOffsetTableLengths);
        dataset.Set(Tags.BurnedInAnnotation, "NO");
        return dataset;
    }

    private static void Blank(byte[] data, ImageFacts facts, PixelBox box)
    {
        PixelBox cut = box.Grown(0, facts.Columns, facts.Rows);
        int bytes = facts.SampleBytes;
        for (int y = cut.Top; y < cut.Bottom; y++)
        {
            for (int x = cut.Left; x < cut.Right; x++)
            {
                for (int sample = 0; sample < facts.Samples; sample++)
                {
                    int at = ((((y * facts.Columns) + x) * facts.Samples) + sample) * bytes;
                    data.AsSpan(at, bytes).Clear();
                    // Half the range is no colour in the colour difference channels; zero would be green.
                    if (sample > 0 && facts.Photometric.StartsWith("YBR", StringComparison.Ordinal))
                    {
                        data[at + bytes - 1] = (byte)(1 << ((facts.BitsStored - 1) % 8));
                    }
                }
            }
        }
    }
}
