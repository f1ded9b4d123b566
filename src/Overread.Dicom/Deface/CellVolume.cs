namespace Overread.Dicom.Deface;

/// <summary>Values of the modality on a grid.</summary>
/// <param name="Grid">Where the cells lie.</param>
/// <param name="Values">One per cell; <see cref="float.NaN"/> where no slice reaches.</param>
internal sealed record CellVolume(CellGrid Grid, float[] Values)
{
    internal bool Covers(int index) => !float.IsNaN(Values[index]);

    /// <summary>Each value mixed with those of its six neighbours, against noise; uncovered cells stay so.</summary>
    internal CellVolume Smoothed()
    {
        float[] smooth = new float[Values.Length];
        Span<int> near = stackalloc int[6];
        for (int i = 0; i < smooth.Length; i++)
        {
            if (!Covers(i))
            {
                smooth[i] = float.NaN;
                continue;
            }

            float sum = Values[i] * 2;
            int weight = 2;
            int count = Grid.Neighbours(i, near);
            for (int n = 0; n < count; n++)
            {
                float value = Values[near[n]];
                if (!float.IsNaN(value))
                {
                    sum += value;
                    weight++;
                }
            }

            smooth[i] = sum / weight;
        }

        return new CellVolume(Grid, smooth);
    }
}
