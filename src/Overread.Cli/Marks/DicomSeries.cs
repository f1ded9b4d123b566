using System.Globalization;
using Overread.Cli.Marks.Reading;
using Overread.Cli.Quality.Files;
using Overread.Dicom;
using Overread.Dicom.Derived;
using Overread.Dicom.Geometry;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks;

/// <summary>One DICOM series as images in order: by position along the normal, never by instance number where positions are there.</summary>
internal static class DicomSeries
{
    // Planes nearer than this are one position, in mm.
    private const double SamePlane = 0.005;
    private static readonly Tag s_gridFrameOffsets = new(0x3004000C);

    private sealed record Frame(string Name, SourceImage Image, int Rows, int Columns, int Number)
    {
        internal bool IsReferenced(IReadOnlySet<string> references) => references.Contains(Image.SopInstanceUid);
    }

    internal static LoadedImages Load(
        string root,
        List<string> files,
        IReadOnlySet<string> references,
        string? wanted,
        ConversionNotes notes
    )
    {
        Dictionary<string, List<Frame>> all = [];
        foreach (string file in files)
        {
            Dataset header;
            using (DicomFile read = FileKinds.ReadHeader(file))
            {
                if (!read.IsDicom)
                {
                    notes.Leave(file, "it is not a DICOM file");
                    continue;
                }

                header = read.Dataset;
            }

            if (!IsImage(header))
            {
                continue;
            }

            string series = header.GetText(Tags.SeriesInstanceUid) ?? "";
            if (!all.TryGetValue(series, out List<Frame>? frames))
            {
                all.Add(series, frames = []);
            }

            string name = File.Exists(root)
                ? Path.GetFileName(file)
                : Path.GetRelativePath(root, file).Replace('\\', '/');
            frames.AddRange(Frames(header, name));
        }

        List<Frame> chosen = Choose(root, all, references, wanted);
        return Stack(root, chosen, references, notes);
    }

    private static bool IsImage(Dataset header) =>
        header.GetInt(Tags.Rows) is > 0
        && header.GetInt(Tags.Columns) is > 0
        && !MarkObjects.IsMarks(header.GetText(Tags.SopClassUid) ?? "");

    private static IEnumerable<Frame> Frames(Dataset header, string name)
    {
        int count = Math.Max(1, header.GetInt(Tags.NumberOfFrames) ?? 1);
        int groups = header.GetItems(Tags.PerFrameFunctionalGroupsSequence).Count;
        int rows = header.GetInt(Tags.Rows)!.Value;
        int columns = header.GetInt(Tags.Columns)!.Value;
        int number = header.GetInt(Tags.InstanceNumber) ?? int.MaxValue;
        bool many = header.Contains(Tags.NumberOfFrames) && (count > 1 || groups > 0);
        if (!many)
        {
            yield return new Frame(name, new SourceImage(header, 0, SlicePlane.Read(header)), rows, columns, number);
            yield break;
        }

        // The number of frames is a claim: functional groups, where there are any, say how many there are.
        count = groups > 0 ? Math.Min(count, groups) : Math.Min(count, 100_000);
        IReadOnlyList<double> offsets = header.GetNumbers(s_gridFrameOffsets);
        for (int i = 0; i < count; i++)
        {
            SlicePlane? plane = null;
            if (groups > 0 || count == 1)
            {
                plane = SlicePlane.Read(header, i);
            }
            else if (offsets.Count == count && SlicePlane.Read(header) is { } first)
            {
                plane = first with { Origin = first.Origin + (first.Normal * (offsets[i] - offsets[0])) };
            }

            string frame = string.Create(CultureInfo.InvariantCulture, $"{name}#{i + 1}");
            yield return new Frame(frame, new SourceImage(header, i + 1, plane), rows, columns, number);
        }
    }

    private static List<Frame> Choose(
        string root,
        Dictionary<string, List<Frame>> all,
        IReadOnlySet<string> references,
        string? wanted
    )
    {
        if (wanted is not null)
        {
            return all.TryGetValue(wanted, out List<Frame>? named)
                ? named
                : throw new FileError(root, 0, $"there is no series {wanted}; it has {string.Join(", ", all.Keys)}.");
        }

        if (all.Count == 0)
        {
            throw new FileError(root, 0, "there is no image among its DICOM files.");
        }

        if (all.Count == 1)
        {
            return all.Values.First();
        }

        List<(int Met, List<Frame> Frames)> met =
        [
            .. all.Select(pair =>
                    (
                        Met: (references.Contains(pair.Key) ? 1 : 0)
                            + pair.Value.Count(f => f.IsReferenced(references)),
                        pair.Value
                    )
                )
                .OrderByDescending(pair => pair.Met),
        ];
        if (met[0].Met > met[1].Met)
        {
            return met[0].Frames;
        }

        string listed = string.Join(
            "; ",
            all.Take(8)
                .Select(pair =>
                    $"{pair.Key} ({pair.Value[0].Image.Header.GetText(Tags.Modality)}, {pair.Value.Count} images)"
                )
        );
        throw new FileError(
            root,
            0,
            $"it has {all.Count} series and the marks do not say which: name one by --series. {listed}"
        );
    }

    private static LoadedImages Stack(
        string root,
        List<Frame> frames,
        IReadOnlySet<string> references,
        ConversionNotes notes
    )
    {
        if (frames.TrueForAll(f => MosaicGrid.Is(f.Image.Header)) && frames[0].Image.Frame == 0)
        {
            return MosaicGrid.Load(root, frames[0].Name, frames[0].Image.Header, frames.Count, notes);
        }

        List<Frame> placed = [.. frames.Where(f => f.Image.Plane is not null)];
        if (placed.Count < frames.Count)
        {
            if (placed.Count > 0)
            {
                notes.Note(
                    $"{root}: {frames.Count - placed.Count} of {frames.Count} images do not say where they lie; the images are taken as pictures."
                );
            }

            List<Frame> listed =
            [
                .. frames.OrderBy(f => f.Number).ThenBy(f => f.Image.Frame).ThenBy(f => f.Name, StringComparer.Ordinal),
            ];
            return Loaded(listed, null);
        }

        List<Frame> parallel = Parallel(root, placed, references, notes);
        List<Frame> ordered = WithoutDoubles(root, parallel, references, notes);
        SlicePlane first = ordered[0].Image.Plane!;
        double? thickness = Thickness(ordered[0].Image);
        VolumeGrid grid;
        try
        {
            grid = VolumeGrid.OfSlices(
                ordered[0].Columns,
                ordered[0].Rows,
                SegmentGrid.Vector(first.Row) * first.ColumnSpacing,
                SegmentGrid.Vector(first.Column) * first.RowSpacing,
                [.. ordered.Select(f => SegmentGrid.Point(f.Image.Plane!.Origin))],
                thickness
            );
        }
        catch (GridException broken)
        {
            throw new FileError(root, 0, broken.Message);
        }

        Say(root, grid, notes);
        return Loaded(ordered, grid);
    }

    private static double? Thickness(SourceImage image)
    {
        Dataset measures =
            Overread.Dicom.Pixels.FunctionalGroups.Find(
                image.Header,
                Tags.PixelMeasuresSequence,
                Math.Max(0, image.Frame - 1)
            ) ?? image.Header;
        return measures.GetNumber(Tags.SpacingBetweenSlices) is > 0 and var spacing ? spacing
            : measures.GetNumber(Tags.SliceThickness) is > 0 and var thickness ? thickness
            : null;
    }

    private static LoadedImages Loaded(List<Frame> frames, VolumeGrid? grid) =>
        new(
            new MarkedImages(
                [
                    .. frames.Select(f => new ImageSlice(f.Name, f.Columns, f.Rows)
                    {
                        SopClassUid = f.Image.SopClassUid,
                        SopInstanceUid = f.Image.SopInstanceUid,
                        Frame = f.Image.Frame,
                    }),
                ],
                grid
            )
            {
                FrameOfReferenceUid = frames[0].Image.Header.GetText(Tags.FrameOfReferenceUid),
            },
            [.. frames.Select(f => f.Image)],
            "series"
        );

    /// <summary>The images of one size, orientation and pixel spacing: those that the marks refer to, else the most.</summary>
    private static List<Frame> Parallel(
        string root,
        List<Frame> frames,
        IReadOnlySet<string> references,
        ConversionNotes notes
    )
    {
        List<List<Frame>> groups = [];
        foreach (Frame frame in frames)
        {
            List<Frame>? group = groups.Find(g => Alike(g[0], frame));
            if (group is null)
            {
                groups.Add(group = []);
            }

            group.Add(frame);
        }

        List<Frame> best = groups.MaxBy(g => (g.Count(f => f.IsReferenced(references)) * 1_000_000L) + g.Count)!;
        if (groups.Count > 1)
        {
            notes.Note(
                $"{root}: the series has images of {groups.Count} sizes or orientations; {best.Count} of {frames.Count} that are alike are taken."
            );
        }

        return best;
    }

    private static bool Alike(Frame a, Frame b)
    {
        (SlicePlane p, SlicePlane q) = (a.Image.Plane!, b.Image.Plane!);
        return a.Rows == b.Rows
            && a.Columns == b.Columns
            && (SegmentGrid.Vector(p.Row) - SegmentGrid.Vector(q.Row)).Length < 1e-3
            && (SegmentGrid.Vector(p.Column) - SegmentGrid.Vector(q.Column)).Length < 1e-3
            && Math.Abs(p.ColumnSpacing - q.ColumnSpacing) <= 1e-4 * p.ColumnSpacing
            && Math.Abs(p.RowSpacing - q.RowSpacing) <= 1e-4 * p.RowSpacing;
    }

    private static List<Frame> WithoutDoubles(
        string root,
        List<Frame> frames,
        IReadOnlySet<string> references,
        ConversionNotes notes
    )
    {
        SlicePlane first = frames[0].Image.Plane!;
        double At(Frame f) => (f.Image.Plane!.Origin - first.Origin).Dot(first.Normal);
        List<Frame> sorted =
        [
            .. frames
                .OrderBy(f => Math.Round(At(f) / SamePlane))
                .ThenBy(f => f.IsReferenced(references) ? 0 : 1)
                .ThenBy(f => f.Number)
                .ThenBy(f => f.Image.Frame),
        ];
        List<Frame> kept = [];
        foreach (Frame frame in sorted)
        {
            if (kept.Count == 0 || At(frame) - At(kept[^1]) > SamePlane)
            {
                kept.Add(frame);
            }
        }

        if (kept.Count < frames.Count)
        {
            notes.Note(
                $"{root}: {frames.Count} images lie at {kept.Count} positions (time points, echoes or doubles); of each position the image that the marks refer to is taken, else that of the lowest number."
            );
        }

        return kept;
    }

    private static void Say(string root, VolumeGrid grid, ConversionNotes notes)
    {
        if (grid.Affine is { } affine && affine.ShearDegrees > 0.05)
        {
            notes.Note(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{root}: the slices are sheared by {affine.ShearDegrees:0.##}° (a tilted gantry); the grid keeps that."
                )
            );
        }
        else if (grid.Affine is null && grid.Depth > 1)
        {
            double[] steps =
            [
                .. Enumerable.Range(1, grid.Depth - 1).Select(k => (grid.OriginOf(k) - grid.OriginOf(k - 1)).Length),
            ];
            notes.Note(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{root}: slices are unevenly spaced ({steps.Min():0.###} to {steps.Max():0.###} mm): missing slices, or a stack in several parts."
                )
            );
        }
    }
}
