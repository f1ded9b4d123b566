using Overread.Dicom.Pixels;
using Overread.Dicom.Pixels.Codecs;
using Overread.Dicom.Pixels.JpegBlanking;

namespace Overread.Dicom.PixelText;

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
        if (TryBlankJpeg(file, boxes, out result))
        {
            problem = null;
            return true;
        }

        bool done = FrameEditor.TryEdit(
            file,
            (frame, data, facts) =>
            {
                foreach (PixelBox box in boxes(frame))
                {
                    Blank(data, facts, box);
                }
            },
            out result,
            out problem
        );
        if (done)
        {
            result.Dataset.Set(Tags.BurnedInAnnotation, "NO");
        }

        return done;
    }

    /// <summary>Frame by frame in the compressed data; false where one of them is of a kind that has to be decoded.</summary>
    private static bool TryBlankJpeg(DicomFile file, Func<int, IReadOnlyList<PixelBox>> boxes, out DicomFile result)
    {
        result = null!;
        if (
            file.TransferSyntax.Pixels != PixelEncoding.Jpeg
            || !PixelData.TryOpen(file, out PixelData pixels, out _)
            || pixels.Count < pixels.Facts.Frames
        )
        {
            return false;
        }

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

        Dataset dataset = FrameEditor.Copy(file.Dataset);
        dataset.Remove(Tags.ExtendedOffsetTable);
        dataset.Remove(Tags.ExtendedOffsetTableLengths);
        dataset.Set(Tags.BurnedInAnnotation, "NO");
        dataset.Set(Transcoder.Encapsulated(frames));
        result = new DicomFile(dataset, file.TransferSyntax);
        return true;
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
