namespace Overread.Dicom.Deface;

/// <summary>
/// What of a volume is head, what is air, and where the outer surface lies. CT by Hounsfield units, MR and PET by the
/// volume's own histogram.
/// </summary>
internal sealed class HeadMask
{
    private const float CtSkin = -300;

    private HeadMask(CellVolume volume, float threshold, float bright, CellMask tissue, CellMask solid)
    {
        Volume = volume;
        Threshold = threshold;
        Bright = bright;
        Tissue = tissue;
        Solid = solid;
    }

    /// <summary>Smoothed values.</summary>
    internal CellVolume Volume { get; }

    /// <summary>Value that parts tissue from air.</summary>
    internal float Threshold { get; }

    /// <summary>Value above which tissue is bright, as the brain is in MR and PET; not used for CT.</summary>
    internal float Bright { get; }

    /// <summary>Everything above the threshold that hangs together with the head, ears and head-rest among it.</summary>
    internal CellMask Tissue { get; }

    /// <summary>The head without thin things (head-rest, couch, straps, ears) and with its cavities closed.</summary>
    internal CellMask Solid { get; }

    /// <summary>Parts head from air; null where nothing of a head's size stands out.</summary>
    internal static HeadMask? Of(CellVolume volume, bool isCt)
    {
        CellVolume smooth = volume.Smoothed();
        if (OtsuThreshold.Of(smooth.Values) is not { } bright)
        {
            return null;
        }

        float above = isCt ? CtSkin : Faint(smooth.Values, bright);
        CellGrid grid = volume.Grid;
        CellMask all = CellMask.Where(grid, i => smooth.Values[i] > above);
        int least = (int)(200_000 / Math.Pow(grid.Cell, 3));
        // A couch is a plate of a few millimetres: it goes by opening, and what was only joined by it with it.
        List<List<int>> thick = all.Opened(2.2 * grid.Cell).Parts(least);
        if (thick.Count == 0)
        {
            return null;
        }

        // A dark skull may part the brain from all around it.
        CellMask parts = CellMask.Of(grid, [.. thick.Where(p => p.Count >= thick[0].Count * 0.15).SelectMany(p => p)]);
        // What fills the volume to its sides in every direction is no head in air.
        int covered = volume.Values.Count(value => !float.IsNaN(value));
        if (parts.Count > covered * 0.97)
        {
            return null;
        }

        CellMask solid = parts.Closed(8).Filled();
        CellMask near = parts.Grown(14);
        CellMask tissue = CellMask.Where(grid, i => all[i] && near[i]);
        return new HeadMask(smooth, above, bright, tissue, solid);
    }

    /// <summary>
    /// The least that is not air: skin may be far fainter than the brain (PET), but not fainter than noise. Air is the
    /// lower class of what is not bright.
    /// </summary>
    private static float Faint(float[] values, float bright)
    {
        List<float> dark = [.. values.Where(value => value <= bright)];
        float split = OtsuThreshold.Of(dark) ?? bright;
        List<float> air = [.. dark.Where(value => value <= split).Order()];
        float noise = air.Count == 0 ? 0 : air[(int)((air.Count - 1) * 0.98)];
        return Math.Min(bright * 0.5f, Math.Max(bright * 0.12f, noise * 1.5f));
    }

    /// <summary>Squared cells to the nearest covered cell of air around the head; the field of view's end does not count.</summary>
    internal float[] DepthBelowAir() => CellMask.Where(Volume.Grid, i => Volume.Covers(i) && !Solid[i]).Distances(true);

    /// <summary>Cells of tissue beside air that leads out of the head.</summary>
    internal List<int> Skin()
    {
        CellGrid grid = Volume.Grid;
        // The gap that a dark skull leaves is closed too, also where the field of view cuts it open.
        CellMask outer = Tissue.Closed(8).Filled();
        List<int> skin = [];
        Span<int> near = stackalloc int[6];
        for (int i = 0; i < grid.Count; i++)
        {
            if (!Tissue[i])
            {
                continue;
            }

            int count = grid.Neighbours(i, near);
            for (int n = 0; n < count; n++)
            {
                if (!outer[near[n]] && Volume.Covers(near[n]))
                {
                    skin.Add(i);
                    break;
                }
            }
        }

        return skin;
    }
}
