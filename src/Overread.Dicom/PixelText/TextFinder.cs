using Overread.Dicom.Deidentify;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.PixelText;

/// <summary>
/// Looks for text in rendered frames in two ways that miss different things: by shape (rows of like strokes, whether or not
/// they can be read) and by reading with the system's tesseract, both the rows that were found and the whole frame. Finds
/// places; reading them right does not matter for blanking them. Thread-safe.
/// </summary>
public sealed class TextFinder
{
    // A row that is this likely text is proposed even if nothing in it can be read.
    private const double SureShape = 0.6;
    private const double ShapeWorthReading = 0.05;
    private const double SureWord = 55;
    private const int MostLines = 60;
    private const int LargeSide = 1300;
    private readonly bool _turned;

    /// <summary>Prepares a finder.</summary>
    /// <param name="turned">True to look for vertical text as well.</param>
    public TextFinder(bool turned = true) => _turned = turned;

    /// <summary>Places where text seems to be.</summary>
    /// <param name="frame">A rendered frame.</param>
    /// <param name="header">The object, whose identifying words are marked; null for none.</param>
    /// <exception cref="IOException">tesseract is not installed (Debian package tesseract-ocr) or failed.</exception>
    public IReadOnlyList<TextProposal> Find(RenderedFrame frame, Dataset? header = null)
    {
        IReadOnlySet<string> words = header is null ? new HashSet<string>() : HeaderWords(header);
        GreyPicture picture = GreyPicture.Of(frame);
        List<TextProposal> found = [.. Lines(picture, words), .. WholeFrame(picture, words)];
        return Merge(found);
    }

    /// <summary>
    /// Places over all frames of an object, moving text and single flashes included: every frame is searched by shape, and
    /// read as well where it is the first or shows rows that no frame before it had. Values that the object's own window
    /// does not show are searched as well.
    /// </summary>
    /// <param name="file">The object; must stay open.</param>
    /// <param name="likely">
    /// True where something tells of text: then the first frame is read whole, whatever its shapes; else like all others.
    /// </param>
    /// <param name="problem">The first frame that could not be rendered and so was not searched; null where all were.</param>
    /// <exception cref="IOException">tesseract is not installed (Debian package tesseract-ocr) or failed.</exception>
    public IReadOnlyList<TextProposal> FindInAllFrames(DicomFile file, bool likely, out Finding? problem)
    {
        problem = null;
        List<TextProposal> all = [];
        int frames = Math.Max(1, file.Dataset.GetInt(Tags.NumberOfFrames) ?? 1);
        for (int number = 0; number < frames; number++)
        {
            if (!FrameRenderer.TryRenderViews(file, number, out IReadOnlyList<RenderedFrame> views, out Finding? bad))
            {
                problem ??= bad;
                continue;
            }

            PixelBox[] rows =
            [
                .. number == 0 && likely
                    ? []
                    : views
                        .SelectMany(view => TextLines.Find(GreyPicture.Of(view)))
                        .Where(line => line.Score >= SureShape && (_turned || !line.Vertical))
                        .Select(line => line.Box),
            ];
            if (number == 0 && likely || rows.Any(row => !all.Exists(known => Holds(known.Box, row))))
            {
                Add(all, Merge([.. views.SelectMany(view => Find(view, file.Dataset))]));
            }
            else
            {
                for (int i = 0; i < all.Count; i++)
                {
                    bool seen = rows.Any(row => Holds(all[i].Box, row));
                    all[i] = seen ? all[i] with { Frames = all[i].Frames + 1 } : all[i];
                }
            }
        }

        return all;
    }

    private static void Add(List<TextProposal> all, IReadOnlyList<TextProposal> found)
    {
        foreach (TextProposal proposal in found)
        {
            int at = all.FindIndex(known => Holds(known.Box, proposal.Box));
            if (at < 0)
            {
                all.Add(proposal);
            }
            else
            {
                all[at] = all[at] with
                {
                    Box = TextLines.Joined(all[at].Box, proposal.Box),
                    IsOfHeader = all[at].IsOfHeader || proposal.IsOfHeader,
                    Frames = all[at].Frames + 1,
                };
            }
        }
    }

    private static bool Holds(PixelBox known, PixelBox box) => known.Overlap(box) * 4 >= 3L * box.Width * box.Height;

    private static IReadOnlySet<string> HeaderWords(Dataset header) =>
        SourceWords
            .Collect(
                header,
                header.GetText(Tags.PatientIdentityRemoved) == "YES" ? header.GetText(Tags.PatientId) ?? "" : ""
            )
            .Words;

    private IEnumerable<TextProposal> Lines(GreyPicture picture, IReadOnlySet<string> words)
    {
        List<TextLine> lines = TextLines.Find(picture);
        if (Math.Max(picture.Width, picture.Height) > LargeSide)
        {
            // Large letters of large pictures have the size that the window is made for in a smaller one.
            lines.AddRange(TextLines.Find(picture.Scaled(0.5)).Select(Doubled));
        }

        TextLine[] worth =
        [
            .. lines
                .Where(line => line.Score >= ShapeWorthReading && (_turned || !line.Vertical))
                .OrderByDescending(line => line.Score)
                .Take(MostLines),
        ];
        List<ReadWord>[] read = LineSheet.Read(picture, worth);
        for (int i = 0; i < worth.Length; i++)
        {
            ReadWord[] sure = [.. read[i].Where(word => word.Confidence >= SureWord && word.Text.Length >= 2)];
            bool ofHeader = read[i].Exists(word => IsOfHeader(word.Text, words));
            int letters = sure.Sum(word => word.Text.Length);
            if (letters >= 3 || ofHeader || worth[i].Score >= SureShape)
            {
                double confidence = Math.Max(
                    100 * worth[i].Score,
                    letters >= 3 ? sure.Max(word => word.Confidence) : 0
                );
                yield return new TextProposal(
                    Padded(worth[i].Box, picture),
                    confidence,
                    ofHeader,
                    Math.Max(letters, worth[i].Letters)
                );
            }
        }
    }

    /// <summary>Full stops, accents and soft edges lie outside the strokes that were found.</summary>
    private static PixelBox Padded(PixelBox box, GreyPicture picture) =>
        box.Grown(2 + (Math.Min(box.Width, box.Height) / 5), picture.Width, picture.Height);

    private static TextLine Doubled(TextLine line) =>
        line with
        {
            Box = new PixelBox(line.Box.Left * 2, line.Box.Top * 2, line.Box.Width * 2, line.Box.Height * 2),
        };

    /// <summary>Reads the frame as scattered text, both polarities: finds what is no row of separate strokes.</summary>
    private static IEnumerable<TextProposal> WholeFrame(GreyPicture picture, IReadOnlySet<string> words)
    {
        double factor = Math.Clamp(1800.0 / Math.Max(picture.Width, picture.Height), 0.5, 2.5);
        GreyPicture scaled = picture.Scaled(factor);
        foreach (GreyPicture page in (GreyPicture[])[scaled.Inverse(), scaled])
        {
            foreach (ReadWord word in Tesseract.Read(page, 11))
            {
                bool ofHeader = IsOfHeader(word.Text, words);
                if (ofHeader || (word.Confidence >= SureWord && word.Text.Length >= 3))
                {
                    PixelBox box = new(
                        (int)(word.Box.Left / factor),
                        (int)(word.Box.Top / factor),
                        (int)Math.Ceiling(word.Box.Width / factor) + 1,
                        (int)Math.Ceiling(word.Box.Height / factor) + 1
                    );
                    yield return new TextProposal(Padded(box, picture), word.Confidence, ofHeader, word.Text.Length);
                }
            }
        }
    }

    /// <summary>True for a word of the header, also with one letter misread where it is long.</summary>
    private static bool IsOfHeader(string text, IReadOnlySet<string> words) =>
        text.Length >= 3 && (words.Contains(text) || text.Length >= 5 && words.Any(word => IsNear(word, text)));

    private static bool IsNear(string word, string text)
    {
        if (Math.Abs(word.Length - text.Length) > 1 || word.Length < 5)
        {
            return false;
        }

        int start = 0;
        while (start < Math.Min(word.Length, text.Length) && word[start] == text[start])
        {
            start++;
        }

        int end = 0;
        while (end < Math.Min(word.Length, text.Length) - start && word[^(end + 1)] == text[^(end + 1)])
        {
            end++;
        }

        return Math.Max(word.Length, text.Length) - start - end <= 1;
    }

    /// <summary>Of boxes that lie over each other, the surest stays, grown to hold the others.</summary>
    private static List<TextProposal> Merge(List<TextProposal> found)
    {
        List<TextProposal> merged = [];
        foreach (
            TextProposal proposal in found.OrderByDescending(p => p.IsOfHeader).ThenByDescending(p => p.Confidence)
        )
        {
            int at = merged.FindIndex(other =>
                other.Box.Overlap(proposal.Box) * 2
                > Math.Min((long)other.Box.Width * other.Box.Height, (long)proposal.Box.Width * proposal.Box.Height)
            );
            if (at < 0)
            {
                merged.Add(proposal);
            }
            else
            {
                merged[at] = merged[at] with { Box = TextLines.Joined(merged[at].Box, proposal.Box) };
            }
        }

        return merged;
    }
}
