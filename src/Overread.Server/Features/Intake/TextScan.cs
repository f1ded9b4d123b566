using Overread.Dicom;
using Overread.Domain.Intake;
using Overread.Storage;

namespace Overread.Server.Features.Intake;

/// <summary>
/// Looks for text in the pixels of those images of an entry whose header or kind says that some may be there, and lays
/// proposals before a person. What was read is thrown away: places alone are kept.
/// </summary>
internal sealed class TextScan(string clean, IEntropy entropy)
{
    private const int MostFrames = 24;
    private const int Margin = 2;

    // The finder enlarges what it is given; letters of larger pictures stay legible at this size.
    private const int LargestSide = 1200;
    private readonly TextFinder _finder = new(turned: false);

    /// <summary>The entry with proposals, and with a risk that knows of them.</summary>
    public IntakeEntry Seek(IntakeEntry entry)
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
                Risk = Math.Max(entry.Risk, GateEntry.Doubtful),
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
            reasons.Add($"Text was looked for in {looked} of {frames} frames.");
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

    private int Seek(IntakeEntry entry, SuspectImage suspect, List<GateBox> boxes)
    {
        string path = Path.Combine(clean, entry.Facts.Paths[suspect.File]);
        int step = Math.Max(1, (suspect.Frames + MostFrames - 1) / MostFrames);
        using DicomFile? source = suspect.Source is null ? null : DicomFile.Read(suspect.Source);
        using DicomFile? file = suspect.Source is null ? null : DicomFile.Read(path);
        int looked = 0;
        for (int frame = 0; frame < suspect.Frames; frame += step)
        {
            RenderedFrame? drawn = file is null
                ? GateImage.OfPhoto(File.ReadAllBytes(path), LargestSide)
                : Draw(file, frame);
            if (drawn is null)
            {
                continue;
            }

            looked++;
            FileFacts facts = entry.Facts.Item.Series.SelectMany(s => s.Files).First(f => f.Id == suspect.File);
            foreach (TextProposal proposal in _finder.Find(drawn, source?.Dataset))
            {
                Add(boxes, suspect, frame, proposal, Scaled(proposal.Box, drawn, facts));
            }
        }

        return looked;
    }

    private static RenderedFrame? Draw(DicomFile file, int frame) =>
        FrameRenderer.TryRender(
            file,
            frame,
            new RenderOptions { LargestSide = LargestSide },
            out RenderedFrame drawn,
            out _
        )
            ? drawn
            : null;

    private static PixelBox Scaled(PixelBox box, RenderedFrame drawn, FileFacts facts)
    {
        double x = (double)facts.Width / drawn.Width;
        double y = (double)facts.Height / drawn.Height;
        int left = (int)(box.Left * x);
        int top = (int)(box.Top * y);
        PixelBox full = new(
            left,
            top,
            (int)Math.Ceiling(box.Right * x) - left,
            (int)Math.Ceiling(box.Bottom * y) - top
        );
        return full.Grown(Margin, facts.Width, facts.Height);
    }

    // The same words on many frames are one box for the whole image.
    private void Add(List<GateBox> boxes, SuspectImage suspect, int frame, TextProposal proposal, PixelBox box)
    {
        if (box.Width <= 0 || box.Height <= 0)
        {
            return;
        }

        int at = boxes.FindIndex(b =>
            b.File == suspect.File
            && box.Overlap(new(b.Left, b.Top, b.Width, b.Height)) * 2
                > Math.Min((long)box.Width * box.Height, (long)b.Width * b.Height)
        );
        if (at < 0)
        {
            boxes.Add(
                new(
                    entropy.NewId(),
                    suspect.File,
                    frame,
                    suspect.Frames == 1 ? "image" : "frame",
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
            return;
        }

        GateBox old = boxes[at];
        int left = Math.Min(old.Left, box.Left);
        int top = Math.Min(old.Top, box.Top);
        boxes[at] = old with
        {
            Left = left,
            Top = top,
            Width = Math.Max(old.Left + old.Width, box.Right) - left,
            Height = Math.Max(old.Top + old.Height, box.Bottom) - top,
            Reach = old.Frame == frame ? old.Reach : "image",
            OfHeader = old.OfHeader || proposal.IsOfHeader,
        };
    }
}
