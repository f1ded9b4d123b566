using System.Text;
using Microsoft.ML.OnnxRuntime;
using Overread.Dicom.PixelText;

namespace Overread.Ocr;

/// <summary>
/// The network that reads one line of text: at every step along it, how likely each character is (Shi et al., An end-to-end
/// trainable neural network for image-based sequence recognition, TPAMI 2017), the same one twice in a row read once (Graves et
/// al., Connectionist temporal classification, ICML 2006). Thread-safe.
/// </summary>
internal sealed class TextReader(InferenceSession session, RunOptions options, IReadOnlyList<string> characters)
{
    private const int LineHeight = 48;
    private const int Narrowest = 24;
    private const int Widest = 1600;

    /// <summary>Reads a line that lies upright.</summary>
    /// <returns>What it says, and the mean likelihood of its characters, 0 to 1; 0 where nothing was read.</returns>
    internal TextReading Read(PlanarPicture line)
    {
        int width = Math.Clamp((int)Math.Ceiling((double)LineHeight * line.Width / line.Height), Narrowest, Widest);
        ScaledPicture strip = line.Scaled(new PixelBox(0, 0, line.Width, line.Height), width, LineHeight);
        int pixels = width * LineHeight;
        float[] input = new float[3 * pixels];
        for (int plane = 0; plane < 3; plane++)
        {
            float[] values = strip.Planes[Math.Min(plane, strip.Planes.Length - 1)];
            Span<float> to = input.AsSpan(plane * pixels, pixels);
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = (values[i] / 127.5f) - 1;
            }
        }

        using OrtValue tensor = OrtValue.CreateTensorValueFromMemory(input, [1, 3, LineHeight, width]);
        using IDisposableReadOnlyCollection<OrtValue> output = session.Run(
            options,
            session.InputNames,
            [tensor],
            session.OutputNames
        );
        long[] shape = output[0].GetTensorTypeAndShape().Shape;
        return Decode(output[0].GetTensorDataAsSpan<float>(), (int)shape[1], (int)shape[2]);
    }

    /// <summary>The likeliest character of each step; the first class is none, the last is a blank.</summary>
    private TextReading Decode(ReadOnlySpan<float> scores, int steps, int classes)
    {
        StringBuilder text = new();
        double sum = 0;
        int read = 0;
        int last = 0;
        for (int step = 0; step < steps; step++)
        {
            ReadOnlySpan<float> row = scores.Slice(step * classes, classes);
            int best = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(row);
            if (best != 0 && best != last)
            {
                text.Append(best <= characters.Count ? characters[best - 1] : " ");
                sum += row[best];
                read++;
            }

            last = best;
        }

        return new TextReading(text.ToString(), read == 0 ? 0 : sum / read);
    }
}
