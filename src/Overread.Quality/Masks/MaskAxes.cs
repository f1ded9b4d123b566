namespace Overread.Quality.Masks;

/// <summary>Axes along which a mask is mirrored.</summary>
[Flags]
public enum MaskAxes
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Left and right of the grid exchanged.</summary>
    X = 1,

    /// <summary>Rows exchanged.</summary>
    Y = 2,

    /// <summary>Slices exchanged.</summary>
    Z = 4,
}
