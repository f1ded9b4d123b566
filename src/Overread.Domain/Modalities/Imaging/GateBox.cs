namespace Overread.Domain.Modalities.Imaging;

/// <summary>One rectangle of pixels at the gate: proposed by the text finder or drawn by a person.</summary>
/// <param name="Id">Made by whoever made the box.</param>
/// <param name="File">The image it was made on.</param>
/// <param name="Frame">The frame it was made on, from 0.</param>
/// <param name="Reach"><c>frame</c>, <c>image</c> (every frame of the file) or <c>entry</c> (every image of the same size).</param>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Origin"><c>text</c> (a finder), <c>hand</c> (a person), or <c>stencil</c> (a person, for every picture of its device and size).</param>
/// <param name="State"><c>proposed</c>, <c>accepted</c> (blanked at approval) or <c>dismissed</c>.</param>
public sealed record GateBox(
    string Id,
    string File,
    int Frame,
    [Words("frame", "image", "entry")] string Reach,
    int Left,
    int Top,
    int Width,
    int Height,
    [Words("text", "hand", "stencil")] string Origin,
    [Words("proposed", "accepted", "dismissed")] string State
)
{
    /// <summary>True where a person moved or resized what the finder had proposed.</summary>
    public bool Edited { get; init; }

    /// <summary>True where the finder read a word by which the source's header names people, places or numbers.</summary>
    public bool OfHeader { get; init; }

    /// <summary>Why a place where the header's own words were read is not blanked; null where it is, and of other places.</summary>
    public string? Reason { get; init; }

    /// <summary>True where the box covers a frame of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="frame">From 0.</param>
    /// <param name="sameSize">True where the file's frames are as wide and high as those the box was made on.</param>
    public bool Covers(string file, int frame, bool sameSize) =>
        Reach switch
        {
            "entry" => sameSize,
            "image" => File == file,
            _ => File == file && Frame == frame,
        };
}
