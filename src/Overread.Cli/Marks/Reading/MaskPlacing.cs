using System.Globalization;
using Overread.Cli.Quality.Files;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Reading;

/// <summary>Brings masks of a file onto the grid of the images, exactly or as asked, or refuses.</summary>
internal static class MaskPlacing
{
    /// <summary>Finds out how masks get there.</summary>
    /// <param name="path">File of the masks.</param>
    /// <param name="from">Its grid.</param>
    /// <param name="images">The images.</param>
    /// <param name="options">What is allowed.</param>
    /// <param name="losses">Receives voxels outside.</param>
    /// <param name="notes">Receives what was done.</param>
    /// <param name="whole">Whether the file must cover the images, as nothing else says that it belongs to them.</param>
    /// <returns>What carries one mask with its name.</returns>
    internal static Func<VoxelMask, string, VoxelMask> Carrier(
        string path,
        VolumeGrid from,
        MarkedImages images,
        PlacementOptions options,
        LossReport losses,
        ConversionNotes notes,
        bool whole = false
    )
    {
        VolumeGrid onto =
            images.Grid
            ?? throw new FileError(
                path,
                0,
                "its voxels lie in a patient, and the images of --image do not say where they lie; give the series that it was made from."
            );
        if (GridPlacement.Find(from, onto, out string why, options.Tolerance) is { } placement)
        {
            if (whole && !options.Part && !options.Resample && !Covers(placement, from, onto))
            {
                throw new FileError(
                    path,
                    0,
                    $"its {from.Size} voxels cover another part of the patient than the images' {onto.Size}, which mostly means that it belongs to other images. Give those; where it is meant to cover a part, say --part."
                );
            }

            if (!placement.IsIdentity)
            {
                notes.Note(
                    $"{path}: {from.Size} voxels stand in another order or on a part of the images' {onto.Size}; put voxel on voxel by where they lie."
                );
            }

            return (mask, name) =>
            {
                VoxelMask placed = MaskCarrier.Place(mask, placement, onto, out long outside);
                losses.Add("voxels outside the images", "the mask reaches beyond them", name, outside);
                return placed;
            };
        }

        if (!options.Resample)
        {
            throw new FileError(
                path,
                0,
                $"its grid of {from.Size} voxels is not that of the images ({onto.Size}): {why}. Give the images it was made from, or say --resample nearest."
            );
        }

        return (mask, name) =>
        {
            VoxelMask placed = MaskCarrier.Resample(mask, from, onto);
            notes.Note(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}: {name} resampled by the nearest voxel: {mask.Count * from.VoxelVolume:0.#} mm³ became {placed.Count * onto.VoxelVolume:0.#} mm³."
                )
            );
            if (placed.Count == 0 && mask.Count > 0)
            {
                losses.Add("marks outside the images", "no voxel of the images lies in them", name);
            }

            return placed;
        };
    }

    private static bool Covers(GridPlacement placement, VolumeGrid from, VolumeGrid onto)
    {
        (int I, int J, int K) first = placement.Map(0, 0, 0);
        (int I, int J, int K) last = placement.Map(from.Width - 1, from.Height - 1, from.Depth - 1);
        return Spans(first.I, last.I, onto.Width)
            && Spans(first.J, last.J, onto.Height)
            && Spans(first.K, last.K, onto.Depth);

        static bool Spans(int a, int b, int count) => Math.Min(a, b) == 0 && Math.Max(a, b) == count - 1;
    }

    /// <summary>Refuses marks of another frame of reference.</summary>
    internal static void CheckFrame(
        string path,
        string? own,
        MarkedImages images,
        PlacementOptions options,
        ConversionNotes notes
    )
    {
        if (own is null || images.FrameOfReferenceUid is null || own == images.FrameOfReferenceUid)
        {
            return;
        }

        if (!options.AnyFrame)
        {
            throw new FileError(
                path,
                0,
                $"its frame of reference {own} is not that of the images ({images.FrameOfReferenceUid}), so that its millimetres mean another place. Give the images it was made from; where you know that both are registered, say --any-frame-of-reference."
            );
        }

        notes.Note($"{path}: the frame of reference {own} is taken for that of the images, as asked.");
    }
}
