namespace Overread.Dicom;

/// <summary>Brings what codecs give out into samples interleaved by pixel, of the object's own width.</summary>
internal static class SampleLayout
{
    /// <param name="decoded">Samples of <paramref name="depth"/> bytes, little endian.</param>
    /// <param name="facts">Facts of the object.</param>
    /// <param name="depth">Bytes of a decoded sample, not more than the object's.</param>
    /// <param name="planes">True where each component is a plane of its own.</param>
    internal static byte[] Arrange(byte[] decoded, ImageFacts facts, int depth, bool planes)
    {
        if (!planes && depth == facts.SampleBytes)
        {
            return decoded;
        }

        byte[] samples = new byte[facts.FrameBytes];
        int pixels = (int)facts.Pixels;
        for (int sample = 0; sample < facts.Samples; sample++)
        {
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                int from = (planes ? (sample * pixels) + pixel : (pixel * facts.Samples) + sample) * depth;
                int to = ((pixel * facts.Samples) + sample) * facts.SampleBytes;
                decoded.AsSpan(from, depth).CopyTo(samples.AsSpan(to));
            }
        }

        return samples;
    }
}
