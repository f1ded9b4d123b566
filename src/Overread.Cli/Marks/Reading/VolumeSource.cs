using Overread.Cli.Quality.Files;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;
using Overread.Imaging.Nifti;
using Overread.Imaging.Nrrd;

namespace Overread.Cli.Marks.Reading;

/// <summary>A label map as NIfTI or NRRD.</summary>
internal sealed class VolumeSource : IMarkSource
{
    private static readonly HashSet<string> s_none = [];
    private readonly LabelVolume _volume;
    private readonly string? _onlyName;

    /// <summary>Reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="named">Whether the file's name is that of its one label: a folder of one mask each.</param>
    internal VolumeSource(string path, bool named)
    {
        Path = path;
        try
        {
            _volume = Load(path);
        }
        catch (Exception broken) when (broken is NiftiException or NrrdException or GridException)
        {
            throw new FileError(path, 0, broken.Message);
        }

        _onlyName = named ? Stem(path) : null;
    }

    public string Path { get; }

    public IReadOnlySet<string> References => s_none;

    public string? FrameOfReferenceUid => null;

    public MarkedImages? OwnImages() =>
        new(
            [
                .. Enumerable
                    .Range(1, _volume.Depth)
                    .Select(k => new ImageSlice($"slice{k:0000}", _volume.Width, _volume.Height)),
            ],
            Grid()
        );

    public void AddTo(MarkSet set, PlacementOptions options, LossReport losses, ConversionNotes notes)
    {
        VolumeGrid? grid = Grid();
        Func<VoxelMask, string, VoxelMask> carry = grid is not null
            ? MaskPlacing.Carrier(Path, grid, set.Images, options, losses, notes, !_volume.IsPart)
            : ByIndex(set.Images, options, notes);
        if (_volume.IsFraction)
        {
            notes.Note(
                $"{Path}: its numbers lie between 0 and 1 and are taken for the fraction of each voxel of one label."
            );
        }

        IReadOnlyDictionary<(int Layer, int Number), VoxelMask> masks = _volume.Masks();
        bool one = _onlyName is not null && masks.Count <= 1;
        foreach (
            (int layer, MarkLabel named) in one
                ? []
                : _volume.Labels.Where(l => !masks.ContainsKey((l.Layer, l.Label.Number)))
        )
        {
            set.Labels.Add(named with { Number = Free(set, named.Number) });
            notes.Note($"{Path}: segment {named.Number} ({named.Name}) of layer {layer} has no marked voxel.");
        }

        foreach (((int layer, int number), VoxelMask mask) in masks)
        {
            MarkLabel label =
                _volume
                    .Labels.Where(l => l.Layer == layer && l.Label.Number == number)
                    .Select(l => l.Label)
                    .FirstOrDefault()
                ?? LabelTable.Beside(Path, number)
                ?? new MarkLabel { Number = number, Name = one ? _onlyName! : $"label {number}" };
            label = label with { Number = Free(set, label.Number) };
            set.Labels.Add(label);
            set.Objects.Add(new MarkObject { Label = label, Mask = carry(mask, label.Name) });
        }
    }

    private static int Free(MarkSet set, int wanted) =>
        set.Labels.Exists(known => known.Number == wanted) ? set.Labels.Max(known => known.Number) + 1 : wanted;

    private VolumeGrid? Grid() =>
        _volume.Affine is { } affine ? VolumeGrid.Of(_volume.Width, _volume.Height, _volume.Depth, affine) : null;

    private Func<VoxelMask, string, VoxelMask> ByIndex(
        MarkedImages images,
        PlacementOptions options,
        ConversionNotes notes
    )
    {
        if (!options.ByIndex && images.Grid is not null)
        {
            throw new FileError(
                Path,
                0,
                "it does not say where its voxels lie (NIfTI: qform and sform codes 0; NRRD: no space). Where you know that they stand in the order of the images, say --by-index."
            );
        }

        ImageSlice first = images.Slices[0];
        if (images.Slices.Count != _volume.Depth || first.Width != _volume.Width || first.Height != _volume.Height)
        {
            throw new FileError(
                Path,
                0,
                $"it has {_volume.Width}×{_volume.Height}×{_volume.Depth} voxels, the images have {first.Width}×{first.Height}×{images.Slices.Count}."
            );
        }

        notes.Note($"{Path}: put on the images by index, as it does not say where it lies.");
        return (mask, _) => mask;
    }

    private static LabelVolume Load(string path)
    {
        if (FileKinds.Starts(path, "NRRD000"u8))
        {
            return NrrdLabels.Read(
                File.ReadAllBytes(path),
                name =>
                {
                    string data = System.IO.Path.Combine(
                        System.IO.Path.GetDirectoryName(path) ?? "",
                        System.IO.Path.GetFileName(name)
                    );
                    return File.Exists(data)
                        ? File.ReadAllBytes(data)
                        : throw new FileError(path, 0, $"its data file '{name}' is not beside it.");
                }
            );
        }

        using FileStream stream = File.OpenRead(path);
        return NiftiLabels.Read(stream);
    }

    internal static string Stem(string path)
    {
        string name = System.IO.Path.GetFileName(path);
        foreach (string end in (ReadOnlySpan<string>)[".seg.nrrd", ".nii.gz", ".nii", ".nrrd"])
        {
            if (name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
            {
                return name[..^end.Length];
            }
        }

        return System.IO.Path.GetFileNameWithoutExtension(name);
    }
}
