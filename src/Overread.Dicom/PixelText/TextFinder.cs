using Overread.Dicom.Pixels;

namespace Overread.Dicom.PixelText;

/// <summary>
/// Looks for text in rendered frames and says where it is; reading it right does not matter for blanking it. Every frame is
/// glanced at; those at risk and those in which anything looked like text are searched. Thread-safe.
/// </summary>
public sealed class TextFinder
{
    // Proposals are drawn wider than their letters by about this share.
    private const double Covered = 0.9;

    private readonly ITextEngine _engine;
    private readonly bool _turned;

    /// <summary>Prepares a finder.</summary>
    /// <param name="engine">What finds and reads lines.</param>
    /// <param name="turned">True to look for text that stands, lies on its head or is mirrored as well.</param>
    public TextFinder(ITextEngine engine, bool turned = true)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
        _turned = turned;
    }

    /// <summary>What finds and reads lines, and of which version.</summary>
    public string Engine => _engine.Name;

    /// <summary>Places where text is.</summary>
    /// <param name="frame">A rendered frame.</param>
    /// <param name="header">The object, whose identifying words are marked; null for none.</param>
    public IReadOnlyList<TextProposal> Find(RenderedFrame frame, Dataset? header = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return new FrameSearch(_engine, frame, HeaderWords.Of(header), _turned).Find();
    }

    /// <summary>
    /// Places over all frames of an object, moving text and single flashes included: each frame is glanced at, and searched
    /// where the glance meets what no frame before it had. Values that the object's own window does not show are looked at as
    /// well.
    /// </summary>
    /// <param name="file">The object; must stay open.</param>
    /// <param name="likely">
    /// True where something tells of text: then the first frame is searched, whatever the glance says; else like all others.
    /// </param>
    /// <param name="problem">The first frame that could not be rendered and so was not looked at; null where all were.</param>
    /// <param name="known">Boxes that will be blanked whatever is found, as of a device and layout that a person knows.</param>
    public IReadOnlyList<TextProposal> FindInAllFrames(
        DicomFile file,
        bool likely,
        out Finding? problem,
        IReadOnlyList<PixelBox>? known = null
    )
    {
        ArgumentNullException.ThrowIfNull(file);
        problem = null;
        HeaderWords words = HeaderWords.Of(file.Dataset);
        List<TextProposal> all = [];
        int frames = Math.Max(1, file.Dataset.GetInt(Tags.NumberOfFrames) ?? 1);
        for (int number = 0; number < frames; number++)
        {
            if (!FrameRenderer.TryRenderViews(file, number, out IReadOnlyList<RenderedFrame> views, out Finding? bad))
            {
                problem ??= bad;
                continue;
            }

            TextProposals.Add(all, Look(views, number == 0 && likely && known is null, words, all, known ?? []));
        }

        return all;
    }

    /// <summary>What one frame shows that is new; what is known and seen again is counted.</summary>
    private List<TextProposal> Look(
        IReadOnlyList<RenderedFrame> views,
        bool whole,
        HeaderWords words,
        List<TextProposal> all,
        IReadOnlyList<PixelBox> known
    )
    {
        List<TextProposal> found = [];
        HashSet<int> again = [];
        for (int i = 0; i < views.Count; i++)
        {
            RenderedFrame view = views[i];
            bool search = whole && i == 0;
            if (!search)
            {
                PixelBox[] met = [.. all.Select(p => p.Box), .. known];
                List<PixelBox> places = FrameGlance.Places(_engine, view, _turned);
                again.UnionWith(
                    Enumerable.Range(0, all.Count).Where(n => places.Exists(p => p.Overlap(all[n].Box) > 0))
                );
                search = IsNew(view, places.Where(place => !FrameGlance.IsKnown(place, met, view)), words, met);
            }

            if (search)
            {
                found.AddRange(
                    new FrameSearch(_engine, view, words, _turned)
                        .Find()
                        .Where(p => p.IsOfHeader || TextProposals.Share(p.Box, known) < Covered)
                );
            }
        }

        found = TextProposals.Merge(found);
        if (found.Count == 0)
        {
            foreach (int n in again)
            {
                all[n] = all[n] with { Frames = all[n].Frames + 1 };
            }
        }

        return found;
    }

    /// <summary>True where one of the places a glance met is text: looked at closely, which costs little of a picture.</summary>
    private bool IsNew(RenderedFrame view, IEnumerable<PixelBox> places, HeaderWords words, PixelBox[] met)
    {
        ILookup<bool, PixelBox> bySize = places.ToLookup(place => FrameGlance.IsGiant(place, view));
        if (FrameGlance.AnyReads(_engine, view, bySize[true]))
        {
            return true;
        }

        foreach (PixelBox part in FrameGlance.Neighbourhoods(bySize[false], view))
        {
            RenderedFrame near = view.Part(part.Left, part.Top, part.Width, part.Height);
            bool text = new FrameSearch(_engine, near, words, _turned, view)
                .Find()
                .Select(p => p.Box with { Left = p.Box.Left + part.Left, Top = p.Box.Top + part.Top })
                .Any(box => TextProposals.Share(box, met) < Covered);
            if (text)
            {
                return true;
            }
        }

        return false;
    }
}
