using Overread.Dicom;
using Overread.Dicom.Pixels;
using Overread.Dicom.PixelText;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Modalities.Imaging.Gate;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>
/// Looks for text in the pixels of every image of an entry, whatever its header says, and lays proposals before a person. What
/// was read is thrown away: places alone are kept.
/// </summary>
/// <param name="engine">What finds and reads lines; made when it is first asked.</param>
/// <param name="clean">The folder of the cleaned files.</param>
/// <param name="entropy">For ids.</param>
/// <param name="former">Of images that were looked at before, what people have made of it.</param>
internal sealed class TextScan(Lazy<ITextEngine> engine, string clean, IEntropy entropy, FormerBoxes former)
{
    /// <summary>Said of an entry in which not all could be looked at.</summary>
    public const string NotAllDrawn = "Text could not be looked for in every frame: some cannot be drawn here.";

    /// <summary>Begins what is said of an entry in which nothing was looked at.</summary>
    public const string NotLooked = "Text was not looked for: ";

    private const int Margin = 2;

    /// <summary>True of what is said of an entry in which not all was looked at.</summary>
    public static bool IsUnsearched(string reason) =>
        reason == NotAllDrawn || reason.StartsWith(NotLooked, StringComparison.Ordinal);

    /// <summary>What one image showed.</summary>
    private sealed record Looked(int Frames, IReadOnlyList<GateBox> Boxes);

    /// <summary>The entry with proposals, and with a risk that knows of them.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="step">Told after each image; safe for threads.</param>
    /// <param name="cancel">Stops it between two images.</param>
    public ImagingEntry Seek(ImagingEntry entry, Action step, CancellationToken cancel)
    {
        if (entry.Sought.Count == 0)
        {
            return entry;
        }

        TextFinder finder;
        try
        {
            finder = new TextFinder(engine.Value);
        }
        catch (IOException exception)
        {
            return entry with
            {
                Risk = Math.Max(entry.Risk, EntryState.Doubtful),
                Reasons = [.. entry.Reasons, NotLooked + exception.Message],
            };
        }

        Dictionary<string, FileFacts> files = entry.Facts.Item.Series.SelectMany(s => s.Files).ToDictionary(f => f.Id);
        Looked[] looked = new Looked[entry.Sought.Count];
        Parallel.For(
            0,
            looked.Length,
            new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount },
            i =>
            {
                SoughtImage image = entry.Sought[i];
                looked[i] = former.Of(files[image.File]) is { } boxes
                    ? new(image.Frames, boxes)
                    : Seek(finder, entry, image, (ImageContent)files[image.File].Content);
                step();
            }
        );
        return With(entry, finder.Engine, looked);
    }

    private static ImagingEntry With(ImagingEntry entry, string name, Looked[] looked)
    {
        List<GateBox> boxes = [.. looked.SelectMany(l => l.Boxes)];
        int frames = entry.Sought.Sum(s => s.Frames);
        int seen = looked.Sum(l => l.Frames);
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

        if (seen < frames)
        {
            reasons.Add(NotAllDrawn);
        }

        return entry with
        {
            Boxes = boxes,
            Reasons = reasons,
            FramesSought = seen,
            TextEngine = name,
            Risk =
                boxes.Exists(b => b.OfHeader) ? Math.Max(entry.Risk, 0.95)
                : boxes.Count > 0 ? Math.Max(entry.Risk, 0.75)
                : seen < frames ? Math.Max(entry.Risk, EntryState.Doubtful)
                : entry.Risk,
        };
    }

    // Of the received file: its header has the words to look for, and its pixels are still those of the output.
    private Looked Seek(TextFinder finder, ImagingEntry entry, SoughtImage image, ImageContent content)
    {
        if (image.Source is { } source)
        {
            using DicomFile file = DicomFile.Read(source);
            IReadOnlyList<TextProposal> found = finder.FindInAllFrames(file, image.Likely, out Finding? problem);
            return new(problem is null ? image.Frames : 0, [.. Boxes(image.File, content, found)]);
        }

        byte[] bytes = File.ReadAllBytes(Path.Combine(clean, entry.Facts.Paths[image.File]));
        return GateImage.OfPhoto(bytes) is { } photo
            ? new(1, [.. Boxes(image.File, content, finder.Find(photo))])
            : new(0, []);
    }

    private IEnumerable<GateBox> Boxes(string sought, ImageContent image, IReadOnlyList<TextProposal> found)
    {
        foreach (TextProposal proposal in found)
        {
            PixelBox box = proposal.Box.Grown(Margin, image.Width, image.Height);
            if (box.Width > 0 && box.Height > 0)
            {
                // Words that stand in one frame may move in the next: the place is proposed for all of them.
                yield return new GateBox(
                    entropy.NewId(),
                    sought,
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
                };
            }
        }
    }
}
