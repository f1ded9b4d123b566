using System.Buffers.Binary;
using Overread.Dicom.Geometry;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Deface;

/// <summary>
/// Carries out a cut in one object of a series: voxels of the cut get the value of air (CT) or nothing (MR, PET), all
/// others and every element of geometry stay as they are. A frame that the cut does not reach is not rewritten.
/// </summary>
public static class FaceRemover
{
    private static readonly Tag SmallestPixelValue = new(0x00280106);
    private static readonly Tag LargestPixelValue = new(0x00280107);

    /// <summary>Removes a face.</summary>
    /// <param name="file">The object; must stay open until the result is written.</param>
    /// <param name="cut">The cut of its series.</param>
    /// <param name="result">A new object without any mark yet (<see cref="FaceMarks"/>); null where it cannot be made.</param>
    /// <param name="changed">Frames in which voxels were removed.</param>
    /// <param name="problem">Why it cannot be made.</param>
    public static bool TryRemove(
        DicomFile file,
        FaceCut cut,
        out DicomFile result,
        out int changed,
        out Finding? problem
    )
    {
        result = null!;
        changed = 0;
        if (!ImageFacts.TryRead(file.Dataset, out ImageFacts facts, out string text))
        {
            problem = new Finding(FindingKind.BadImage, -1, Tags.PixelData.ToString(), text);
            return false;
        }

        SlicePlane?[] planes = [.. Enumerable.Range(0, facts.Frames).Select(n => SlicePlane.Read(file.Dataset, n))];
        if (planes.Any(plane => plane is null) || facts.Samples != 1)
        {
            problem = new Finding(FindingKind.BadImage, -1, Tags.PixelData.ToString(), "a frame without a position");
            return false;
        }

        List<VoxelSpan> spans = [];
        bool[] reached = [.. planes.Select(plane => Reaches(cut, plane!, facts, spans))];
        changed = reached.Count(hit => hit);
        if (changed == 0)
        {
            problem = null;
            result = new DicomFile(FrameEditor.Copy(file.Dataset), file.TransferSyntax);
            return true;
        }

        bool done = FrameEditor.TryEdit(
            file,
            (frame, data, decoded) =>
            {
                if (reached[frame])
                {
                    Blank(data, decoded, planes[frame]!, cut, Stored(file.Dataset, frame, decoded, cut), spans);
                }
            },
            out result,
            out problem
        );
        if (done)
        {
            // They were those of the source; nobody needs them.
            result.Dataset.Remove(SmallestPixelValue);
            result.Dataset.Remove(LargestPixelValue);
        }

        return done;
    }

    private static bool Reaches(FaceCut cut, SlicePlane plane, ImageFacts facts, List<VoxelSpan> spans)
    {
        for (int row = 0; row < facts.Rows; row++)
        {
            cut.Spans(plane, row, facts.Columns, spans);
            if (spans.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    // Padding too: some scanners pad around the head, and the padding's edge is the face's.
    private static void Blank(
        byte[] data,
        ImageFacts facts,
        SlicePlane plane,
        FaceCut cut,
        ulong word,
        List<VoxelSpan> spans
    )
    {
        int size = facts.SampleBytes;
        Span<byte> sample = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(sample, word);
        for (int row = 0; row < facts.Rows; row++)
        {
            cut.Spans(plane, row, facts.Columns, spans);
            foreach (VoxelSpan span in spans)
            {
                for (int column = span.First; column < span.End; column++)
                {
                    sample[..size].CopyTo(data.AsSpan(((row * facts.Columns) + column) * size, size));
                }
            }
        }
    }

    /// <summary>The background as a sample is stored: rescaled back, within the bits that count, sign-extended.</summary>
    private static ulong Stored(Dataset dataset, int frame, ImageFacts facts, FaceCut cut)
    {
        ModalityTransform modality = ModalityTransform.Of(dataset, frame);
        double least = facts.Signed ? -Math.Pow(2, facts.BitsStored - 1) : 0;
        double most = facts.Signed ? -least - 1 : Math.Pow(2, facts.BitsStored) - 1;
        double value = Math.Round((cut.Background - modality.Intercept) / modality.Slope);
        long stored = (long)Math.Clamp(value, least, most);
        int shift = facts.HighBit + 1 - facts.BitsStored;
        bool whole = facts.HighBit + 1 == facts.BitsAllocated || facts.Signed;
        ulong mask = whole ? ulong.MaxValue : (1UL << (facts.HighBit + 1)) - 1;
        return (ulong)(stored << shift) & mask;
    }
}
