using Overread.Cli.Quality.Files;
using Overread.Dicom;
using Overread.Dicom.ParametricMaps;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Reading;

/// <summary>A parametric map: numbers per voxel, of which those from a bound on are marked; one of probabilities is a mask of fractions.</summary>
internal sealed class ParametricMapSource : IMarkSource
{
    private readonly ParametricMapFile _map;
    private readonly SegmentGrid _grid;
    private readonly double? _above;

    internal ParametricMapSource(string path, DicomFile file, double? above)
    {
        Path = path;
        _above = above;
        if (!ParametricMapFile.TryOpen(file, out _map, out string problem))
        {
            throw new FileError(path, 0, problem + ".");
        }

        try
        {
            _grid =
                SegmentGrid.Of(_map.Planes, _map.Columns, _map.Rows, _map.SliceSpacing)
                ?? throw new GridException(
                    "its frames do not say where they lie (Plane Position, Plane Orientation, Pixel Measures)."
                );
        }
        catch (GridException broken)
        {
            throw new FileError(path, 0, broken.Message);
        }

        References = DicomReferences.Of(file.Dataset);
    }

    public string Path { get; }

    public IReadOnlySet<string> References { get; }

    public string? FrameOfReferenceUid => _map.FrameOfReferenceUid;

    public MarkedImages? OwnImages() =>
        new(
            [
                .. Enumerable
                    .Range(1, _grid.Grid.Depth)
                    .Select(k => new ImageSlice($"slice{k:0000}", _map.Columns, _map.Rows)),
            ],
            _grid.Grid
        )
        {
            FrameOfReferenceUid = FrameOfReferenceUid,
        };

    public void AddTo(MarkSet set, PlacementOptions options, LossReport losses, ConversionNotes notes)
    {
        MaskPlacing.CheckFrame(Path, FrameOfReferenceUid, set.Images, options, notes);
        Func<VoxelMask, string, VoxelMask> carry = MaskPlacing.Carrier(
            Path,
            _grid.Grid,
            set.Images,
            options,
            losses,
            notes
        );
        VoxelMask mask = new() { Fraction = _above is null ? "PROBABILITY" : null };
        double[] values = new double[_map.Rows * _map.Columns];
        byte[] plane = new byte[values.Length];
        for (int frame = 0; frame < _map.Planes.Count; frame++)
        {
            if (!_map.TryRead(frame, values, out string problem))
            {
                notes.Leave(Path, $"frame {frame + 1}: {problem}");
                continue;
            }

            for (int i = 0; i < values.Length; i++)
            {
                double value = values[i];
                if (_above is null && !(value is >= 0 and <= 1) && !double.IsNaN(value))
                {
                    throw new FileError(
                        Path,
                        0,
                        FormattableString.Invariant(
                            $"it holds {_map.Quantity?.Meaning ?? "numbers"} (frame {frame + 1} has {value} {_map.Unit?.Value}), which are no labels: --above VALUE marks the voxels of that value and more."
                        )
                    );
                }

                plane[i] =
                    _above is { } bound ? (byte)(value >= bound ? 1 : 0)
                    : double.IsNaN(value) ? (byte)0
                    : (byte)Math.Clamp(Math.Round(value * 255), value > 0 ? 1 : 0, 255);
            }

            if (mask.Slices.ContainsKey(_grid.Slices[frame]))
            {
                throw new FileError(
                    Path,
                    0,
                    $"frame {frame + 1} lies on another frame: maps of several quantities or times are not read."
                );
            }

            mask.Set(_grid.Slices[frame], MaskPatch.Of(plane, _map.Columns));
        }

        MarkLabel label = set.LabelNamed(_map.Quantity?.Meaning ?? "parametric map");
        if (_above is { } least)
        {
            notes.Note(
                FormattableString.Invariant(
                    $"{Path}: voxels of {least} {_map.Unit?.Value} and more are marked, as asked."
                )
            );
        }

        set.Objects.Add(new MarkObject { Label = label, Mask = carry(mask, label.Name) });
    }
}
