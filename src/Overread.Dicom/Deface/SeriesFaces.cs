using Overread.Dicom.Deidentify;
using Overread.Dicom.Geometry;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Deface;

/// <summary>
/// Reads the files of one series and proposes a cut. Frames are decoded one by one; what is kept of them is bounded by
/// <see cref="FaceOptions.MostCells"/> and the number of slices, not by their size.
/// </summary>
public static class SeriesFaces
{
    private const int LeastPositions = 6;
    private const double LeastExtent = 40;
    private const double MostGap = 15;
    private const double SamePlace = 0.05;

    /// <summary>Proposes a cut for a series of CT, MR or PET.</summary>
    /// <param name="files">Opens each file of the series; called twice per file, which is closed again.</param>
    /// <param name="options">How the cut is laid; null for the defaults.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static FaceProposal Propose(IReadOnlyList<Func<DicomFile>> files, FaceOptions? options = null)
    {
        options ??= new FaceOptions();
        List<Dataset> headers = HeadersOf(files);
        FaceProblem problem = Read(files, headers, options, out CellVolume? volume, out int frames);
        return volume is null
            ? new FaceProposal(problem, null, 0)
            : FaceCutFinder.Find(volume, IsCt(headers[0]), options, frames);
    }

    /// <summary>Looks for a skull in images of CT, whatever their headers name.</summary>
    /// <param name="files">Opens each file; called twice per file at most, which is closed again.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static SkullSearch SearchSkull(IReadOnlyList<Func<DicomFile>> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        List<Dataset> headers = HeadersOf(files);
        if (headers.Count == 0 || !IsCt(headers[0]))
        {
            return SkullSearch.None;
        }

        FaceProblem problem = Read(files, headers, new FaceOptions(), out CellVolume? volume, out int frames);
        if (volume is not null && SkullRing.IsIn(volume))
        {
            return SkullSearch.Skull;
        }

        // Captures of a screen, dose sheets and drawings of a volume are looked at for text.
        bool images = headers.TrueForAll(h => HeadRules.IsCtImage((h.GetText(Tags.SopClassUid) ?? "").Trim()));
        bool scaled = headers.TrueForAll(h =>
            h.Contains(Tags.RescaleIntercept) || h.Contains(Tags.SharedFunctionalGroupsSequence)
        );
        return
            images
            && frames >= LeastPositions
            && (!scaled || problem is FaceProblem.NoGeometry or FaceProblem.UnreadablePixels)
            ? SkullSearch.NotSearched
            : SkullSearch.None;
    }

    /// <summary>True for computed tomography by its modality, in letters of any case, or by its class.</summary>
    /// <param name="header">The header of an image.</param>
    public static bool IsCt(Dataset header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return (header.GetText(Tags.Modality) ?? "").Trim().ToUpperInvariant() is "CT" or "CBCT"
            || HeadRules.IsCtImage((header.GetText(Tags.SopClassUid) ?? "").Trim());
    }

    private static List<Dataset> HeadersOf(IReadOnlyList<Func<DicomFile>> files)
    {
        List<Dataset> headers = [];
        foreach (Func<DicomFile> open in files)
        {
            using DicomFile file = open();
            headers.Add(HeaderOf(file.Dataset));
        }

        return headers;
    }

    /// <summary>Lays the frames of a series on a grid; says why not where they make no volume.</summary>
    private static FaceProblem Read(
        IReadOnlyList<Func<DicomFile>> files,
        List<Dataset> headers,
        FaceOptions options,
        out CellVolume? volume,
        out int frames
    )
    {
        volume = null;
        Dataset first = headers.Count > 0 ? headers[0] : [];
        SeriesGeometry geometry = SeriesGeometry.Of(headers);
        frames = geometry.FrameCount;
        if (Refusal(headers, geometry, out List<SlicePlane> planes, out int[] places) is { } problem)
        {
            return problem;
        }

        SliceSampler sampler = new(planes, first.GetInt(Tags.Columns) ?? 0, first.GetInt(Tags.Rows) ?? 0, options);
        ILookup<int, int> byFile = Enumerable
            .Range(0, geometry.FrameCount)
            .ToLookup(place => geometry.Order[place].Instance);
        for (int i = 0; i < files.Count; i++)
        {
            using DicomFile file = files[i]();
            if (!Take(file, [.. byFile[i]], geometry, places, sampler))
            {
                return FaceProblem.UnreadablePixels;
            }
        }

        volume = sampler.Lay();
        return FaceProblem.None;
    }

    private static bool Take(DicomFile file, int[] orders, SeriesGeometry geometry, int[] places, SliceSampler sampler)
    {
        if (!PixelData.TryOpen(file, out PixelData pixels, out _))
        {
            return false;
        }

        foreach (int order in orders)
        {
            int frame = geometry.Order[order].Frame;
            ModalityTransform modality = ModalityTransform.Of(file.Dataset, frame);
            if (
                modality.Table is not null
                || frame >= pixels.Count
                || !pixels.TryDecode(frame, out PixelFrame decoded, out _)
            )
            {
                return false;
            }

            sampler.Add(places[order], decoded, modality);
        }

        return true;
    }

    /// <summary>Why the frames make no volume; null with one plane per position and the position of each frame where they do.</summary>
    private static FaceProblem? Refusal(
        List<Dataset> headers,
        SeriesGeometry geometry,
        out List<SlicePlane> planes,
        out int[] places
    )
    {
        planes = [];
        places = new int[geometry.FrameCount];
        // One orientation in which every frame has a position; a frame count that the groups do not bear out is a claim.
        bool placed =
            geometry.IsOrderedByPosition
            && !geometry.IsMosaic
            && headers.TrueForAll(h =>
                h.GetItems(Tags.PerFrameFunctionalGroupsSequence).Count is var groups
                && (h.GetInt(Tags.NumberOfFrames) ?? 1) == Math.Max(1, groups)
            );
        if (!placed)
        {
            return headers.Count < LeastPositions && geometry.FrameCount < LeastPositions
                ? FaceProblem.TooFewSlices
                : FaceProblem.NoGeometry;
        }

        for (int order = 0; order < geometry.FrameCount; order++)
        {
            SlicePlane plane = geometry.PlaneAt(order)!;
            if (planes.Count == 0 || (plane.Origin - planes[^1].Origin).Dot(planes[0].Normal) > SamePlace)
            {
                planes.Add(plane);
            }

            places[order] = planes.Count - 1;
        }

        if (!headers.TrueForAll(h => IsGrey(h, headers[0])))
        {
            return FaceProblem.UnreadablePixels;
        }

        PatientVector normal = planes[0].Normal;
        List<double> gaps = [.. planes.Zip(planes.Skip(1), (a, b) => (b.Origin - a.Origin).Dot(normal))];
        return planes.Count < LeastPositions || gaps.Sum() < LeastExtent ? FaceProblem.TooFewSlices
            : gaps.Max() > MostGap ? FaceProblem.SlicesTooFarApart
            : null;
    }

    private static bool IsGrey(Dataset header, Dataset first) =>
        header.GetInt(Tags.SamplesPerPixel) is null or 1
        && header.GetText(Tags.PhotometricInterpretation) == "MONOCHROME2"
        && header.GetInt(Tags.BitsAllocated) is 8 or 16 or 32
        && header.GetInt(Tags.Rows) is > 0 and var rows
        && header.GetInt(Tags.Columns) is > 0 and var columns
        && rows == first.GetInt(Tags.Rows)
        && columns == first.GetInt(Tags.Columns);

    /// <summary>A header that outlives its file: everything but the pixels is held in memory.</summary>
    private static Dataset HeaderOf(Dataset from)
    {
        Dataset header = new();
        foreach (Element element in from.Elements)
        {
            if (element.IsSequence)
            {
                header.Set(element);
            }
            else if (element.Tag < Tags.PixelData && element.Length < 1 << 16)
            {
                header.Set(new Element(element.Tag, element.Vr, element.ReadBytes().ToArray()));
            }
        }

        return header;
    }
}
