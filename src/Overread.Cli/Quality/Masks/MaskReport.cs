using System.Globalization;
using System.Text.Json;
using Overread.Quality.Masks;

namespace Overread.Cli.Quality.Masks;

/// <summary>What the gate and the fusion found, in words and numbers.</summary>
internal sealed class MaskReport(MaskSet set, IReadOnlyList<MaskFinding> findings)
{
    /// <summary>Why the gate is shut, with the change that would open it.</summary>
    internal string Refusal()
    {
        IEnumerable<string> lines = findings.Where(finding => finding.Fault != MaskFault.None).Select(Describe);
        return "the gate refuses " + string.Join("; ", lines) + ". --without-gate fuses it all the same.";
    }

    internal void Print(TextWriter output, MaskFusion fusion, bool json)
    {
        if (json)
        {
            CommandRun.WriteJson(output, writer => WriteJson(writer, fusion));
            return;
        }

        long foreground = MaskOverlap.Of(fusion.Mask, fusion.Mask).First;
        output.WriteLine(
            $"{fusion.Method}: {foreground} foreground voxels of {fusion.Mask.Length}, "
                + $"{fusion.State.ToString().ToLowerInvariant()}, {fusion.Iterations} iterations"
        );
        TextTable table = new(
            "mask",
            "voxels",
            "Dice with others",
            "Dice with fused",
            "HD95 mm",
            "sensitivity",
            "specificity"
        );
        for (int i = 0; i < set.Names.Count; i++)
        {
            MaskOverlap overlap = MaskOverlap.Of(set.Masks[i].Span, fusion.Mask);
            SurfaceDistance distance = SurfaceDistance.Of(set.Masks[i].Span, fusion.Mask, set.Grid);
            table.Add(
                MaskSet.Short(set.Names[i]),
                overlap.First.ToString(CultureInfo.InvariantCulture),
                TextTable.Short(findings[i].Dice),
                TextTable.Short(overlap.Dice),
                TextTable.Short(distance.Hausdorff95, 2),
                TextTable.Short(fusion.Sensitivity.Count > 0 ? fusion.Sensitivity[i] : null, 4),
                TextTable.Short(fusion.Specificity.Count > 0 ? fusion.Specificity[i] : null, 6)
            );
        }

        table.Write(output);
        output.WriteLine("Dice between masks");
        TextTable pairs = new(["mask", .. set.Names.Select(MaskSet.Short)]);
        for (int i = 0; i < set.Names.Count; i++)
        {
            pairs.Add([
                MaskSet.Short(set.Names[i]),
                .. set.Masks.Select(other => TextTable.Short(MaskOverlap.Of(set.Masks[i].Span, other.Span).Dice)),
            ]);
        }

        pairs.Write(output);
        double? difference = MaskOverlap.Of(MaskVote.Fuse(set.Masks).Mask, fusion.Mask).Dice;
        output.WriteLine($"Dice with the plain majority: {TextTable.Short(difference, 4)}");
        foreach (string sentence in Words(fusion))
        {
            output.WriteLine(sentence);
        }
    }

    /// <summary>One row per mask.</summary>
    internal ResultTable Table(MaskFusion fusion)
    {
        int[] all = [.. Enumerable.Range(0, set.Names.Count)];
        return new ResultTable()
            .Text("mask", set.Names)
            .Text("method", all.Select(_ => fusion.Method))
            .Text("fault", findings.Select(finding => finding.Fault.ToString().ToLowerInvariant()))
            .Number("diceWithOthers", findings.Select(finding => (double?)finding.Dice))
            .Number("diceWithFused", all.Select(i => MaskOverlap.Of(set.Masks[i].Span, fusion.Mask).Dice))
            .Number(
                "sensitivity",
                all.Select(i => fusion.Sensitivity.Count > 0 ? fusion.Sensitivity[i] : (double?)null)
            )
            .Number(
                "specificity",
                all.Select(i => fusion.Specificity.Count > 0 ? fusion.Specificity[i] : (double?)null)
            );
    }

    /// <summary>What was fused, how far the readers differ, and what the method cannot know.</summary>
    private IEnumerable<string> Words(MaskFusion fusion)
    {
        if (set.Names.Count == 1)
        {
            yield return "There is one mask: nothing was fused, and how far readers differ is not known.";
            yield break;
        }

        double millilitre = set.Grid.SpacingX * set.Grid.SpacingY * set.Grid.SpacingZ / 1000;
        double fused = MaskOverlap.Of(fusion.Mask, fusion.Mask).First * millilitre;
        double[] drawn = [.. set.Masks.Select(mask => MaskOverlap.Of(mask.Span, mask.Span).First * millilitre).Order()];
        double[] common =
        [
            .. Enumerable
                .Range(0, set.Masks.Count)
                .SelectMany(i =>
                    Enumerable.Range(0, i).Select(j => MaskOverlap.Of(set.Masks[i].Span, set.Masks[j].Span).Dice)
                )
                .OfType<double>()
                .Order(),
        ];
        string alike = common.Length == 0 ? "nobody drew anything" : Span(common, "0.00", "any two have a Dice of");
        yield return Text(
            $"The {set.Names.Count} masks have {Span(drawn, "0.###", string.Empty)} ml, the fused one {fused:0.###} ml; {alike}. One case says nothing of others."
        );
        if (fusion.Sensitivity.Count > 0 && set.Names.Count == 2)
        {
            yield return "Two masks cannot show which of the two is right: their sensitivities rest on the method's assumptions alone.";
        }
        else if (fusion.Sensitivity.Count > 0)
        {
            yield return "Sensitivity and specificity are by the fused mask, which was made of the same masks: an error that most share counts as right.";
        }
    }

    private static string Span(double[] ordered, string format, string before)
    {
        string low = ordered[0].ToString(format, CultureInfo.InvariantCulture);
        string high = ordered[^1].ToString(format, CultureInfo.InvariantCulture);
        return (before.Length == 0 ? before : before + " ") + (low == high ? low : $"{low} to {high}");
    }

    private static string Text(FormattableString words) => FormattableString.Invariant(words);

    private string Describe(MaskFinding finding)
    {
        string name = MaskSet.Short(set.Names[finding.Mask]);
        string dice = string.Create(CultureInfo.InvariantCulture, $"Dice {finding.Dice:F3} with the others");
        string after = string.Create(CultureInfo.InvariantCulture, $"Dice {finding.DiceAfter:F3} after it");
        return finding.Fault switch
        {
            MaskFault.Mirrored => $"{name}: mirrored ({dice}); --flip {name}={Axes(finding.Mirror)} gives {after}",
            MaskFault.Inverted =>
                $"{name}: foreground and background exchanged ({dice}); --invert {name} gives {after}",
            MaskFault.Shifted =>
                $"{name}: shifted by {finding.Shift.X}, {finding.Shift.Y}, {finding.Shift.Z} voxels ({dice}, {after})",
            MaskFault.Empty => $"{name}: empty",
            MaskFault.Full => $"{name}: foreground everywhere",
            _ => $"{name}: does not fit the others ({dice})",
        };
    }

    private static string Axes(MaskAxes axes) =>
        (axes.HasFlag(MaskAxes.X) ? "x" : string.Empty)
        + (axes.HasFlag(MaskAxes.Y) ? "y" : string.Empty)
        + (axes.HasFlag(MaskAxes.Z) ? "z" : string.Empty);

    private void WriteJson(Utf8JsonWriter json, MaskFusion fusion)
    {
        json.WriteStartObject();
        json.WriteString("method", fusion.Method);
        json.WriteString("state", fusion.State.ToString().ToLowerInvariant());
        json.WriteNumber("foreground", MaskOverlap.Of(fusion.Mask, fusion.Mask).First);
        json.WriteNumber("iterations", fusion.Iterations);
        json.WriteStartArray("words");
        foreach (string sentence in Words(fusion))
        {
            json.WriteStringValue(sentence);
        }

        json.WriteEndArray();
        json.WriteStartArray("masks");
        for (int i = 0; i < set.Names.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("name", set.Names[i]);
            json.WriteString("fault", findings[i].Fault.ToString().ToLowerInvariant());
            json.WriteNumber("diceWithOthers", findings[i].Dice);
            json.Number("diceWithFused", MaskOverlap.Of(set.Masks[i].Span, fusion.Mask).Dice);
            json.Number("sensitivity", fusion.Sensitivity.Count > 0 ? fusion.Sensitivity[i] : null);
            json.Number("specificity", fusion.Specificity.Count > 0 ? fusion.Specificity[i] : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
