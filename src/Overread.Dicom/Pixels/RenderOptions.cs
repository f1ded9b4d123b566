namespace Overread.Dicom;

/// <summary>How a frame is brought to 8 bits.</summary>
public sealed record RenderOptions
{
    /// <summary>The object's own first window, full size.</summary>
    public static RenderOptions Default { get; } = new();

    /// <summary>Centre of the window in output units of the modality transform (HU for CT); null for the object's own.</summary>
    public double? WindowCenter { get; init; }

    /// <summary>Width of the window in the same units; null for the object's own.</summary>
    public double? WindowWidth { get; init; }

    /// <summary>Greatest width and height; larger frames are reduced by averaging. 0 for full size.</summary>
    public int LargestSide { get; init; }
}
