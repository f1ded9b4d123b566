using System.CommandLine;
using System.Globalization;
using Overread.Imaging.Nifti;
using Overread.Quality.Masks;

namespace Overread.Cli.Quality;

/// <summary><c>overread fuse-masks A B C</c>: one mask out of several readers', after a gate that refuses what does not belong.</summary>
internal static class FuseMasksCommand
{
    internal static Command Create()
    {
        Argument<string[]> files = new("masks")
        {
            Description = "NIfTI masks of one grid (.nii or .nii.gz), one per reader.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> method = new("--method") { Description = "How to fuse.", DefaultValueFactory = _ => "majority" };
        method.AcceptOnlyFromAmong(
            "majority",
            "threshold",
            "staple",
            "staple-disagreement",
            "simple",
            "shape-average",
            "label-staple"
        );
        Option<double> share = new("--share")
        {
            Description = "Share of votes for --method threshold.",
            DefaultValueFactory = _ => 0.5,
        };
        Option<string?> outFile = new("--out") { Description = "Write the fused mask (.nii or .nii.gz)." };
        Option<string[]> flip = new("--flip")
        {
            Description = "FILE=AXES mirrors a mask first, such as seg_2=xy.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string[]> invert = new("--invert")
        {
            Description = "FILE: exchange foreground and background first.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<bool> force = new("--without-gate") { Description = "Fuse even what the gate refuses." };
        Command command = new(
            "fuse-masks",
            "Fuse several readers' masks; a mirrored, shifted, inverted or empty mask is refused by name."
        )
        {
            files,
            method,
            share,
            outFile,
            flip,
            invert,
            force,
        };
        OutputOptions shared = OutputOptions.AddTo(command);
        command.Do(
            (parsed, output) =>
            {
                MaskSet set = MaskSet.Load(parsed.GetRequiredValue(files));
                set.Invert(parsed.GetValue(invert) ?? []);
                set.Flip(parsed.GetValue(flip) ?? []);
                string chosen = parsed.GetRequiredValue(method);
                IReadOnlyList<MaskFinding> findings = OutlierGate.Inspect(set.Masks, set.Grid);
                MaskReport report = new(set, findings);
                if (findings.Any(finding => finding.Fault != MaskFault.None) && !parsed.GetValue(force))
                {
                    throw new FileError(
                        set.Names[findings.First(f => f.Fault != MaskFault.None).Mask],
                        0,
                        report.Refusal()
                    );
                }

                int workers = shared.Threads(parsed);
                MaskFusion fusion = chosen switch
                {
                    "staple" => Staple.Fuse(set.Masks, threads: workers),
                    "staple-disagreement" => Staple.Fuse(set.Masks, disagreementOnly: true, threads: workers),
                    "simple" => Simple.Fuse(set.Masks, threads: workers),
                    "shape-average" => ShapeAverage.Fuse(set.Masks, set.Grid, workers),
                    "label-staple" => LabelStaple.Fuse(set.Masks),
                    "threshold" => MaskVote.Fuse(set.Masks, parsed.GetValue(share), workers),
                    _ => MaskVote.Fuse(set.Masks, threads: workers),
                };
                if (parsed.GetValue(outFile) is { } path)
                {
                    using FileStream stream = File.Create(path);
                    set.First.WriteLike(stream, fusion.Mask, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase));
                }

                if (!shared.Write(parsed, output, report.Table(fusion)))
                {
                    report.Print(output, fusion, shared.Json(parsed));
                }
            }
        );
        return command;
    }
}

/// <summary>The masks of one grid, by name.</summary>
internal sealed class MaskSet
{
    private readonly List<byte[]> _masks = [];

    private MaskSet(NiftiVolume first) => First = first;

    internal NiftiVolume First { get; }

    internal List<string> Names { get; } = [];

    internal IReadOnlyList<ReadOnlyMemory<byte>> Masks => [.. _masks.Select(mask => (ReadOnlyMemory<byte>)mask)];

    internal VoxelGrid Grid =>
        new(First.Width, First.Height, First.Depth, First.Spacing[0], First.Spacing[1], First.Spacing[2]);

    internal static MaskSet Load(IReadOnlyList<string> paths)
    {
        MaskSet? set = null;
        foreach (string path in paths)
        {
            NiftiVolume volume;
            try
            {
                using FileStream stream = File.OpenRead(path);
                volume = NiftiVolume.Read(stream);
            }
            catch (NiftiException broken)
            {
                throw new FileError(path, 0, broken.Message);
            }

            set ??= new MaskSet(volume);
            if (volume.Width != set.First.Width || volume.Height != set.First.Height || volume.Depth != set.First.Depth)
            {
                throw new FileError(
                    path,
                    0,
                    $"{volume.Width}×{volume.Height}×{volume.Depth} voxels where {paths[0]} has "
                        + $"{set.First.Width}×{set.First.Height}×{set.First.Depth}."
                );
            }

            set.Names.Add(path);
            set._masks.Add(Labels(path, volume.Values));
        }

        return set!;
    }

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

    private static byte[] Labels(string path, float[] values)
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
