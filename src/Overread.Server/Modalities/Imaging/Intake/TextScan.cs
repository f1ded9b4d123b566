using Overread.Dicom;
using Overread.Dicom.PixelText;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Modalities.Imaging.Gate;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>
/// Looks for text in the pixels of those images of an entry whose header or kind says that some may be there, and lays
/// proposals before a person. What was read is thrown away: places alone are kept.
/// </summary>
internal sealed class TextScan(string clean, IEntropy entropy)
{
    private const int Margin = 2;
    private readonly TextFinder _finder = new();

    /// <summary>The entry with proposals, and with a risk that knows of them.</summary>
    public ImagingEntry Seek(ImagingEntry entry)
    {
        if (entry.Suspects.Count == 0)
        {
            return entry;
        }

        List<GateBox> boxes = [];
        int looked = 0;
        try
        {
            foreach (SuspectImage suspect in entry.Suspects)
            {
                looked += Seek(entry, suspect, boxes);
            }
        }
        catch (IOException)
        {
            return entry with
            {
                Risk = Math.Max(entry.Risk, EntryState.Doubtful),
                Reasons =
                [
                    .. entry.Reasons,
                    "Text was not looked for: tesseract (Debian package tesseract-ocr) is missing or failed.",
                ],
            };
        }

        int frames = entry.Suspects.Sum(s => s.Frames);
        List<string> reasons = [.. entry.Reasons];
        if (boxes.Count > 0)
        {
            reasons.Insert(
                0,
                boxes.Exists(b => b.OfHeader)
                    ? "A word by which the header names somebody or something was read in the pixels."
                    : $"Text seems to be in the pixels: {boxes.Count} {(boxes.Count == 1 ? "place" : "places")}."
            );
        }

        if (looked < frames)
        {
            reasons.Add("Text could not be looked for in every frame: some cannot be drawn here.");
        }

        return entry with
        {
            Boxes = boxes,
            Reasons = reasons,
            FramesSought = looked,
            Risk =
                boxes.Exists(b => b.OfHeader) ? Math.Max(entry.Risk, 0.95)
                : boxes.Count > 0 ? Math.Max(entry.Risk, 0.75)
                : entry.Risk,
        };
    }

    // Of the received file: its header has the words to look for, and its pixels are still those of the output.
    private int Seek(ImagingEntry entry, SuspectImage suspect, List<GateBox> boxes)
    {
        ImageContent image = (ImageContent)
            entry.Facts.Item.Series.SelectMany(s => s.Files).First(f => f.Id == suspect.File).Content;
        IReadOnlyList<TextProposal> found;
        int looked = suspect.Frames;
        if (suspect.Source is { } source)
        {
            using DicomFile file = DicomFile.Read(source);
            found = _finder.FindInAllFrames(file, true, out Finding? problem);
            looked = problem is null ? looked : 0;
        }
        else if (
            GateImage.OfPhoto(File.ReadAllBytes(Path.Combine(clean, entry.Facts.Paths[suspect.File]))) is { } photo
        )
        {
            found = _finder.Find(photo);
        }
        else
        {
            return 0;
        }

        foreach (TextProposal proposal in found)
        {
            PixelBox box = proposal.Box.Grown(Margin, image.Width, image.Height);
            if (box.Width > 0 && box.Height > 0)
            {
                // Words that stand in one frame may move in the next: the place is proposed for all of them.
                boxes.Add(
                    new(
                        entropy.NewId(),
                        suspect.File,
                        0,
                        "image",
                        box.Left,
                        box.Top,
                        box.Width,
                        box.Height,
                        "text",
                        "proposed"
                    )
                    {
                        OfHeader = proposal.IsOfHeader,
                    }
                );
            }
        }

        return looked;
    }
}
