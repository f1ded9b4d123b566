using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;
using Overread.Imaging.Nifti;
using Overread.Imaging.Nrrd;

namespace Overread.Cli.Marks.Writing;

/// <summary>Label maps as NIfTI (with a table of names beside it) and NRRD (names within, as 3D Slicer writes them).</summary>
internal static class VolumeOutput
{
    internal static void WriteNifti(Conversion conversion, StagedOutput output)
    {
        VolumeGrid grid = Grid(conversion, output.Output);
        conversion.LoseExtras();
        var masks = conversion.Masks(int.MaxValue);
        var layers = conversion.Layers(output.Output, masks);
        bool compressed = output.Output.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        for (int layer = 0; layer < layers.Count; layer++)
        {
            string path = LayerPath(output.Output, layer);
            (VoxelMask, int)[] numbered = [.. layers[layer].Select(m => (m.Mask, m.Number))];
            using (Stream stream = layer == 0 ? output.Only() : output.Create(path))
            {
                Guard(
                    path,
                    () =>
                        NiftiLabels.Write(
                            stream,
                            grid,
                            (k, plane) => LabelPlanes.Compose(numbered, k, plane, grid.Width),
                            numbered.Select(n => n.Item2).DefaultIfEmpty(0).Max(),
                            compressed
                        )
                );
            }

            using Stream table = output.Create(LabelTable.PathFor(path));
            LabelTable.Write(table, layers[layer].Select(m => (m.Number, m.Label)));
        }

        Layered(conversion, layers.Count);
    }

    internal static void WriteNrrd(Conversion conversion, StagedOutput output)
    {
        VolumeGrid grid = Grid(conversion, output.Output);
        conversion.LoseExtras();
        var masks = conversion.Masks(int.MaxValue);
        var layers = conversion.Layers(output.Output, masks);
        Action<int, int[]>[] fills =
        [
            .. layers.Select(layer =>
            {
                (VoxelMask, int)[] numbered = [.. layer.Select(m => (m.Mask, m.Number))];
                return new Action<int, int[]>((k, plane) => LabelPlanes.Compose(numbered, k, plane, grid.Width));
            }),
        ];
        using Stream stream = output.Only();
        Guard(
            output.Output,
            () =>
                NrrdLabels.Write(
                    stream,
                    grid,
                    fills,
                    [.. layers.SelectMany((layer, i) => layer.Select(m => (i, m.Number, m.Label)))]
                )
        );
    }

    /// <summary>Name of a further layer: "a.nii.gz" becomes "a.layer2.nii.gz".</summary>
    internal static string LayerPath(string path, int layer)
    {
        if (layer == 0)
        {
            return path;
        }

        string name = Path.GetFileName(path);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        dot = dot <= 0 ? name.Length : dot;
        return Path.Combine(
            Path.GetDirectoryName(path) ?? "",
            string.Create(CultureInfo.InvariantCulture, $"{name[..dot]}.layer{layer + 1}{name[dot..]}")
        );
    }

    internal static void Layered(Conversion conversion, int layers)
    {
        if (layers > 1)
        {
            conversion.Notes.Note(
                $"labels overlap: written as {layers} files, none of which has two labels on one voxel."
            );
        }
    }

    private static VolumeGrid Grid(Conversion conversion, string path) =>
        conversion.Set.Images.Grid
        ?? throw new FileError(
            path,
            0,
            "a volume needs images that say where they lie, and those of --image are pictures; write png, coco, yolo, voc or csv."
        );

    private static void Guard(string path, Action write)
    {
        try
        {
            write();
        }
        catch (GridException refused)
        {
            throw new FileError(path, 0, refused.Message);
        }
    }
}
