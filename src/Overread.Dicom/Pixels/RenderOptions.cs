namespace Overread.Dicom.Pixels;

/// <summary>How a frame is brought to 8 bits.</summary>
public sealed record RenderOptions
{
    /// <summary>The object's own first window, full size.</summary>
    public static RenderOptions Default { get; } = new();

    /// <summary>Centre of the window in output units of the modality transform (HU for CT); null for the object's own.</summary>
    public double? WindowCenter { get; init; }

    /// <summary>Width of the window in the same units; null for the object's own.</summary>
    public double? WindowWidth { get; init; }

    /// <summary>
    /// True for a grey picture that shows the values which occur, whatever the window: for whoever looks for something
    /// hidden. Up to 256 values each get a grey of their own. Colours stay as they are.
    /// </summary>
    public bool EveryValue { get; init; }

    /// <summary>Greatest width and height; larger frames are reduced by averaging. 0 for full size.</summary>
    public int LargestSide { get; init; }
}
