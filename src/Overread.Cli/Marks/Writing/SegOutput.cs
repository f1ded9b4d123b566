using Overread.Dicom;
using Overread.Dicom.Derived;
using Overread.Dicom.Segmentations;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Writing;

/// <summary>DICOM segmentations: binary, fractional where a mark has fractions, or label maps.</summary>
internal static class SegOutput
{
    internal static void Write(Conversion conversion, StagedOutput output)
    {
        DerivedContext context = conversion.Dicom(output.Output);
        conversion.LoseExtras();
        bool fractional = conversion.Set.Objects.Exists(mark => mark.Mask?.Fraction is not null);
        var masks = conversion.Masks(65535, fractional);
        SayCodes(conversion, masks.Select(m => m.Label));
        Ordered(conversion, masks, out List<int> order);
        List<SegmentationPlane> planes = [];
        List<SegmentFacts> segments = [];
        for (int i = 0; i < masks.Count; i++)
        {
            (_, MarkLabel label, VoxelMask mask) = masks[i];
            // Segments are numbered from 1 without gaps (PS3.3 C.8.20.4), whatever the source's numbers are.
            segments.Add(Reading.MarkCodes.Segment(label, i + 1));
            bool whole = fractional && mask.Fraction is null;
            foreach (int slice in order.Where(mask.Slices.ContainsKey))
            {
                MaskPatch patch = mask.Slices[slice];
                int width = conversion.Set.Images.Slices[slice].Width;
                planes.Add(new SegmentationPlane(i + 1, slice, numbers => Fill(numbers, patch, width, whole)));
            }
        }

        string type =
            conversion.Set.Objects.Select(m => m.Mask?.Fraction).FirstOrDefault(f => f is not null) ?? "PROBABILITY";
        bool overlap = LabelPlanes.Layers([.. masks.Select(m => m.Mask)]).Any(layer => layer > 0);
        DicomFile file = SegmentationWriter.Write(
            context,
            fractional ? SegmentationKind.Fractional : SegmentationKind.Binary,
            segments,
            planes,
            overlap,
            type
        );
        Save(file, output.Only(), conversion.Options.Deflate);
    }

    internal static void WriteLabelMap(Conversion conversion, StagedOutput output)
    {
        DerivedContext context = conversion.Dicom(output.Output);
        conversion.LoseExtras();
        var masks = conversion.Masks(65535);
        SayCodes(conversion, masks.Select(m => m.Label));
        Ordered(conversion, masks, out List<int> order);
        var layers = conversion.Layers(output.Output, masks);
        for (int layer = 0; layer < layers.Count; layer++)
        {
            var own = layers[layer];
            (VoxelMask, int)[] numbered = [.. own.Select(m => (m.Mask, m.Number))];
            List<SegmentationPlane> planes =
            [
                .. order
                    .Where(slice => own.Any(m => m.Mask.Slices.ContainsKey(slice)))
                    .Select(slice => new SegmentationPlane(
                        0,
                        slice,
                        numbers =>
                            LabelPlanes.Compose(numbered, slice, numbers, conversion.Set.Images.Slices[slice].Width)
                    )),
            ];
            DicomFile file = SegmentationWriter.Write(
                context,
                SegmentationKind.LabelMap,
                [.. own.OrderBy(m => m.Number).Select(m => Reading.MarkCodes.Segment(m.Label, m.Number))],
                planes,
                null
            );
            using Stream stream =
                layer == 0 ? output.Only() : output.Create(VolumeOutput.LayerPath(output.Output, layer));
            Save(file, stream, conversion.Options.Deflate);
        }
    }

    internal static void Save(DicomFile file, Stream stream, bool deflate)
    {
        using (stream)
        {
            file.Write(stream, deflate ? TransferSyntax.DeflatedExplicitLittleEndian : file.TransferSyntax);
        }
    }

    internal static void SayCodes(Conversion conversion, IEnumerable<MarkLabel> labels)
    {
        List<string> bare = [.. labels.Where(l => l.Type is null || l.Category is null).Select(l => l.Name)];
        if (bare.Count > 0)
        {
            conversion.Notes.Note(
                $"{bare.Count} labels have no code of category or type ({string.Join(", ", bare.Take(5))}{(bare.Count > 5 ? ", …" : "")}): written as Tissue (SCT 85756007), the name is kept in Segment Label."
            );
        }
    }

    private static void Ordered(
        Conversion conversion,
        IReadOnlyList<(int Number, MarkLabel Label, VoxelMask Mask)> masks,
        out List<int> order
    )
    {
        if (masks.Count == 0)
        {
            throw new Overread.Cli.Quality.Files.FileError(
                conversion.Images.Kind,
                0,
                "no voxel of the images is marked, and a segmentation without frames cannot be: nothing is written."
            );
        }

        HashSet<int> used = [.. masks.SelectMany(m => m.Mask.Slices.Keys)];
        IGrouping<(int, int), int>[] sizes =
        [
            .. used.GroupBy(slice =>
                (conversion.Set.Images.Slices[slice].Width, conversion.Set.Images.Slices[slice].Height)
            ),
        ];
        if (sizes.Length > 1)
        {
            throw new Overread.Cli.Quality.Files.FileError(
                conversion.Images.Kind,
                0,
                "the marked images differ in size, and frames of one segmentation do not: convert them one by one."
            );
        }

        order = [.. used.Order()];
    }

    private static void Fill(int[] numbers, MaskPatch patch, int width, bool whole)
    {
        for (int y = 0; y < patch.Height; y++)
        {
            for (int x = 0; x < patch.Width; x++)
            {
                byte value = patch.Values[(y * patch.Width) + x];
                numbers[((patch.Y + y) * width) + patch.X + x] = whole && value != 0 ? 255 : value;
            }
        }
    }
}
