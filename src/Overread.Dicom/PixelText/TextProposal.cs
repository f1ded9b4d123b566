namespace Overread.Dicom.PixelText;

/// <summary>A place where text seems to be burned into a frame: a proposal for a person, who decides.</summary>
/// <param name="Box">Where.</param>
/// <param name="Confidence">0 to 100, as the recogniser or the shape of the row says.</param>
/// <param name="IsOfHeader">True where the word is one by which the header names people, places or numbers.</param>
/// <param name="Characters">Number of characters read; the text itself is identifying and is not kept.</param>
public sealed record TextProposal(PixelBox Box, double Confidence, bool IsOfHeader, int Characters)
{
    /// <summary>Frames in which it was found; 1 unless all frames of an object were searched.</summary>
    public int Frames { get; init; } = 1;

    /// <summary>
    /// Why a place where a word of the header was read is left as it is, as a person wrote it; null where it is blanked.
    /// </summary>
    public string? Dismissed { get; init; }
}
