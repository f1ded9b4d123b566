using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using Overread.Dicom.Deface;
using Overread.Dicom.Geometry;

namespace Overread.Dicom.Tests;

/// <summary>
/// One real head: the T1 average of one man, and its brain as others cut it out, as Debian's mricron-data ships them. The
/// test is skipped where the package is not installed.
/// </summary>
public sealed class RealHeadTests
{
    private const string Folder = "/usr/share/mricron/templates";

    [Fact]
    public void A_real_head_loses_its_face_and_keeps_its_brain()
    {
        Assert.SkipUnless(File.Exists($"{Folder}/ch2.nii.gz"), "Debian's mricron-data is not installed");
        (int width, int depth, int height, byte[] head) = Read("ch2.nii.gz");
        (_, _, _, byte[] brain) = Read("ch2bet.nii.gz");
        List<DicomFile> files = [.. Enumerable.Range(0, height).Select(z => Slice(head, width, depth, z))];
        FaceProposal proposal = FaceRemovalTests.Propose(files);
        Assert.True(proposal.Problem == FaceProblem.None, $"{proposal.Problem} {proposal.Figures}");
        int inBrain = 0;
        int cut = 0;
        int estimated = 0;
        for (int z = 0; z < height; z++)
        {
            SlicePlane plane = SlicePlane.Read(files[z].Dataset)!;
            for (int row = 0; row < depth; row++)
            {
                for (int column = 0; column < width; column++)
                {
                    PatientPoint at = plane.ToPatient(column, row);
                    if (brain[Index(width, depth, column, row, z)] > 0)
                    {
                        inBrain++;
                        cut += proposal.Cut!.Removes(at) ? 1 : 0;
                        estimated += proposal.IsBrain(at) ? 1 : 0;
                    }
                }
            }
        }

        string figures =
            $"{proposal.Figures}; of {inBrain} brain voxels {cut} are cut, {estimated} are in the estimate";
        TestContext.Current.SendDiagnosticMessage(figures);
        if (Environment.GetEnvironmentVariable("OVERREAD_FACES") is { } folder)
        {
            foreach (bool after in new[] { false, true })
            {
                using FileStream png = File.Create(Path.Combine(folder, after ? "after.png" : "before.png"));
                FaceViews.Draw(proposal, after)!.WritePng(png);
            }
        }

        Assert.True(cut <= inBrain * 0.001, figures);
        Assert.True(estimated >= inBrain * 0.9, figures);
    }

    // The file counts x to the right, y to the front, z to the head; rows and columns are written as LPS.
    private static int Index(int width, int depth, int column, int row, int z) =>
        (((z * depth) + (depth - 1 - row)) * width) + (width - 1 - column);

    private static DicomFile Slice(byte[] head, int width, int depth, int z)
    {
        byte[] pixels = new byte[width * depth];
        for (int row = 0; row < depth; row++)
        {
            for (int column = 0; column < width; column++)
            {
                pixels[(row * width) + column] = head[Index(width, depth, column, row, z)];
            }
        }

        Dataset d = new();
        d.Set(Tags.Modality, "MR");
        d.Set(Tags.ImagePositionPatient, string.Create(CultureInfo.InvariantCulture, $"-90\\-90\\{z - 72}"));
        d.Set(Tags.ImageOrientationPatient, @"1\0\0\0\1\0");
        d.Set(Tags.PixelSpacing, @"1\1");
        d.Set(Tags.SamplesPerPixel, 1);
        d.Set(Tags.PhotometricInterpretation, "MONOCHROME2");
        d.Set(Tags.Rows, (ushort)depth);
        d.Set(Tags.Columns, (ushort)width);
        d.Set(Tags.BitsAllocated, 8);
        d.Set(Tags.BitsStored, 8);
        d.Set(Tags.HighBit, 7);
        d.Set(Tags.PixelRepresentation, 0);
        d.Set(new Element(Tags.PixelData, Vr.OB, Element.Padded(Vr.OB, pixels)));
        return new DicomFile(d);
    }

    /// <summary>NIfTI-1 with one byte per voxel.</summary>
    private static (int Width, int Depth, int Height, byte[] Values) Read(string name)
    {
        using FileStream file = File.OpenRead(Path.Combine(Folder, name));
        using GZipStream gzip = new(file, CompressionMode.Decompress);
        using MemoryStream all = new();
        gzip.CopyTo(all);
        ReadOnlySpan<byte> bytes = all.GetBuffer().AsSpan(0, (int)all.Length);
        int Size(int axis) => BinaryPrimitives.ReadInt16LittleEndian(all.GetBuffer().AsSpan(40 + (axis * 2)));
        Assert.Equal(2, BinaryPrimitives.ReadInt16LittleEndian(bytes[70..]));
        int offset = (int)BinaryPrimitives.ReadSingleLittleEndian(bytes[108..]);
        int count = Size(1) * Size(2) * Size(3);
        return (Size(1), Size(2), Size(3), bytes.Slice(offset, count).ToArray());
    }
}
