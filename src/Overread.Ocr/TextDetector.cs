using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using Overread.Dicom.PixelText;

namespace Overread.Ocr;

/// <summary>
/// The network that says of each pixel how likely it lies in the middle of a line of text (Liao et al., Real-time scene text
/// detection with differentiable binarization, AAAI 2020), and the boxes around what it says. Thread-safe.
/// </summary>
internal sealed class TextDetector(InferenceSession session, RunOptions options)
{
    // What the network was trained with; the planes go blue, green, red.
    private static readonly float[] Means = [0.485f, 0.456f, 0.406f];
    private static readonly float[] Deviations = [0.229f, 0.224f, 0.225f];
    private const int Block = 32;
    private const float Inked = 0.3f;
    private const int Thinnest = 3;

    // The network draws the middle of a line; its box is grown by this share of area over half the border.
    private const double Growth = 1.6;

    /// <summary>Places in one part of a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="part">The part that is looked at.</param>
    /// <param name="scale">Factor by which it is enlarged or reduced first.</param>
    internal List<TextPlace> Find(PlanarPicture picture, PixelBox part, double scale)
    {
        int width = Math.Max(Block, (int)Math.Round(part.Width * scale / Block) * Block);
        int height = Math.Max(Block, (int)Math.Round(part.Height * scale / Block) * Block);
        float[] map = Run(picture.Scaled(part, width, height));
        List<TextPlace> places = [];
        bool[] met = new bool[map.Length];
        Stack<int> open = new();
        for (int start = 0; start < map.Length; start++)
        {
            if (!met[start] && map[start] >= Inked)
            {
                (PixelBox core, double score) = Flood(map, width, height, start, met, open);
                if (Math.Min(core.Width, core.Height) >= Thinnest)
                {
                    places.Add(new TextPlace(Placed(core, part, width, height), score));
                }
            }
        }

        return places;
    }

    private float[] Run(ScaledPicture picture)
    {
        int pixels = picture.Width * picture.Height;
        // Pictures come by the thousand: what is as large as they are is used again.
        float[] input = ArrayPool<float>.Shared.Rent(3 * pixels);
        try
        {
            for (int plane = 0; plane < 3; plane++)
            {
                float[] values = picture.Planes[Math.Min(plane, picture.Planes.Length - 1)];
                float factor = 1 / (255 * Deviations[plane]);
                float shift = Means[plane] / Deviations[plane];
                Span<float> to = input.AsSpan(plane * pixels, pixels);
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = (values[i] * factor) - shift;
                }
            }

            using OrtValue tensor = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance,
                input.AsMemory(0, 3 * pixels),
                [1, 3, picture.Height, picture.Width]
            );
            using IDisposableReadOnlyCollection<OrtValue> output = session.Run(
                options,
                session.InputNames,
                [tensor],
                session.OutputNames
            );
            return output[0].GetTensorDataAsSpan<float>().ToArray();
        }
        finally
        {
            ArrayPool<float>.Shared.Return(input);
        }
    }

    private static (PixelBox Core, double Score) Flood(
        float[] map,
        int width,
        int height,
        int start,
        bool[] met,
        Stack<int> open
    )
    {
        (int left, int top, int right, int bottom) = (width, height, 0, 0);
        double sum = 0;
        int count = 0;
        open.Push(start);
        met[start] = true;
        while (open.TryPop(out int at))
        {
            (int y, int x) = Math.DivRem(at, width);
            (left, right) = (Math.Min(left, x), Math.Max(right, x));
            (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
            sum += map[at];
            count++;
            for (int v = Math.Max(0, y - 1); v <= Math.Min(height - 1, y + 1); v++)
            {
                for (int u = Math.Max(0, x - 1); u <= Math.Min(width - 1, x + 1); u++)
                {
                    int next = (v * width) + u;
                    if (!met[next] && map[next] >= Inked)
                    {
                        met[next] = true;
                        open.Push(next);
                    }
                }
            }
        }

        return (new PixelBox(left, top, right - left + 1, bottom - top + 1), sum / count);
    }

    /// <summary>The core grown to the whole line, in pixels of the picture.</summary>
    private static PixelBox Placed(PixelBox core, PixelBox part, int width, int height)
    {
        double by = (double)core.Width * core.Height * Growth / (2 * (core.Width + core.Height));
        double across = (double)part.Width / width;
        double down = (double)part.Height / height;
        int left = Math.Max(0, (int)((core.Left - by) * across));
        int top = Math.Max(0, (int)((core.Top - by) * down));
        int right = Math.Min(part.Width, (int)Math.Ceiling((core.Right + by) * across));
        int bottom = Math.Min(part.Height, (int)Math.Ceiling((core.Bottom + by) * down));
        return new PixelBox(part.Left + left, part.Top + top, right - left, bottom - top);
    }
}
