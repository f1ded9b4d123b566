namespace Overread.Quality.Masks;

/// <summary>
/// Refuses masks that do not belong with the others before they are fused: a mirrored or shifted one, one with foreground
/// and background exchanged, an empty one. Fusion itself does not notice; it calls such a reader insensitive.
/// </summary>
public static class OutlierGate
{
    /// <summary>A mask is out when its Dice is below this share of the Dice that the others have among themselves.</summary>
    private const double OutShare = 0.5;

    /// <summary>A change is suggested when the Dice after it reaches this share of the others' Dice.</summary>
    private const double RepairedShare = 0.7;

    /// <summary>Looks at every mask.</summary>
    /// <param name="masks">Two or more masks of one grid, foreground is not zero.</param>
    /// <param name="grid">The grid.</param>
    /// <returns>One finding per mask; a gate is open when all faults are <see cref="MaskFault.None"/>.</returns>
    public static IReadOnlyList<MaskFinding> Inspect(IReadOnlyList<ReadOnlyMemory<byte>> masks, VoxelGrid grid)
    {
        ArgumentNullException.ThrowIfNull(masks);
        for (int i = 0; i < masks.Count; i++)
        {
            grid.Check(masks[i].Span, i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        double[,] dice = Pairs(masks);
        long[] sizes = [.. masks.Select(mask => MaskOverlap.Of(mask.Span, mask.Span).First)];
        int[] core = Core(dice, sizes, grid.Count);
        double among = Among(dice, core);
        MaskFinding[] findings = new MaskFinding[masks.Count];
        for (int i = 0; i < masks.Count; i++)
        {
            int[] others = [.. core.Where(j => j != i)];
            double own = others.Length == 0 ? 1 : others.Average(j => dice[i, j]);
            findings[i] = core.Contains(i)
                ? new MaskFinding(i, MaskFault.None, own)
                : Explain(i, masks, others, sizes[i], own, among, grid);
        }

        return findings;
    }

    private static double[,] Pairs(IReadOnlyList<ReadOnlyMemory<byte>> masks)
    {
        double[,] dice = new double[masks.Count, masks.Count];
        for (int i = 0; i < masks.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                dice[i, j] = dice[j, i] = MaskOverlap.Of(masks[i].Span, masks[j].Span).Dice ?? 1;
            }
        }

        return dice;
    }

    /// <summary>The masks that belong together: grown from the best pair while a mask keeps half of its Dice.</summary>
    private static int[] Core(double[,] dice, long[] sizes, int voxels)
    {
        int[] usable = [.. Enumerable.Range(0, sizes.Length).Where(i => sizes[i] > 0 && sizes[i] < voxels)];
        if (usable.Length == 0 || sizes.All(size => size == sizes[0] && (size == 0 || size == voxels)))
        {
            return [.. Enumerable.Range(0, sizes.Length)];
        }

        if (usable.Length == 1)
        {
            return usable;
        }

        (int first, int second) = (usable[0], usable[1]);
        foreach (int i in usable)
        {
            foreach (int j in usable)
            {
                if (i < j && dice[i, j] > dice[first, second])
                {
                    (first, second) = (i, j);
                }
            }
        }

        List<int> core = [first, second];
        foreach (
            int i in usable
                .Where(i => i != first && i != second)
                .OrderByDescending(i => dice[i, first] + dice[i, second])
        )
        {
            if (core.Average(j => dice[i, j]) >= OutShare * Among(dice, [.. core]))
            {
                core.Add(i);
            }
        }

        return [.. core.Order()];
    }

    private static double Among(double[,] dice, int[] core)
    {
        double sum = 0;
        int pairs = 0;
        foreach (int i in core)
        {
            foreach (int j in core.Where(j => j < i))
            {
                sum += dice[i, j];
                pairs++;
            }
        }

        return pairs == 0 ? 1 : sum / pairs;
    }

    private static MaskFinding Explain(
        int mask,
        IReadOnlyList<ReadOnlyMemory<byte>> masks,
        int[] others,
        long size,
        double own,
        double among,
        VoxelGrid grid
    )
    {
        if (size == 0 || size == grid.Count)
        {
            return new MaskFinding(mask, size == 0 ? MaskFault.Empty : MaskFault.Full, own);
        }

        double With(byte[] changed) => others.Average(j => MaskOverlap.Of(changed, masks[j].Span).Dice ?? 0);
        double needed = RepairedShare * among;
        byte[] inverted = MaskTransform.Invert(masks[mask].Span);
        MaskFinding best = new(mask, MaskFault.Outlier, own);
        double inside = With(inverted);
        if (inside >= needed)
        {
            best = new MaskFinding(mask, MaskFault.Inverted, own, inside);
        }

        for (MaskAxes axes = MaskAxes.X; axes <= (MaskAxes.X | MaskAxes.Y | MaskAxes.Z); axes++)
        {
            double after = With(MaskTransform.Mirror(masks[mask].Span, grid, axes));
            if (after >= needed && after > (best.DiceAfter ?? 0))
            {
                best = new MaskFinding(mask, MaskFault.Mirrored, own, after, axes);
            }
        }

        (int X, int Y, int Z) shift = MaskTransform.ShiftTo(masks[mask].Span, masks[others[0]].Span, grid);
        double moved = With(MaskTransform.Shift(masks[mask].Span, grid, shift));
        return moved >= needed && moved > (best.DiceAfter ?? 0)
            ? new MaskFinding(mask, MaskFault.Shifted, own, moved, MaskAxes.None, shift)
            : best;
    }
}
