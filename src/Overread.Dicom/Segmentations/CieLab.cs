namespace Overread.Dicom.Segmentations;

/// <summary>Colours as CIELab with the D50 white of the profile connection space, scaled to 16 bits (PS3.3 C.10.7.1.1).</summary>
internal static class CieLab
{
    private static readonly double[] White = [0.9642, 1.0, 0.8249];

    // sRGB to XYZ, adapted from D65 to D50 by Bradford (IEC 61966-2-1 and ICC.1).
    private static readonly double[][] ToXyz =
    [
        [0.4360747, 0.3850649, 0.1430804],
        [0.2225045, 0.7168786, 0.0606169],
        [0.0139322, 0.0971045, 0.7141733],
    ];

    private static readonly double[][] FromXyz =
    [
        [3.1338561, -1.6168667, -0.4906146],
        [-0.9787684, 1.9161415, 0.0334540],
        [0.0719453, -0.2289914, 1.4052427],
    ];

    internal static ushort[] FromSrgb(byte red, byte green, byte blue)
    {
        double[] linear = [Linear(red), Linear(green), Linear(blue)];
        double[] f = new double[3];
        for (int i = 0; i < 3; i++)
        {
            double t = ((ToXyz[i][0] * linear[0]) + (ToXyz[i][1] * linear[1]) + (ToXyz[i][2] * linear[2])) / White[i];
            f[i] = t > 216.0 / 24389 ? Math.Cbrt(t) : ((24389.0 / 27 * t) + 16) / 116;
        }

        (double l, double a, double b) = ((116 * f[1]) - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2]));
        return [Scaled(l / 100), Scaled((a + 128) / 255), Scaled((b + 128) / 255)];
    }

    internal static (byte, byte, byte) ToSrgb(double l, double a, double b)
    {
        double y = ((l / 65535 * 100) + 16) / 116;
        double[] f = [y + (((a / 65535 * 255) - 128) / 500), y, y - (((b / 65535 * 255) - 128) / 200)];
        double[] xyz = new double[3];
        for (int i = 0; i < 3; i++)
        {
            double cube = f[i] * f[i] * f[i];
            xyz[i] = White[i] * (cube > 216.0 / 24389 ? cube : ((116 * f[i]) - 16) / (24389.0 / 27));
        }

        return (Byte(0), Byte(1), Byte(2));

        byte Byte(int row)
        {
            double linear = (FromXyz[row][0] * xyz[0]) + (FromXyz[row][1] * xyz[1]) + (FromXyz[row][2] * xyz[2]);
            double part = linear <= 0.0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055;
            return (byte)Math.Clamp(Math.Round(part * 255), 0, 255);
        }
    }

    private static ushort Scaled(double part) => (ushort)Math.Clamp(Math.Round(part * 65535), 0, 65535);

    private static double Linear(byte value)
    {
        double part = value / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
    }
}
