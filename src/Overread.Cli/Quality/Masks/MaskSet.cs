using System.Globalization;
using System.Security.Cryptography;
using Overread.Cli.Quality.Files;
using Overread.Imaging.Nifti;
using Overread.Quality.Masks;

namespace Overread.Cli.Quality.Masks;

/// <summary>The masks of several readers on the grid of the first, by name, with the labels that stand in them.</summary>
internal sealed class MaskSet
{
    private readonly List<byte[]> _masks = [];
    private readonly FileReading _reading;
    private byte _only = 1;

    private MaskSet(NiftiVolume first, VoxelGrid grid, FileReading reading) =>
        (First, Grid, _reading) = (first, grid, reading);

    internal NiftiVolume First { get; }

    internal List<string> Names { get; } = [];

    internal IReadOnlyList<ReadOnlyMemory<byte>> Masks => [.. _masks.Select(mask => (ReadOnlyMemory<byte>)mask)];

    internal VoxelGrid Grid { get; }

    /// <summary>The labels of all masks but background, ascending.</summary>
    internal IReadOnlyList<byte> Labels { get; private set; } = [];

    internal static MaskSet Load(IReadOnlyList<string> paths, MaskPlacement placement, FileReading reading)
    {
        MaskSet? set = null;
        Dictionary<string, string> known = [];
        foreach (string path in paths)
        {
            NiftiVolume volume;
            byte[] bytes = File.ReadAllBytes(path);
            try
            {
                volume = NiftiVolume.Read(new MemoryStream(bytes));
                set ??= new MaskSet(volume, MaskPlacement.Grid(volume), reading);
                set._masks.Add(placement.Onto(set.First, paths[0], volume, path, Values(path, volume.Values), reading));
            }
            catch (NiftiException broken)
            {
                throw new FileError(path, 0, broken.Message);
            }

            set.Names.Add(path);
            string content = Convert.ToHexString(SHA256.HashData(bytes));
            if (!known.TryAdd(content, path))
            {
                reading.Note(
                    path,
                    known[content] == path
                        ? "the same file is given twice and has two votes."
                        : $"identical to {known[content]}; two copies of one reading have two votes."
                );
            }
        }

        set!.Labels = set.Distinct();
        return set;
    }

    /// <summary>Keeps one label, or takes all as one.</summary>
    /// <param name="wanted">A label, "any", or null to keep all.</param>
    internal void Keep(string? wanted)
    {
        if (wanted is null)
        {
            return;
        }

        bool any = wanted == "any";
        if (
            !any
            && !(
                byte.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out _only)
                && Labels.Contains(_only)
            )
        )
        {
            throw new ArgumentException($"--label {wanted}: the masks have the labels {string.Join(", ", Labels)}.");
        }

        foreach (byte[] mask in _masks)
        {
            for (int i = 0; i < mask.Length; i++)
            {
                mask[i] = (any ? mask[i] != 0 : mask[i] == _only) ? (byte)1 : (byte)0;
            }
        }

        _only = any ? (byte)1 : _only;
        Labels = [_only];
    }

    /// <summary>Refuses to take several labels for one structure unless that was asked for.</summary>
    internal void NeedOneLabel(string method)
    {
        if (Labels.Count < 2 || method == "label-staple")
        {
            _only = Labels.Count == 1 ? Labels[0] : _only;
            return;
        }

        byte[][] own = [.. _masks.Select(mask => mask.Distinct().Where(label => label != 0).ToArray())];
        if (own.All(labels => labels.Length <= 1))
        {
            int other = Array.FindIndex(
                own,
                labels => labels.Length == 1 && labels[0] != own.First(l => l.Length == 1)[0]
            );
            throw new FileError(
                Names[other],
                0,
                $"its only label is {own[other][0]} where another mask's is {own.First(l => l.Length == 1)[0]}. If all mean one structure, say --label any."
            );
        }

        if (method != "majority")
        {
            throw new ArgumentException(
                $"the masks hold the labels {string.Join(", ", Labels)}; --method {method} fuses one structure. Choose --method majority or "
                    + "label-staple to keep them apart, --label N for one of them, --label any for all as one."
            );
        }
    }

    /// <summary>The vote between labels; ties are said.</summary>
    internal MaskFusion Vote()
    {
        MaskFusion fusion = LabelVote.Fuse(Masks, out long ties);
        if (ties > 0)
        {
            _reading.Note(
                Names[0],
                $"{ties} voxels that most readers marked have tied labels and are left background."
            );
        }

        return fusion;
    }

    /// <summary>A fused mask with the label that its foreground had in the files.</summary>
    internal byte[] Written(byte[] fused) =>
        Labels.Count > 1 || _only == 1 ? fused : [.. fused.Select(voxel => voxel == 0 ? (byte)0 : _only)];

    internal void Flip(IReadOnlyList<string> wanted)
    {
        foreach (string entry in wanted)
        {
            int equals = entry.LastIndexOf('=');
            string axes = equals < 0 ? string.Empty : entry[(equals + 1)..].ToLowerInvariant();
            if (equals < 1 || axes.Length == 0 || axes.Any(axis => axis is not ('x' or 'y' or 'z')))
            {
                throw new ArgumentException($"--flip {entry}: FILE=AXES is needed, axes out of x, y, z.");
            }

            MaskAxes mirror =
                (axes.Contains('x') ? MaskAxes.X : 0)
                | (axes.Contains('y') ? MaskAxes.Y : 0)
                | (axes.Contains('z') ? MaskAxes.Z : 0);
            int at = Find(entry[..equals]);
            _masks[at] = MaskTransform.Mirror(_masks[at], Grid, mirror);
        }
    }

    internal void Invert(IReadOnlyList<string> wanted)
    {
        foreach (string name in wanted)
        {
            int at = Find(name);
            _masks[at] = MaskTransform.Invert(_masks[at]);
        }
    }

    private int Find(string name)
    {
        int at = Names.FindIndex(path => path == name || Short(path) == Short(name));
        return at >= 0 ? at : throw new ArgumentException($"there is no mask {name}.");
    }

    /// <summary>The name without folder and extensions.</summary>
    internal static string Short(string path)
    {
        string name = Path.GetFileName(path);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? name[..dot] : name;
    }

    private byte[] Distinct()
    {
        bool[] seen = new bool[256];
        foreach (byte[] mask in _masks)
        {
            foreach (byte label in mask)
            {
                seen[label] = true;
            }
        }

        return [.. Enumerable.Range(1, 255).Where(label => seen[label]).Select(label => (byte)label)];
    }

    private static byte[] Values(string path, float[] values)
    {
        byte[] labels = new byte[values.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            if (!(values[i] >= 0 && values[i] <= 255) || values[i] != MathF.Floor(values[i]))
            {
                throw new FileError(
                    path,
                    0,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"voxel {i} has the value {values[i]}, which is no label from 0 to 255."
                    )
                );
            }

            labels[i] = (byte)values[i];
        }

        return labels;
    }
}
