using Overread.Dicom.Pixels;

namespace Overread.Dicom.PixelText;

/// <summary>
/// Finds and reads lines of text in pictures. This library asks for one and brings none, so that whoever reads headers alone
/// carries no networks; Overread.Ocr has one. Must be safe for threads.
/// </summary>
public interface ITextEngine
{
    /// <summary>What it is and of which version, for the record: another one may find other text.</summary>
    string Name { get; }

    /// <summary>Places that look like a line of text.</summary>
    /// <param name="frame">A picture.</param>
    /// <param name="scale">Factor above 0 by which it is enlarged or reduced first: the size at which small letters are looked for.</param>
    IReadOnlyList<TextPlace> Find(RenderedFrame frame, double scale);

    /// <summary>Reads places of a picture.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="looks">Where, and how turned.</param>
    /// <returns>One reading for each, in their order.</returns>
    IReadOnlyList<TextReading> Read(RenderedFrame frame, IReadOnlyList<TextLook> looks);
}
