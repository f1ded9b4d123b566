namespace Overread.Quality.Masks;

/// <summary>What is wrong with a mask among others.</summary>
public enum MaskFault
{
    /// <summary>It fits the others.</summary>
    None,

    /// <summary>No voxel is foreground, while others have some.</summary>
    Empty,

    /// <summary>Every voxel is foreground, while others have background.</summary>
    Full,

    /// <summary>Foreground and background are exchanged.</summary>
    Inverted,

    /// <summary>It fits the others after mirroring along some axes.</summary>
    Mirrored,

    /// <summary>It fits the others after moving it.</summary>
    Shifted,

    /// <summary>It does not fit the others, and no simple change makes it fit.</summary>
    Outlier,
}
