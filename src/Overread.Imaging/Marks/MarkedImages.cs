using Overread.Imaging.Grids;

namespace Overread.Imaging.Marks;

/// <summary>The images that marks stand on: slices of a volume, or pictures that have nothing to do with each other.</summary>
public sealed class MarkedImages
{
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byShortName = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, int), int> _byInstance = [];

    /// <summary>Creates it.</summary>
    /// <param name="slices">Images in order.</param>
    /// <param name="grid">Where they lie in the patient; null for pictures.</param>
    /// <exception cref="GridException">The grid has another number of slices.</exception>
    public MarkedImages(IReadOnlyList<ImageSlice> slices, VolumeGrid? grid)
    {
        if (grid is not null && grid.Depth != slices.Count)
        {
            throw new GridException($"{slices.Count} images for a grid of {grid.Depth} slices.");
        }

        Slices = slices;
        Grid = grid;
        for (int i = 0; i < slices.Count; i++)
        {
            ImageSlice slice = slices[i];
            _byName[slice.Name] = i;
            foreach (string shorter in Shorter(slice.Name))
            {
                // A short name that two images have names neither.
                _byShortName[shorter] = _byShortName.ContainsKey(shorter) ? -1 : i;
            }

            if (slice.SopInstanceUid is { } uid)
            {
                _byInstance.TryAdd((uid, slice.Frame), i);
            }
        }
    }

    /// <summary>Images in order.</summary>
    public IReadOnlyList<ImageSlice> Slices { get; }

    /// <summary>Where they lie in the patient; null for pictures.</summary>
    public VolumeGrid? Grid { get; }

    /// <summary>Frame of reference of the places; null where unknown.</summary>
    public string? FrameOfReferenceUid { get; init; }

    /// <summary>Finds an image by its name, with or without folder and extension; -1 where there is none, or several.</summary>
    public int Find(string name)
    {
        name = name.Replace('\\', '/');
        if (_byName.TryGetValue(name, out int exact))
        {
            return exact;
        }

        foreach (string tried in Shorter(name).Prepend(name))
        {
            if (_byShortName.TryGetValue(tried, out int at) && at >= 0)
            {
                return at;
            }
        }

        return FindInstance(Path.GetFileNameWithoutExtension(name), 0);
    }

    /// <summary>Finds an image by its SOP instance and frame (0 or 1 for the only one); -1 where there is none.</summary>
    public int FindInstance(string uid, int frame) =>
        _byInstance.TryGetValue((uid, frame), out int at) ? at
        : frame == 1 && _byInstance.TryGetValue((uid, 0), out at) ? at
        : frame == 0 && _byInstance.TryGetValue((uid, 1), out at) && !_byInstance.ContainsKey((uid, 2)) ? at
        : -1;

    private static IEnumerable<string> Shorter(string name)
    {
        string file = Path.GetFileName(name);
        yield return file;
        string stem = Path.GetFileNameWithoutExtension(file);
        if (stem != file && !file.Contains('#', StringComparison.Ordinal))
        {
            yield return stem;
        }
    }
}
