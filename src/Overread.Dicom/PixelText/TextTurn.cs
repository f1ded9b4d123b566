namespace Overread.Dicom.PixelText;

/// <summary>How a place is turned before it is read.</summary>
public enum TextTurn
{
    /// <summary>Not at all: it is read from left to right.</summary>
    Upright,

    /// <summary>A quarter to the left: its lines run from top to bottom.</summary>
    Left,

    /// <summary>A quarter to the right: its lines run from bottom to top.</summary>
    Right,

    /// <summary>By half: it stands on its head.</summary>
    Over,

    /// <summary>Left and right exchanged: the picture was flipped with its text in it.</summary>
    Mirrored,
}
