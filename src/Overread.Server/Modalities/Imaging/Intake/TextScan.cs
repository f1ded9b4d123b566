using Overread.Dicom;
using Overread.Dicom.PixelText;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Modalities.Imaging.Stencils;
using Overread.Server.Modalities.Imaging.Gate;
using Overread.Server.Modalities.Imaging.Stencils;
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
/// <param name="stencils">Places that people know and that are blanked in every picture of a device, kind and size.</param>
internal sealed class TextScan(
    Lazy<ITextEngine> engine,
    string clean,
    IEntropy entropy,
    FormerBoxes former,
    ProjectStencils stencils
)
{
    /// <summary>Said of an entry in which not all could be looked at.</summary>
    public const string NotAllDrawn = "Text could not be looked for in every frame: some cannot be drawn here.";

    /// <summary>Begins what is said of an entry in which nothing was looked at.</summary>
    public const string NotLooked = "Text was not looked for: ";

    private const int Margin = 2;

    // A picture whose only text stands where a person knows it to stand does not need a decision of its own.
    private const double Known = 0.4;

    /// <summary>True of what is said of an entry in which not all was looked at.</summary>
    public static bool IsUnsearched(string reason) =>
        reason == NotAllDrawn || reason.StartsWith(NotLooked, StringComparison.Ordinal);

    /// <summary>What one image showed.</summary>
    private sealed record Looked(int Frames, IReadOnlyList<GateBox> Boxes)
    {
        /// <summary>True where a stencil lies on it and nothing beside was found.</summary>
        public bool IsKnown => Boxes.Count > 0 && Boxes.All(b => b.Origin == "stencil");
    }

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
        int proposed = boxes.Count(b => b.Origin == "text");
        int frames = entry.Sought.Sum(s => s.Frames);
        int seen = looked.Sum(l => l.Frames);
        bool ofHeader = boxes.Exists(b => b.OfHeader);
        List<string> reasons = [.. entry.Reasons];
        if (proposed > 0)
        {
            reasons.Insert(
                0,
                ofHeader
                    ? "A word by which the header names somebody or something was read in the pixels."
                    : $"Text seems to be in the pixels: {proposed} {(proposed == 1 ? "place" : "places")}."
            );
        }

        int stencilled = looked.Count(l => l.Boxes.Any(b => b.Origin == "stencil"));
        if (stencilled > 0)
        {
            reasons.Add(
                $"Of {stencilled} {(stencilled == 1 ? "image" : "images")} the places of text are known: a stencil blanks them."
            );
        }

        if (seen < frames)
        {
            reasons.Add(NotAllDrawn);
        }

        // Of images without a stencil the header's word stands, of those with one the stencil answers it.
        double risk =
            stencilled > 0 && proposed == 0 && entry.Sought.Zip(looked).All(p => p.Second.IsKnown || !p.First.Likely)
                ? Math.Max(entry.RiskBesideText, Known)
                : entry.Risk;
        return entry with
        {
            Boxes = boxes,
            Reasons = reasons,
            FramesSought = seen,
            TextEngine = name,
            Risk =
                ofHeader ? Math.Max(risk, 0.95)
                : proposed > 0 ? Math.Max(risk, 0.75)
                : seen < frames ? Math.Max(risk, EntryState.Doubtful)
                : risk,
        };
    }

    // Of the received file: its header has the words to look for, and its pixels are still those of the output.
    private Looked Seek(TextFinder finder, ImagingEntry entry, SoughtImage image, ImageContent content)
    {
        if (image.Source is { } source)
        {
            IReadOnlyList<StencilPlace> places = stencils.For(image.Under);
            List<PixelBox> known = [.. places.Select(p => new PixelBox(p.Left, p.Top, p.Width, p.Height))];
            using DicomFile file = DicomFile.Read(source);
            IReadOnlyList<TextProposal> found = finder.FindInAllFrames(
                file,
                image.Likely,
                out Finding? problem,
                known.Count > 0 ? known : null
            );
            return new(
                problem is null ? image.Frames : 0,
                [
                    .. places.Select(p => StencilRules.BoxOf(p, image.File, entropy.NewId())),
                    .. Boxes(image.File, content, found).Where(b => !StencilRules.IsCovered(b, places)),
                ]
            );
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
