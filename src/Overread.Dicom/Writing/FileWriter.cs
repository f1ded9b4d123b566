using System.IO.Compression;
using System.Text;

namespace Overread.Dicom.Writing;

/// <summary>
/// Writes Part 10 files. The preamble is 128 zeros and the file meta information is always made anew from the data set,
/// so that nothing of the source's (application titles, private information, old UIDs) can come along.
/// </summary>
public static class FileWriter
{
    /// <summary>Implementation class UID of this library (a UUID-derived UID, PS3.5 annex B.2).</summary>
    public const string ImplementationClassUid = "2.25.301953327469583142886417538260571840193";

    /// <summary>Implementation version name.</summary>
    public const string ImplementationVersionName = "OVERREAD_0_1";

    /// <summary>Writes a file.</summary>
    /// <param name="file">What to write; its source must still be open.</param>
    /// <param name="target">Receives the bytes; is not closed.</param>
    /// <param name="transferSyntax">
    /// The file's own, or one with the same kind of pixel data: frames are copied, not transcoded.
    /// </param>
    /// <exception cref="InvalidOperationException">Pixel data would have to be transcoded.</exception>
    /// <exception cref="IOException">The source or the target failed.</exception>
    public static void Write(DicomFile file, Stream target, TransferSyntax transferSyntax) =>
        Write(file.Dataset, file.Meta, file.TransferSyntax, target, transferSyntax);

    /// <summary>
    /// The file as it will be written: headers encoded, large values still in their source. Null for a deflated data set,
    /// which has no such form.
    /// </summary>
    internal static SegmentedOutput? Encode(DicomFile file)
    {
        TransferSyntax syntax = file.TransferSyntax;
        if (syntax.Encoding == DatasetEncoding.DeflatedExplicitLittle)
        {
            return null;
        }

        SegmentedOutput output = Head(file.Dataset, file.Meta, syntax);
        bool explicitVr = syntax.Encoding != DatasetEncoding.ImplicitLittle;
        new DatasetWriter(output, explicitVr, syntax.Encoding == DatasetEncoding.ExplicitBig).Write(file.Dataset);
        return output;
    }

    private static SegmentedOutput Head(Dataset dataset, Dataset meta, TransferSyntax syntax)
    {
        SegmentedOutput output = new();
        output.Take(128).Clear();
        output.Write("DICM"u8);
        WriteMeta(output, dataset, meta, syntax);
        return output;
    }

    private static void Write(Dataset dataset, Dataset meta, TransferSyntax from, Stream target, TransferSyntax to)
    {
        if (from.Pixels != to.Pixels && dataset.TryGet(Tags.PixelData, out Element? pixels))
        {
            if (pixels.Fragments is not null || to.IsEncapsulated)
            {
                throw new InvalidOperationException(
                    $"pixel data must be transcoded from {from.Name} to {to.Name} first"
                );
            }
        }

        if (Encode(new DicomFile(meta, dataset, to, [], null)) is { } plain)
        {
            plain.CopyTo(target);
            return;
        }

        SegmentedOutput output = Head(dataset, meta, to);
        output.CopyTo(target);
        output.Clear();
        new DatasetWriter(output, true, false).Write(dataset);
        using CountingStream counter = new(target);
        using (DeflateStream deflate = new(counter, CompressionLevel.Optimal, leaveOpen: true))
        {
            output.CopyTo(deflate);
        }

        // PS3.5 annex A.5: an odd deflated stream is padded with one zero byte.
        if ((counter.Count & 1) == 1)
        {
            target.WriteByte(0);
        }
    }

    private static void WriteMeta(SegmentedOutput output, Dataset dataset, Dataset meta, TransferSyntax syntax)
    {
        DatasetWriter writer = new(output, true, false);
        int lengthMark = output.Mark + 8;
        writer.Write(new Element(Tags.FileMetaInformationGroupLength, Vr.UL, new byte[4]));
        long start = output.Length;
        writer.Write(new Element(Tags.FileMetaInformationVersion, Vr.OB, new byte[] { 0, 1 }));
        WriteUid(
            writer,
            Tags.MediaStorageSopClassUid,
            dataset.GetText(Tags.SopClassUid) ?? meta.GetText(Tags.MediaStorageSopClassUid)
        );
        WriteUid(
            writer,
            Tags.MediaStorageSopInstanceUid,
            dataset.GetText(Tags.SopInstanceUid) ?? meta.GetText(Tags.MediaStorageSopInstanceUid)
        );
        WriteUid(writer, Tags.TransferSyntaxUid, syntax.Uid);
        WriteUid(writer, Tags.ImplementationClassUid, ImplementationClassUid);
        writer.Write(Element.Text(Tags.ImplementationVersionName, Vr.SH, ImplementationVersionName));
        output.PatchUInt32(lengthMark, (uint)(output.Length - start), false);
    }

    /// <summary>Writes an identifier; one that neither the data set nor the meta information has is left out.</summary>
    private static void WriteUid(DatasetWriter writer, Tag tag, string? uid)
    {
        if (uid is not null)
        {
            writer.Write(new Element(tag, Vr.UI, Element.Padded(Vr.UI, Encoding.ASCII.GetBytes(uid))));
        }
    }
}
