using System.Globalization;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Record;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Modalities.Imaging.Papers;

/// <summary>What the record proves about text in pixels and about faces of one batch (DICOM PS3.15 E.3.1 and E.3.2).</summary>
internal static class GatePrivacy
{
    private sealed record PixelText(
        int EntriesSearched,
        int FramesSearched,
        int FramesToSearch,
        int Proposed,
        int Blanked,
        int Dismissed,
        int Undecided,
        int DrawnByHand,
        int FromStencils,
        int ImagesBlanked,
        int FramesBlanked
    );

    private sealed record FaceKept(string Series, string Reason);

    private sealed record Faces(
        int Series,
        int WithoutProposal,
        int Removed,
        int FramesChanged,
        IReadOnlyList<FaceKept> Kept,
        int Undecided
    );

    /// <summary>Counts of the whole batch.</summary>
    public static PrivacyPart Of(IReadOnlyList<Envelope> events)
    {
        PixelText text = TextOf(events);
        Faces faces = FacesOf(events);
        return new(
            new Dictionary<string, object> { ["burnedInText"] = text, ["recognisableFaces"] = faces },
            [
                (
                    "Text in pixels",
                    Text(
                        $"searched {text.FramesSearched} of {text.FramesToSearch} frames of {text.EntriesSearched} studies and photos in which it may stand; {text.Proposed} places proposed; {text.Blanked} of the proposals accepted, {text.Dismissed} boxes dismissed, {text.DrawnByHand} drawn by hand, {text.FromStencils} laid by stencils of a device and size; {text.Undecided} undecided. Blanked: {text.FramesBlanked} frames of {text.ImagesBlanked} images"
                    ),
                    [nameof(PixelTextSought), nameof(BoxesMarked), nameof(PixelsBlanked)]
                ),
                (
                    "Faces",
                    Text(
                        $"{faces.Series} series of heads, {faces.WithoutProposal} without a proposed cut; removed from {faces.Removed} series ({faces.FramesChanged} frames), {faces.Kept.Count} kept as they are, {faces.Undecided} undecided"
                    ),
                    [nameof(FacesSought), nameof(FacesDecided), nameof(FacesRemoved)]
                ),
                .. faces.Kept.Select(k =>
                    ($"Face kept, series {k.Series}", k.Reason, (IReadOnlyList<string>)Array.Empty<string>())
                ),
            ]
        );
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<T> Of<T>(IReadOnlyList<Envelope> events)
        where T : DomainEvent => events.Select(e => e.Event).OfType<T>();

    private static PixelText TextOf(IReadOnlyList<Envelope> events)
    {
        List<PixelTextSought> sought = [.. Of<PixelTextSought>(events)];
        Dictionary<string, BoxesMarked> marked = Of<BoxesMarked>(events)
            .GroupBy(b => b.Entry, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Last());
        List<GateBox> boxes = [.. marked.Values.SelectMany(m => m.Boxes)];
        int untouched = sought.Where(s => !marked.ContainsKey(s.Entry)).Sum(s => s.Proposed);
        List<BlankedFile> blanked = [.. Of<PixelsBlanked>(events).SelectMany(p => p.Files)];
        return new(
            sought.Count,
            sought.Sum(s => s.Frames),
            sought.Sum(s => s.Of),
            sought.Sum(s => s.Proposed),
            boxes.Count(b => b is { Origin: "text", State: "accepted" }),
            boxes.Count(b => b.State == "dismissed"),
            boxes.Count(b => b.State == "proposed") + untouched,
            boxes.Count(b => b is { Origin: "hand", State: "accepted" }),
            boxes.Count(b => b is { Origin: "stencil", State: "accepted" })
                + sought.Where(s => !marked.ContainsKey(s.Entry)).Sum(s => s.Known),
            blanked.Count,
            blanked.Sum(b => b.Frames)
        );
    }

    private static Faces FacesOf(IReadOnlyList<Envelope> events)
    {
        Dictionary<string, IReadOnlyList<GateFace>> series = [];
        foreach (DomainEvent happened in events.Select(e => e.Event))
        {
            if (happened is FacesSought sought)
            {
                series[sought.Entry] = sought.Series;
            }
            else if (happened is FacesDecided decided)
            {
                series[decided.Entry] = decided.Series;
            }
        }

        List<GateFace> all = [.. series.OrderBy(s => s.Key, StringComparer.Ordinal).SelectMany(s => s.Value)];
        List<DefacedSeries> removed = [.. Of<FacesRemoved>(events).SelectMany(f => f.Series)];
        return new(
            all.Count,
            all.Count(f => f.Cut is null),
            removed.Count,
            removed.Sum(r => r.Frames),
            [
                .. all.Where(f => f.State == "kept")
                    .Select(f => new FaceKept(
                        f.Series,
                        f.Reason is null ? "unknown, because none was recorded" : BundleDisclosure.Withheld
                    )),
            ],
            all.Count(f => f.State == "proposed")
        );
    }
}
