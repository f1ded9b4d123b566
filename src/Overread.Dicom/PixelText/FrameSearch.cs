using Overread.Dicom.Pixels;

namespace Overread.Dicom.PixelText;

/// <summary>
/// Text in one picture. Two engines propose that miss different things: the network (<see cref="ITextEngine.Find"/>) and rows
/// of like strokes (<see cref="TextLines"/>). A place counts where it can be read, or stands in one line with what can:
/// anatomy has rows of strokes too, and cells are rings like an O, but neither spells anything.
/// </summary>
internal sealed class FrameSearch
{
    // Small letters of pictures of usual size are enlarged to what the network knows; large pictures keep half their size.
    private const double LongSide = 960;
    private const double LargestScale = 1.5;
    private const double LeastScale = 0.5;

    private const double TurnedScale = 0.67;
    private const double LeastPlace = 0.5;
    private const double LeastRow = 0.5;
    private const int MostRows = 20;
    private const int MostRowsOfPart = 6;
    private const int LargeSide = 1300;

    // Readings that count, fitted on generated pictures and on real ones without a word (docs/conformance/pixel-text.md).
    private const double ReadPlace = 0.6;
    private const double ReadShort = 0.8;
    private const double ReadRow = 0.8;
    private const double ReadSureRow = 0.65;
    private const double SureRow = 0.9;
    private const int SureLetters = 4;
    private const double ReadTurned = 0.85;
    private const double ReadHeader = 0.4;
    private const double ReadLarge = 0.9;
    private const double Large = 0.2;
    private const double Square = 1.5;

    private readonly ITextEngine _engine;
    private readonly HeaderWords _words;
    private readonly bool _turned;
    private readonly RenderedFrame _frame;
    private readonly bool _isPart;
    private readonly int _longSide;
    private readonly int _shortSide;
    private readonly double _scale;

    /// <param name="engine">What finds and reads lines.</param>
    /// <param name="frame">The picture, or a part of it.</param>
    /// <param name="words">What names somebody.</param>
    /// <param name="turned">True to look for text that does not lie upright as well.</param>
    /// <param name="of">The whole picture, whose size says how large letters are; null where the frame is it.</param>
    internal FrameSearch(
        ITextEngine engine,
        RenderedFrame frame,
        HeaderWords words,
        bool turned,
        RenderedFrame? of = null
    )
    {
        _isPart = of is not null;
        of ??= frame;
        _longSide = Math.Max(of.Width, of.Height);
        _shortSide = Math.Min(of.Width, of.Height);
        _scale = Math.Clamp(LongSide / _longSide, LeastScale, LargestScale);
        _engine = engine;
        _frame = frame;
        _words = words;
        _turned = turned;
    }

    /// <summary>A place that was looked at: what it came from, and what was read there.</summary>
    private sealed record Candidate(
        PixelBox Box,
        double Score,
        bool IsRow,
        string Text,
        double Confidence,
        bool OfHeader
    )
    {
        internal int Letters => Text.Count(char.IsLetterOrDigit);
    }

    /// <summary>Places where text is.</summary>
    internal List<TextProposal> Find()
    {
        List<Candidate> places = Read([.. Places().Select(p => (p.Box, p.Score, false))]);
        List<Candidate> found = [.. places.Where(IsText)];
        PixelBox[] known = [.. found.Select(f => f.Box)];
        found.AddRange(
            Read([.. Rows().Where(r => !Holds(known, r.Box)).Select(r => (r.Box, r.Score, true))]).Where(IsText)
        );
        AddNeighbours(found, places);
        return TextProposals.Merge(
            found.Select(f => new TextProposal(
                f.IsRow
                    ? f.Box
                    : f.Box.Grown(1 + (Math.Min(f.Box.Width, f.Box.Height) / 10), _frame.Width, _frame.Height),
                100 * Math.Max(f.Confidence, f.IsRow ? 0 : Math.Min(f.Score, 0.5)),
                f.OfHeader,
                f.Letters
            ))
        );
    }

    private IEnumerable<TextPlace> Places()
    {
        IEnumerable<TextPlace> places = _engine.Find(_frame, _scale);
        if (_turned)
        {
            // The network was taught lying text: standing lines come out whole where the picture is laid down.
            places = places.Concat(
                _engine
                    .Find(_frame.Turned(), Math.Max(LeastScale, _scale * TurnedScale))
                    .Where(place => place.Box.Width >= Square * place.Box.Height)
                    .Select(place => place with { Box = Raised(place.Box) })
            );
        }

        return places.Where(place => place.Score >= LeastPlace);
    }

    private PixelBox Raised(PixelBox box) => new(box.Top, _frame.Height - box.Right, box.Height, box.Width);

    private IEnumerable<(PixelBox Box, double Score)> Rows()
    {
        GreyPicture picture = GreyPicture.Of(_frame);
        IEnumerable<TextLine> lines = TextLines.Find(picture);
        if (_longSide > LargeSide)
        {
            // Large letters of large pictures have the size that the window is made for in a smaller one.
            lines = lines.Concat(TextLines.Find(picture.Scaled(0.5)).Select(Doubled));
        }

        return lines
            .Where(line => line.Score >= LeastRow && (_turned || !line.Vertical))
            .OrderByDescending(line => line.Score)
            .Take(_isPart ? MostRowsOfPart : MostRows)
            .Select(line => (TextProposals.Padded(line.Box, _frame), line.Score));
    }

    private static TextLine Doubled(TextLine line) =>
        line with
        {
            Box = new PixelBox(line.Box.Left * 2, line.Box.Top * 2, line.Box.Width * 2, line.Box.Height * 2),
        };

    /// <summary>Reads places as they lie or stand; those of the network that say nothing so also on their head and mirrored.</summary>
    private List<Candidate> Read(IReadOnlyList<(PixelBox Box, double Score, bool IsRow)> places)
    {
        Candidate[] read = [.. places.Select(p => new Candidate(p.Box, p.Score, p.IsRow, "", 0, false))];
        Read(read, c => c.Box.Height > Square * c.Box.Width ? [TextTurn.Left, TextTurn.Right] : [TextTurn.Upright], 1);
        Read(
            read,
            c =>
                !_turned || c.IsRow || IsText(c) || c.Box.Width < Square * c.Box.Height
                    ? []
                    : [TextTurn.Over, TextTurn.Mirrored],
            ReadPlace / ReadTurned
        );
        return [.. read];
    }

    private void Read(Candidate[] places, Func<Candidate, TextTurn[]> turns, double worth)
    {
        (int Index, TextLook Look)[] looks =
        [
            .. Enumerable
                .Range(0, places.Length)
                .SelectMany(i => turns(places[i]).Select(turn => (i, new TextLook(places[i].Box, turn)))),
        ];
        IReadOnlyList<TextReading> readings = _engine.Read(_frame, [.. looks.Select(l => l.Look)]);
        for (int i = 0; i < looks.Length; i++)
        {
            Candidate place = places[looks[i].Index];
            if (readings[i].Confidence * worth > place.Confidence)
            {
                places[looks[i].Index] = place with
                {
                    Text = readings[i].Text,
                    Confidence = readings[i].Confidence * worth,
                    OfHeader = _words.AreIn(readings[i].Text),
                };
            }
        }
    }

    private bool IsText(Candidate place)
    {
        (int along, int across) =
            place.Box.Width >= place.Box.Height
                ? (place.Box.Width, place.Box.Height)
                : (place.Box.Height, place.Box.Width);
        double needed =
            across > Large * _shortSide ? ReadLarge
            : place.IsRow && place.Score >= SureRow && place.Letters >= SureLetters ? ReadSureRow
            : place.IsRow ? ReadRow
            : along < Square * across || place.Letters < SureLetters ? ReadShort
            : ReadPlace;
        return (place.OfHeader && place.Confidence >= ReadHeader)
            || (place.Letters >= (place.IsRow ? 3 : 2) && place.Confidence >= needed);
    }

    /// <summary>Initials, numbers and what could not be read, where they stand in one line with what could.</summary>
    private static void AddNeighbours(List<Candidate> found, List<Candidate> places)
    {
        List<Candidate> left = [.. places.Except(found)];
        bool grown = true;
        while (grown)
        {
            grown = false;
            foreach (Candidate place in left.Where(p => found.Exists(f => AreOneLine(f.Box, p.Box))).ToList())
            {
                found.Add(place);
                left.Remove(place);
                grown = true;
            }
        }
    }

    private static bool AreOneLine(PixelBox one, PixelBox other)
    {
        (int shared, int gap, int high, int low) =
            one.Width >= one.Height
                ? (
                    Math.Min(one.Bottom, other.Bottom) - Math.Max(one.Top, other.Top),
                    Math.Max(one.Left, other.Left) - Math.Min(one.Right, other.Right),
                    one.Height,
                    other.Height
                )
                : (
                    Math.Min(one.Right, other.Right) - Math.Max(one.Left, other.Left),
                    Math.Max(one.Top, other.Top) - Math.Min(one.Bottom, other.Bottom),
                    one.Width,
                    other.Width
                );
        return shared * 2 >= Math.Min(high, low)
            && Math.Max(high, low) <= 2.5 * Math.Min(high, low)
            && gap <= 2 * Math.Max(high, low);
    }

    private static bool Holds(PixelBox[] known, PixelBox box) => TextProposals.Share(box, known) >= 0.8;
}
