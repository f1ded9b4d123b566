using System.CommandLine;
using Overread.Cli.Quality.Files;
using Overread.Quality.Masks;

namespace Overread.Cli.Quality.Masks;

/// <summary><c>overread fuse-masks A B C</c>: one mask out of several readers', after a gate that refuses what does not belong.</summary>
internal static class FuseMasksCommand
{
    internal static Command Create()
    {
        Argument<string[]> files = new("masks")
        {
            Description = "NIfTI masks (.nii or .nii.gz), one per reader; their affine transforms say where they lie.",
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
        share.Within(0, 0.999999);
        Option<string?> label = new("--label")
        {
            Description = "Fuse one label alone (a number), or 'any' to take every label as the same foreground.",
        };
        Option<bool> resample = new("--resample")
        {
            Description = "Resample masks of other grids onto that of the first, by the nearest voxel.",
        };
        Option<bool> byIndex = new("--ignore-affine")
        {
            Description = "Compare voxel by voxel, whatever the files say of where these lie.",
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
            label,
            resample,
            byIndex,
        };
        command.Examples(
            "overread fuse-masks r1.nii.gz r2.nii.gz r3.nii.gz --out fused.nii.gz",
            "overread fuse-masks r1.nii.gz r2.nii.gz r3.nii.gz --method staple --flip r2=xy",
            "overread fuse-masks *.nii.gz --label 2 --resample --json"
        );
        OutputOptions shared = OutputOptions.AddTo(command);
        command.Do(
            (parsed, output) =>
            {
                MaskSet set = MaskSet.Load(
                    parsed.GetRequiredValue(files),
                    new MaskPlacement(parsed.GetValue(resample), parsed.GetValue(byIndex)),
                    new FileReading(parsed.InvocationConfiguration.Error)
                );
                set.Keep(parsed.GetValue(label));
                set.Invert(parsed.GetValue(invert) ?? []);
                set.Flip(parsed.GetValue(flip) ?? []);
                string chosen = parsed.GetRequiredValue(method);
                set.NeedOneLabel(chosen);
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
                    "label-staple" => LabelStaple.Fuse(set.Masks, threads: workers),
                    "threshold" => MaskVote.Fuse(set.Masks, parsed.GetValue(share), workers),
                    _ when set.Labels.Count > 1 => set.Vote(),
                    _ => MaskVote.Fuse(set.Masks, threads: workers),
                };
                if (parsed.GetValue(outFile) is { } path)
                {
                    using FileStream stream = File.Create(path);
                    set.First.WriteLike(
                        stream,
                        set.Written(fusion.Mask),
                        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                    );
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
