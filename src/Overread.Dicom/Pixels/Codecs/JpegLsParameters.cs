using System.Numerics;

namespace Overread.Dicom.Pixels.Codecs;

/// <summary>Coding parameters of a JPEG-LS scan, given or by default (ISO/IEC 14495-1 C.2.4.1.1).</summary>
internal sealed record JpegLsParameters(
    int Most,
    int Near,
    int T1,
    int T2,
    int T3,
    int Reset,
    int Range,
    int FullBits,
    int Limit
)
{
    internal static JpegLsParameters Of(int most, int near, (int T1, int T2, int T3) given, int reset)
    {
        if (most is < 1 or > 65535 || near > Math.Min(255, most / 2))
        {
            throw new FrameCodecException("JPEG-LS parameters that contradict each other");
        }

        (int t1, int t2, int t3) = Defaults(most, near);
        int range = ((most + (2 * near)) / ((2 * near) + 1)) + 1;
        int bits = Math.Max(2, Ceiling(most + 1));
        return new JpegLsParameters(
            most,
            near,
            given.T1 == 0 ? t1 : given.T1,
            given.T2 == 0 ? t2 : given.T2,
            given.T3 == 0 ? t3 : given.T3,
            reset < 3 ? 64 : reset,
            range,
            Ceiling(range),
            2 * (bits + Math.Max(8, bits))
        );
    }

    private static int Ceiling(int value) => value <= 1 ? 0 : BitOperations.Log2((uint)value - 1) + 1;

    private static (int T1, int T2, int T3) Defaults(int most, int near)
    {
        int Clamp(int value, int least) => value > most || value < least ? least : value;
        int t1;
        int t2;
        if (most >= 128)
        {
            int factor = (Math.Min(most, 4095) + 128) / 256;
            t1 = Clamp(factor + 2 + (3 * near), near + 1);
            t2 = Clamp((factor * 4) + 3 + (5 * near), t1);
            return (t1, t2, Clamp((factor * 17) + 4 + (7 * near), t2));
        }

        int divisor = 256 / (most + 1);
        t1 = Clamp(Math.Max(2, (3 / divisor) + (3 * near)), near + 1);
        t2 = Clamp(Math.Max(3, (7 / divisor) + (5 * near)), t1);
        return (t1, t2, Clamp(Math.Max(4, (21 / divisor) + (7 * near)), t2));
    }
}
