using Overread.Dicom.Pixels;

namespace Overread.Dicom.Deface;

/// <summary>
/// Draws the surface of a volume as somebody would who looks for a face: from the front, from both sides of it, and from
/// the side. Parallel rays, first cell above the threshold, shaded by the surface's slope and by depth. Deterministic.
/// </summary>
public static class FaceViews
{
    /// <summary>Pixels of a side of one view.</summary>
    public const int Side = 240;

    /// <summary>Degrees by which each view is turned from the front to the patient's left.</summary>
    public static IReadOnlyList<double> Angles { get; } = [0, 45, -45, 90];

    /// <summary>The views side by side.</summary>
    /// <param name="proposal">A proposal with a volume.</param>
    /// <param name="after">True to draw what the cut leaves; without a cut the same as before.</param>
    /// <returns>Grey, four views wide; null where there is no volume.</returns>
    public static RenderedFrame? Draw(FaceProposal proposal, bool after)
    {
        if (proposal.Volume is not { } volume)
        {
            return null;
        }

        float[] values = Prepare(volume, proposal.Threshold, after ? proposal.Cut : null);
        RayCaster caster = new(volume.Grid, values);
        byte[] pixels = new byte[Side * Angles.Count * Side];
        for (int view = 0; view < Angles.Count; view++)
        {
            caster.Draw(Angles[view], Side, pixels, view * Side, Side * Angles.Count);
        }

        return new RenderedFrame(Side * Angles.Count, Side, false, pixels);
    }

    /// <summary>Values about the threshold in steps of it; cut away softly over one cell, so that the cut looks flat.</summary>
    private static float[] Prepare(CellVolume volume, float threshold, FaceCut? cut)
    {
        CellGrid grid = volume.Grid;
        CellVolume smooth = volume.Smoothed();
        float[] values = new float[grid.Count];
        float scale = 1 / Math.Max(1e-6f, Math.Abs(threshold) * 2);
        int i = 0;
        for (int z = 0; z < grid.Height; z++)
        {
            for (int y = 0; y < grid.Depth; y++)
            {
                for (int x = 0; x < grid.Width; x++, i++)
                {
                    float value = float.IsNaN(smooth.Values[i])
                        ? -1
                        : Math.Clamp((smooth.Values[i] - threshold) * scale, -1, 1);
                    if (cut is not null && value > -1)
                    {
                        float depth = (float)(cut.Depth(grid.Centre(x, y, z)) / grid.Cell);
                        value = Math.Min(value, Math.Clamp(-depth, -1, 1));
                    }

                    values[i] = value;
                }
            }
        }

        return values;
    }
}
