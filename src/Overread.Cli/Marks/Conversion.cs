using Overread.Cli.Quality.Files;
using Overread.Dicom.Derived;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks;

/// <summary>One conversion under way: marks on their images, and where they go.</summary>
internal sealed class Conversion
{
    internal Conversion(
        MarkSet set,
        LoadedImages images,
        WritingOptions options,
        LossReport losses,
        ConversionNotes notes
    )
    {
        Set = set;
        Images = images;
        Options = options;
        Losses = losses;
        Notes = notes;
        Shapes = new MarkShapes(set, losses);
    }

    internal MarkSet Set { get; }

    internal LoadedImages Images { get; }

    internal WritingOptions Options { get; }

    internal LossReport Losses { get; }

    internal ConversionNotes Notes { get; }

    internal MarkShapes Shapes { get; }

    /// <summary>What a DICOM object needs.</summary>
    /// <exception cref="FileError">The images are no DICOM.</exception>
    internal DerivedContext Dicom(string path)
    {
        if (Images.Dicom.Count == 0)
        {
            throw new FileError(
                path,
                0,
                $"a DICOM object needs the patient and the references of a DICOM series, and --image is a {Images.Kind}."
            );
        }

        return new DerivedContext(Images.Dicom, Options.NewUid, Options.Created)
        {
            SeriesDescription = Set.Title ?? "Marks",
            Creator = Set.Creator ?? "",
            SoftwareVersion = typeof(Conversion).Assembly.GetName().Version?.ToString(3) ?? "",
        };
    }

    /// <summary>The masks of all marks: one per label, or one per object where that was asked for; numbered by their labels where that can be.</summary>
    /// <param name="most">Greatest number that the format holds.</param>
    /// <param name="fractions">Whether the format holds fractions.</param>
    internal IReadOnlyList<(int Number, MarkLabel Label, VoxelMask Mask)> Masks(int most, bool fractions = false)
    {
        List<(MarkLabel Label, VoxelMask Mask)> made = [];
        foreach (MarkObject mark in Set.Objects)
        {
            if (Shapes.MaskOf(mark) is not { } mask)
            {
                continue;
            }

            if (mask.Fraction is not null && !fractions)
            {
                long parted = mask.Slices.Values.Sum(p => (long)p.Values.Count(v => v is > 0 and < 255));
                Losses.Add(
                    "fractions of voxels",
                    "the format holds whole voxels; those of half and more are kept",
                    mark.Label.Name,
                    parted
                );
                mask = mask.Halved();
            }

            MarkLabel label = Options.PerObject
                ? mark.Label with
                {
                    Name = mark.Id is null ? mark.Label.Name : $"{mark.Label.Name} {mark.Id}",
                }
                : mark.Label;
            made.Add((label, mask));
        }

        if (!Options.PerObject)
        {
            (int width, int height) = (Set.Images.Slices[0].Width, Set.Images.Slices[0].Height);
            List<IGrouping<MarkLabel, VoxelMask>> labels = [.. made.GroupBy(m => m.Label, m => m.Mask)];
            foreach (IGrouping<MarkLabel, VoxelMask> several in labels.Where(l => l.Count() > 1))
            {
                Losses.Add(
                    "objects put together",
                    "the format has one mask per label; --per object keeps them apart",
                    several.Key.Name,
                    several.Count() - 1
                );
            }

            made = [.. labels.Select(l => (l.Key, Union([.. l], width, height)))];
        }

        bool keep =
            !Options.PerObject
            && made.TrueForAll(m => m.Label.Number >= 1 && m.Label.Number <= most)
            && made.Select(m => m.Label.Number).Distinct().Count() == made.Count;
        if (made.Count > most)
        {
            Losses.Add("labels", $"the format holds {most}", made[most].Label.Name, made.Count - most);
            made.RemoveRange(most, made.Count - most);
        }

        return [.. made.Select((m, i) => (keep ? m.Label.Number : i + 1, m.Label, m.Mask))];
    }

    private VoxelMask Union(IReadOnlyList<VoxelMask> masks, int width, int height) =>
        // Pictures differ in size: the greatest holds all of them.
        VoxelMask.Union(
            masks,
            Set.Images.Grid is null ? Set.Images.Slices.Max(s => s.Width) : width,
            Set.Images.Grid is null ? Set.Images.Slices.Max(s => s.Height) : height
        );

    /// <summary>Sorts masks into layers in which no voxel has two numbers, as the person wants overlaps to be treated.</summary>
    /// <exception cref="FileError">There are overlaps and they are refused.</exception>
    internal IReadOnlyList<IReadOnlyList<(int Number, MarkLabel Label, VoxelMask Mask)>> Layers(
        string path,
        IReadOnlyList<(int Number, MarkLabel Label, VoxelMask Mask)> masks
    )
    {
        int[] layers = LabelPlanes.Layers([.. masks.Select(m => m.Mask)]);
        int count = layers.DefaultIfEmpty(0).Max() + 1;
        if (count == 1)
        {
            return [masks];
        }

        if (Options.Overlap == "refuse")
        {
            int at = Array.FindIndex(layers, layer => layer > 0);
            throw new FileError(
                path,
                0,
                $"'{masks[at].Label.Name}' overlaps another label, and the format holds one number per voxel: say --overlap split for {count} layers, or --overlap last for the later one on top."
            );
        }

        if (Options.Overlap == "last")
        {
            for (int i = 0; i < masks.Count; i++)
            {
                long lost = masks.Skip(i + 1).Sum(later => LabelPlanes.Overlaps(masks[i].Mask, later.Mask));
                Losses.Add(
                    "overlapping voxels",
                    "the format holds one number per voxel; the later label lies on top",
                    masks[i].Label.Name,
                    lost
                );
            }

            return [masks];
        }

        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(layer =>
                    (IReadOnlyList<(int, MarkLabel, VoxelMask)>)[.. masks.Where((_, i) => layers[i] == layer)]
                ),
        ];
    }

    /// <summary>Counts what marks carry beside their shape and the format cannot hold.</summary>
    internal void LoseExtras(bool measurements = true, bool scores = true, bool attributes = true)
    {
        foreach (MarkObject mark in Set.Objects)
        {
            Losses.Add(
                "measurements",
                "the format has no place for them",
                mark.Label.Name,
                measurements ? mark.Measurements.Count : 0
            );
            Losses.Add(
                "scores",
                "the format has no place for them",
                mark.Label.Name,
                scores && mark.Score is not null ? 1 : 0
            );
            Losses.Add(
                "attributes",
                "the format has no place for them",
                mark.Label.Name,
                attributes ? mark.Attributes.Count : 0
            );
        }
    }
}
