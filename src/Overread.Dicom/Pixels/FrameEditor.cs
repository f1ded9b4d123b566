namespace Overread.Dicom.Pixels;

/// <summary>
/// Changes samples of an object. Native, RLE and JPEG-LS lossless data keep their encoding; anything else is written
/// uncompressed, so that nothing is compressed with loss a second time. All frames are in memory meanwhile.
/// </summary>
internal static class FrameEditor
{
    /// <summary>Decodes every frame, lets it be changed, and puts the frames back.</summary>
    /// <param name="file">The source; must stay open until the result is written.</param>
    /// <param name="edit">Given the frame's number, its samples (interleaved, little endian) and their facts.</param>
    /// <param name="result">A new object; null where it cannot be made.</param>
    /// <param name="problem">Why not.</param>
    internal static bool TryEdit(
        DicomFile file,
        Action<int, byte[], ImageFacts> edit,
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
                "frames of a kind that is not changed"
            );
            return false;
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
            edit(i, data, facts);
            plain.Write(data);
        }

        DicomFile edited = new(Replace(file.Dataset, facts, plain.ToArray()), Native(file.TransferSyntax));
        bool back =
            file.TransferSyntax.Pixels == PixelEncoding.Rle || file.TransferSyntax == TransferSyntax.JpegLsLossless;
        if (back)
        {
            return Transcoder.TryTranscode(edited, file.TransferSyntax, out result, out problem);
        }

        result = edited;
        return true;
    }

    /// <summary>A data set with the same elements, to be changed without touching the first.</summary>
    internal static Dataset Copy(Dataset source)
    {
        Dataset dataset = new();
        foreach (Element element in source.Elements)
        {
            dataset.Set(element);
        }

        return dataset;
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

        dataset.Remove(Tags.ExtendedOffsetTable);
        dataset.Remove(Tags.ExtendedOffsetTableLengths);
        return dataset;
    }
}
