using Overread.Cli.Quality.Files;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;
using Overread.Imaging.Nifti;
using Overread.Imaging.Nrrd;
using SkiaSharp;

namespace Overread.Cli.Marks;

/// <summary>Loads what <c>--image</c> names: a DICOM series, a NIfTI or NRRD volume, or pictures. Pixels are not read.</summary>
internal static class ImageLoader
{
    /// <summary>Loads the images.</summary>
    /// <param name="path">File or folder.</param>
    /// <param name="references">SOP instances and series to which the marks refer.</param>
    /// <param name="series">The series wanted; null to choose by the references.</param>
    /// <param name="notes">Receives what was taken for granted.</param>
    /// <exception cref="FileError">There are no images, or several series and nothing chooses.</exception>
    internal static LoadedImages Load(
        string path,
        IReadOnlySet<string> references,
        string? series,
        ConversionNotes notes
    )
    {
        List<string> files = FileKinds.Under(path);
        List<string> dicom = [.. files.Where(FileKinds.IsDicom)];
        if (dicom.Count > 0)
        {
            return DicomSeries.Load(path, dicom, references, series, notes) with { Paths = dicom };
        }

        List<string> volumes = [.. files.Where(FileKinds.IsVolume)];
        if (volumes.Count > 0)
        {
            if (volumes.Count > 1)
            {
                throw new FileError(path, 0, $"it has {volumes.Count} volumes; name the one that the marks belong to.");
            }

            return new LoadedImages(Volume(volumes[0]), [], "volume") { Paths = volumes };
        }

        List<string> pictures = [.. files.Where(file => !InMaskFolder(path, file) && FileKinds.IsPicture(file))];
        if (pictures.Count == 0)
        {
            throw new FileError(path, 0, "there is no DICOM, NIfTI, NRRD, PNG or JPEG image in it.");
        }

        List<ImageSlice> slices = [];
        foreach (string picture in pictures)
        {
            using SKCodec? codec = SKCodec.Create(picture);
            if (codec is null)
            {
                notes.Leave(picture, "the picture cannot be read");
                continue;
            }

            string name = File.Exists(path)
                ? Path.GetFileName(picture)
                : Path.GetRelativePath(path, picture).Replace('\\', '/');
            slices.Add(new ImageSlice(name, codec.Info.Width, codec.Info.Height));
        }

        return new LoadedImages(new MarkedImages(slices, null), [], "pictures") { Paths = pictures };
    }

    /// <summary>Pictures of folders that are called after masks are marks, not images.</summary>
    internal static bool InMaskFolder(string root, string file) =>
        Path.GetRelativePath(root, file)
            .Split('/', '\\')
            .SkipLast(1)
            .Any(folder => folder.ToLowerInvariant() is "mask" or "masks" or "label" or "labels" or "annotations");

    private static MarkedImages Volume(string path)
    {
        try
        {
            (int width, int height, int depth, GridAffine? affine) = FileKinds.Starts(path, "NRRD000"u8)
                ? Nrrd(path)
                : Nifti(path);
            return new MarkedImages(
                [.. Enumerable.Range(1, depth).Select(k => new ImageSlice($"slice{k:0000}", width, height))],
                affine is null ? null : VolumeGrid.Of(width, height, depth, affine)
            );
        }
        catch (Exception broken) when (broken is NiftiException or NrrdException or GridException)
        {
            throw new FileError(path, 0, broken.Message);
        }
    }

    private static (int, int, int, GridAffine?) Nifti(string path)
    {
        using FileStream stream = File.OpenRead(path);
        NiftiVolume volume = NiftiVolume.ReadGeometry(stream);
        return (volume.Width, volume.Height, volume.Depth, NiftiLabels.Place(volume));
    }

    private static (int, int, int, GridAffine?) Nrrd(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] head = new byte[Math.Min(stream.Length, 1 << 20)];
        stream.ReadExactly(head);
        NrrdHeader header = NrrdHeader.Read(head);
        int[] sizes = [.. header.Sizes.Where((_, axis) => axis != header.ListAxis)];
        return sizes.Length is 2 or 3
            ? (sizes[0], sizes[1], sizes.Length > 2 ? sizes[2] : 1, header.Place())
            : throw new NrrdException($"field 'dimension' is {header.Sizes.Count}: an image of three is needed.");
    }
}
