using Overread.Cli.Quality.Files;
using Overread.Dicom;
using Overread.Dicom.Derived;
using Overread.Dicom.Geometry;
using Overread.Dicom.Segmentations;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Reading;

/// <summary>A DICOM segmentation: frames in any order, some missing, segments that overlap, on all or some of the slices.</summary>
internal sealed class SegSource : IMarkSource
{
    private readonly SegmentationFile _file;
    private readonly SegmentGrid? _grid;

    internal SegSource(string path, DicomFile file)
    {
        Path = path;
        if (!SegmentationFile.TryOpen(file, out _file, out string problem))
        {
            throw new FileError(path, 0, problem + ".");
        }

        try
        {
            _grid = SegmentGrid.Of(_file);
        }
        catch (GridException broken)
        {
            throw new FileError(path, 0, broken.Message);
        }

        References = DicomReferences.Of(file.Dataset);
    }

    public string Path { get; }

    public IReadOnlySet<string> References { get; }

    public string? FrameOfReferenceUid => _file.FrameOfReferenceUid;

    /// <summary>The instance, by which reports refer to it.</summary>
    internal string SopInstanceUid => _file.Dataset.GetText(Tags.SopInstanceUid) ?? "";

    public MarkedImages? OwnImages() =>
        _grid is null
            ? null
            : new MarkedImages(
                [
                    .. Enumerable
                        .Range(0, _grid.Grid.Depth)
                        .Select(k => new ImageSlice($"slice{k + 1:0000}", _file.Columns, _file.Rows)),
                ],
                _grid.Grid
            )
            {
                FrameOfReferenceUid = FrameOfReferenceUid,
            };

    public void AddTo(MarkSet set, PlacementOptions options, LossReport losses, ConversionNotes notes)
    {
        set.Creator ??= _file.Dataset.GetText(new Tag(0x0070, 0x0084));
        set.Title ??= _file.Dataset.GetText(Tags.SeriesDescription);
        foreach ((SegmentFacts segment, VoxelMask? mask) in Masks(set.Images, options, losses, notes))
        {
            MarkLabel label = MarkCodes.Label(segment);
            if (set.Labels.Exists(known => known.Number == label.Number))
            {
                label = label with { Number = set.Labels.Max(known => known.Number) + 1 };
            }

            set.Labels.Add(label);
            if (mask is { Slices.Count: > 0 })
            {
                set.Objects.Add(new MarkObject { Label = label, Mask = mask });
            }
            else
            {
                notes.Note($"{Path}: segment {segment.Number} ({segment.Label}) has no marked voxel.");
            }
        }
    }

    /// <summary>The mask of each segment on the images; null where it marks nothing.</summary>
    internal IEnumerable<(SegmentFacts Segment, VoxelMask? Mask)> Masks(
        MarkedImages images,
        PlacementOptions options,
        LossReport losses,
        ConversionNotes notes
    )
    {
        MaskPlacing.CheckFrame(Path, FrameOfReferenceUid, images, options, notes);
        Func<SegmentationFrame, int> slice;
        Func<VoxelMask, string, VoxelMask> carry;
        if (_grid is not null && images.Grid is not null)
        {
            slice = frame => _grid.Slices[frame.Index];
            carry = MaskPlacing.Carrier(Path, _grid.Grid, images, options, losses, notes);
        }
        else
        {
            slice = frame => ByReference(frame, images);
            carry = (mask, _) => mask;
        }

        Dictionary<int, VoxelMask> masks = Decode(slice, losses, notes);
        foreach (
            SegmentFacts segment in _file.Kind == SegmentationKind.LabelMap
                ? _file.Segments.Where(s => s.Number != 0 && s.Number != _file.Background)
                : _file.Segments
        )
        {
            yield return (
                segment,
                masks.Remove(segment.Number, out VoxelMask? mask) ? carry(mask, segment.Label) : null
            );
        }

        foreach ((int number, VoxelMask mask) in masks.OrderBy(pair => pair.Key))
        {
            notes.Note($"{Path}: segment {number} stands in the pixels and not in the segment list.");
            yield return (
                new SegmentFacts { Number = number, Label = $"segment {number}" },
                carry(mask, $"segment {number}")
            );
        }
    }

    private Dictionary<int, VoxelMask> Decode(
        Func<SegmentationFrame, int> sliceOf,
        LossReport losses,
        ConversionNotes notes
    )
    {
        if (_file.Frames.Count < _file.ClaimedFrames)
        {
            notes.Leave(Path, $"{_file.ClaimedFrames} frames are claimed, pixel data hold {_file.Frames.Count}");
        }

        Dictionary<int, VoxelMask> masks = [];
        int[] numbers = new int[_file.Rows * _file.Columns];
        byte[] plane = new byte[numbers.Length];
        foreach (SegmentationFrame frame in _file.Frames)
        {
            int slice = sliceOf(frame);
            if (!_file.TryRead(frame.Index, numbers, out string problem))
            {
                notes.Leave(Path, $"frame {frame.Index + 1}: {problem}");
                continue;
            }

            if (_file.Kind == SegmentationKind.LabelMap)
            {
                if (_file.Background != 0)
                {
                    numbers.AsSpan().Replace(_file.Background, 0);
                }

                foreach ((int number, MaskPatch patch) in LabelPlanes.Split(numbers, _file.Columns))
                {
                    Put(number, slice, patch, frame, notes, masks);
                }

                continue;
            }

            for (int i = 0; i < numbers.Length; i++)
            {
                plane[i] =
                    _file.Kind == SegmentationKind.Binary
                        ? (byte)Math.Min(numbers[i], 1)
                        : (byte)
                            Math.Clamp(
                                Math.Round(numbers[i] * 255.0 / _file.MaximumFraction),
                                numbers[i] > 0 ? 1 : 0,
                                255
                            );
            }

            Put(frame.Segment, slice, MaskPatch.Of(plane, _file.Columns), frame, notes, masks);
        }

        return masks;
    }

    private void Put(
        int number,
        int slice,
        MaskPatch? patch,
        SegmentationFrame frame,
        ConversionNotes notes,
        Dictionary<int, VoxelMask> masks
    )
    {
        if (!masks.TryGetValue(number, out VoxelMask? mask))
        {
            mask = new VoxelMask { Fraction = _file.FractionalType };
            masks.Add(number, mask);
        }

        if (patch is null)
        {
            return;
        }

        if (mask.Slices.TryGetValue(slice, out MaskPatch? had))
        {
            notes.Note(
                $"{Path}: frame {frame.Index + 1} marks segment {number} on a plane that another frame marks too; both are kept together."
            );
            byte[] plane = new byte[_file.Rows * _file.Columns];
            had.CopyTo(plane, _file.Columns);
            patch.CopyTo(plane, _file.Columns);
            patch = MaskPatch.Of(plane, _file.Columns);
        }

        mask.Set(slice, patch);
    }

    private int ByReference(SegmentationFrame frame, MarkedImages images)
    {
        if (frame.SourceInstance is null && images.Slices.Count != 1)
        {
            throw new FileError(
                Path,
                0,
                $"frame {frame.Index + 1} says neither where it lies in the patient nor of which image it was made, so that its place among {images.Slices.Count} images is not known."
            );
        }

        int at = frame.SourceInstance is { } uid ? images.FindInstance(uid, frame.SourceFrame) : 0;
        if (at < 0)
        {
            throw new FileError(
                Path,
                0,
                $"frame {frame.Index + 1} was made of the image {frame.SourceInstance}, which is not among those of --image."
            );
        }

        ImageSlice image = images.Slices[at];
        return image.Width == _file.Columns && image.Height == _file.Rows
            ? at
            : throw new FileError(
                Path,
                0,
                $"its frames have {_file.Columns}×{_file.Rows} pixels, the image {image.Name} has {image.Width}×{image.Height}."
            );
    }
}
