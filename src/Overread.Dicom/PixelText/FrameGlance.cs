using Overread.Dicom.Pixels;

namespace Overread.Dicom.PixelText;

/// <summary>
/// A quick look at a picture: whether anything in it might be text that is not known already. Made to miss no picture with
/// text; what it finds too much, the search takes away.
/// </summary>
internal static class FrameGlance
{
    private const double LongSide = 256;
    private const double LeastScale = 0.25;
    private const double LeastPlace = 0.5;
    private const double SureRow = 0.99;
    private const int LeastLetters = 5;
    private const double Known = 0.6;
    private const int Room = 48;
    private const double Giant = 0.25;
    private const double Undoubted = 0.9;

    /// <summary>Places of a picture that might be text.</summary>
    internal static List<PixelBox> Places(ITextEngine engine, RenderedFrame frame, bool turned)
    {
        double scale = Math.Clamp(LongSide / Math.Max(frame.Width, frame.Height), LeastScale, 1);
        return
        [
            .. engine.Find(frame, scale).Where(place => place.Score >= LeastPlace).Select(place => place.Box),
            .. TextLines
                .Find(GreyPicture.Of(frame))
                .Where(line => line.Score >= SureRow && line.Letters >= LeastLetters && (turned || !line.Vertical))
                .Select(line => line.Box),
        ];
    }

    /// <summary>True where a place lies in boxes that are known, give or take half the height of a line.</summary>
    internal static bool IsKnown(PixelBox place, IReadOnlyList<PixelBox> known, RenderedFrame frame) =>
        TextProposals.Share(
            place,
            [.. known.Select(k => k.Grown(2 + (Math.Min(k.Width, k.Height) / 2), frame.Width, frame.Height))]
        ) >= Known;

    /// <summary>True where letters would be higher than a quarter of the picture: mostly organs and cells.</summary>
    internal static bool IsGiant(PixelBox place, RenderedFrame frame) =>
        Math.Min(place.Width, place.Height) > Giant * Math.Min(frame.Width, frame.Height);

    /// <summary>True where one of some places is read without doubt.</summary>
    internal static bool AnyReads(ITextEngine engine, RenderedFrame frame, IEnumerable<PixelBox> places)
    {
        TextLook[] looks =
        [
            .. places.SelectMany(place =>
                place.Height > place.Width
                    ? (TextLook[])[new(place, TextTurn.Upright), new(place, TextTurn.Left), new(place, TextTurn.Right)]
                    : [new(place, TextTurn.Upright)]
            ),
        ];
        return looks.Length > 0
            && engine.Read(frame, looks).Any(r => r.Confidence >= Undoubted && r.Text.Count(char.IsLetterOrDigit) >= 2);
    }

    /// <summary>
    /// The parts of a picture in which places lie, each with room for a line beside it; those that overlap are one.
    /// </summary>
    internal static List<PixelBox> Neighbourhoods(IEnumerable<PixelBox> places, RenderedFrame frame)
    {
        List<PixelBox> parts = [];
        foreach (PixelBox place in places)
        {
            PixelBox part = place.Grown(Room, frame.Width, frame.Height);
            int at;
            while ((at = parts.FindIndex(p => p.Overlap(part) > 0)) >= 0)
            {
                part = TextLines.Joined(part, parts[at]);
                parts.RemoveAt(at);
            }

            parts.Add(part);
        }

        return parts;
    }
}
