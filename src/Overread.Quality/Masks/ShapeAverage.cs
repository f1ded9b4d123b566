namespace Overread.Quality.Masks;

/// <summary>
/// Shape-based averaging (Rohlfing and Maurer 2007, IEEE TMI 26:153): the voxels whose mean signed distance to the readers'
/// boundaries is not positive. Gives smooth outlines from few readers; one far outlier moves the whole surface.
/// </summary>
public static class ShapeAverage
{
    /// <summary>Fuses masks of one grid.</summary>
    /// <param name="masks">One or more masks; foreground is not zero.</param>
    /// <param name="grid">The grid with its spacing.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    public static MaskFusion Fuse(IReadOnlyList<ReadOnlyMemory<byte>> masks, VoxelGrid grid, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(masks);
        float[] sum = new float[grid.Count];
        foreach (ReadOnlyMemory<byte> mask in masks)
        {
            grid.Check(mask.Span, "to average");
            float[] outside = DistanceTransform.Squared(mask.Span, grid, threads);
            float[] inside = DistanceTransform.Squared(MaskTransform.Invert(mask.Span), grid, threads);

            // A mask without foreground lies as far away as the grid is long.
            float far = (float)
                Math.Sqrt(
                    Math.Pow(grid.Width * grid.SpacingX, 2)
                        + Math.Pow(grid.Height * grid.SpacingY, 2)
                        + Math.Pow(grid.Depth * grid.SpacingZ, 2)
                );
            for (int voxel = 0; voxel < sum.Length; voxel++)
            {
                sum[voxel] += Math.Min(MathF.Sqrt(outside[voxel]), far) - Math.Min(MathF.Sqrt(inside[voxel]), far);
            }
        }

        byte[] fused = new byte[sum.Length];
        for (int voxel = 0; voxel < sum.Length; voxel++)
        {
            fused[voxel] = sum[voxel] <= 0 && masks.Count > 0 ? (byte)1 : (byte)0;
        }

        return new MaskFusion
        {
            Method = "shape-average",
            State = fused.AsSpan().Contains((byte)1) ? FusionState.Fused : FusionState.AllEmpty,
            Mask = fused,
        };
    }
}
