namespace Overread.Learning.Features;

/// <summary>
/// Numbers that describe a patch of a picture without a trained network: grey histogram, colour moments (Stricker and Orengo 1995),
/// uniform local binary patterns (Ojala et al. 2002), histograms of oriented gradients (Dalal and Triggs 2005), and its size.
/// </summary>
public static class PatchFeatures
{
    /// <summary>A patch is this many pixels wide and high.</summary>
    public const int Side = 32;

    /// <summary>Numbers per patch.</summary>
    public const int Width = GreyBins + Moments + Patterns + Gradients + 2;

    private const int GreyBins = 16;
    private const int Moments = 9;
    private const int Patterns = 59;
    private const int Cells = 4;
    private const int Directions = 9;
    private const int Gradients = Cells * Cells * Directions;

    private static readonly int[] s_uniform = UniformPatterns();

    /// <summary>Describes a patch.</summary>
    /// <param name="rgb">Red, green, blue per pixel, row by row, 32 × 32 pixels.</param>
    /// <param name="width">Width of the patch in the picture, before it was brought to 32 pixels, in pixels.</param>
    /// <param name="height">Its height there.</param>
    /// <returns><see cref="Width"/> numbers.</returns>
    /// <exception cref="ArgumentException">The patch has another size.</exception>
    public static double[] Of(ReadOnlySpan<byte> rgb, double width, double height)
    {
        if (rgb.Length != Side * Side * 3 || !(width > 0) || !(height > 0))
        {
            throw new ArgumentException($"{rgb.Length} bytes are no patch of {Side} × {Side} pixels in three colours.");
        }

        double[] grey = new double[Side * Side];
        for (int i = 0; i < grey.Length; i++)
        {
            // ITU-R BT.601.
            grey[i] = ((0.299 * rgb[3 * i]) + (0.587 * rgb[(3 * i) + 1]) + (0.114 * rgb[(3 * i) + 2])) / 255;
        }

        double[] features = new double[Width];
        Histogram(grey, features.AsSpan(0, GreyBins));
        ColourMoments(rgb, features.AsSpan(GreyBins, Moments));
        BinaryPatterns(grey, features.AsSpan(GreyBins + Moments, Patterns));
        OrientedGradients(grey, features.AsSpan(GreyBins + Moments + Patterns, Gradients));
        features[^2] = Math.Log(width * height);
        features[^1] = Math.Log(width / height);
        return features;
    }

    private static void Histogram(double[] grey, Span<double> bins)
    {
        foreach (double value in grey)
        {
            bins[Math.Min(GreyBins - 1, (int)(value * GreyBins))] += 1.0 / grey.Length;
        }
    }

    /// <summary>Mean, standard deviation and cube root of the third moment per colour.</summary>
    private static void ColourMoments(ReadOnlySpan<byte> rgb, Span<double> moments)
    {
        int pixels = rgb.Length / 3;
        for (int colour = 0; colour < 3; colour++)
        {
            double mean = 0;
            for (int i = colour; i < rgb.Length; i += 3)
            {
                mean += rgb[i] / 255.0 / pixels;
            }

            double second = 0;
            double third = 0;
            for (int i = colour; i < rgb.Length; i += 3)
            {
                double off = (rgb[i] / 255.0) - mean;
                second += off * off / pixels;
                third += off * off * off / pixels;
            }

            moments[3 * colour] = mean;
            moments[(3 * colour) + 1] = Math.Sqrt(second);
            moments[(3 * colour) + 2] = Math.Cbrt(third);
        }
    }

    private static void BinaryPatterns(double[] grey, Span<double> counts)
    {
        ReadOnlySpan<int> steps = [-Side - 1, -Side, -Side + 1, 1, Side + 1, Side, Side - 1, -1];
        double one = 1.0 / ((Side - 2) * (Side - 2));
        for (int y = 1; y < Side - 1; y++)
        {
            for (int x = 1; x < Side - 1; x++)
            {
                int at = (y * Side) + x;
                int pattern = 0;
                for (int bit = 0; bit < 8; bit++)
                {
                    pattern |= grey[at + steps[bit]] >= grey[at] ? 1 << bit : 0;
                }

                counts[s_uniform[pattern]] += one;
            }
        }
    }

    /// <summary>Gradients by direction without sign in 4 × 4 cells; the whole is brought to length 1, cut at 0.2 and again.</summary>
    private static void OrientedGradients(double[] grey, Span<double> bins)
    {
        const int cell = Side / Cells;
        for (int y = 1; y < Side - 1; y++)
        {
            for (int x = 1; x < Side - 1; x++)
            {
                int at = (y * Side) + x;
                double dx = grey[at + 1] - grey[at - 1];
                double dy = grey[at + Side] - grey[at - Side];
                double size = Math.Sqrt((dx * dx) + (dy * dy));
                if (size == 0)
                {
                    continue;
                }

                double angle = Math.Atan2(dy, dx);
                double place = ((angle < 0 ? angle + Math.PI : angle) / Math.PI * Directions) - 0.5;
                int low = (int)Math.Floor(place);
                double share = place - low;
                int start = ((y / cell * Cells) + (x / cell)) * Directions;
                bins[start + ((low + Directions) % Directions)] += size * (1 - share);
                bins[start + ((low + 1) % Directions)] += size * share;
            }
        }

        Normalise(bins);
        foreach (ref double bin in bins)
        {
            bin = Math.Min(bin, 0.2);
        }

        Normalise(bins);
    }

    private static void Normalise(Span<double> bins)
    {
        double square = 0;
        foreach (double bin in bins)
        {
            square += bin * bin;
        }

        double length = Math.Sqrt(square + 1e-10);
        foreach (ref double bin in bins)
        {
            bin /= length;
        }
    }

    /// <summary>The 58 patterns with at most two changes around the circle have a number each, all others share the last.</summary>
    private static int[] UniformPatterns()
    {
        int[] numbers = new int[256];
        int next = 0;
        for (int pattern = 0; pattern < 256; pattern++)
        {
            int turned = (pattern >> 1) | ((pattern & 1) << 7);
            numbers[pattern] =
                System.Numerics.BitOperations.PopCount((uint)(pattern ^ turned)) <= 2 ? next++ : Patterns - 1;
        }

        return numbers;
    }
}
