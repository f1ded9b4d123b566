namespace Overread.Imaging.Marks;

/// <summary>Colours for labels whose source has none: evenly turned hues, told apart by those who do not see red from green by their lightness.</summary>
public static class LabelColours
{
    /// <summary>The colour of a label by its place in the list, from 0.</summary>
    public static (byte Red, byte Green, byte Blue) Of(int place)
    {
        // The golden angle keeps neighbours in the list far apart in hue.
        double hue = place * 0.61803398875 % 1 * 6;
        double light = (place % 3) switch
        {
            0 => 1,
            1 => 0.75,
            _ => 0.55,
        };
        double x = 1 - Math.Abs((hue % 2) - 1);
        (double r, double g, double b) = (int)hue switch
        {
            0 => (1.0, x, 0.0),
            1 => (x, 1.0, 0.0),
            2 => (0.0, 1.0, x),
            3 => (0.0, x, 1.0),
            4 => (x, 0.0, 1.0),
            _ => (1.0, 0.0, x),
        };
        return (Byte(r * light), Byte(g * light), Byte(b * light));
    }

    private static byte Byte(double part) => (byte)Math.Round(255 * ((0.85 * part) + 0.1));
}
