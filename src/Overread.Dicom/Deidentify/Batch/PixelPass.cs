using System.Collections.Concurrent;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.PixelText;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>
/// The step of a batch that looks at pixels: searches every frame of the objects at risk, and blanks boxes. Only what a person
/// approved is marked as cleaned (PS3.15 option 113101); what is blanked as found claims nothing.
/// </summary>
internal sealed class PixelPass
{
    // Of a word's place; boxes are drawn wider than what is read in them.
    private const double Hidden = 0.85;
    private readonly PixelStep _step;
    private readonly PixelPlan? _approved;
    private readonly bool _outsideRegions;
    private readonly Dictionary<string, PixelObject> _boxes;
    private readonly TextFinder? _finder;
    private readonly ConcurrentDictionary<string, PixelObject> _searched = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">There is a step, and nothing that finds text.</exception>
    internal PixelPass(BatchOptions options)
    {
        _outsideRegions = options.OutsideRegions;
        _step = options.Pixels;
        _finder =
            _step == PixelStep.None ? null
            : options.TextEngine is { } engine ? new TextFinder(engine)
            : throw new ArgumentException("looking for text in pixels needs BatchOptions.TextEngine", nameof(options));
        _approved = options.Boxes is { IsApproved: true } ? options.Boxes : null;
        _boxes = (options.Boxes?.Objects ?? []).ToDictionary(o => o.Instance, StringComparer.Ordinal);
    }

    /// <summary>What was searched in this run, sorted; nobody has approved it.</summary>
    internal PixelPlan Proposals => new("", [.. _searched.Values.OrderBy(o => o.Instance, StringComparer.Ordinal)]);

    /// <summary>True where a person approved the boxes of every object of this run.</summary>
    internal bool IsAllApproved => _step == PixelStep.Blank && _approved is not null && _searched.IsEmpty;

    /// <summary>True where a person approved the boxes of an object.</summary>
    internal bool IsApproved(string instance) =>
        _step == PixelStep.Blank && _approved is not null && _boxes.ContainsKey(instance);

    /// <summary>Does the step for one object.</summary>
    /// <param name="source">The source, whose header lends the words to look for.</param>
    /// <param name="output">The output so far; replaced where boxes were blanked.</param>
    /// <param name="reviews">Why a person should look at it.</param>
    /// <returns>Why the object must wait; null where it may be written.</returns>
    internal string? Apply(DicomFile source, ref DicomFile output, IReadOnlyList<ReviewReason> reviews)
    {
        if (_step == PixelStep.None)
        {
            return null;
        }

        if (!output.Dataset.Contains(Tags.PixelData))
        {
            // Pixels that are floating numbers are searched by nothing.
            return reviews.Contains(ReviewReason.TextNotSearched) || reviews.Contains(ReviewReason.LikelyBurnedInText)
                ? "PixelsNotSearched"
                : null;
        }

        bool approved = _boxes.TryGetValue(output.SopInstanceUid, out PixelObject? known);
        if (!approved)
        {
            known = Search(source, output, !reviews.Contains(ReviewReason.TextNotSearched), out bool whole);
            if (!whole)
            {
                return "PixelsNotSearched";
            }

            if (_step == PixelStep.Propose)
            {
                return known.Boxes.Count > 0 ? "TextInPixels" : null;
            }
        }
        else if (_approved is not null && LeavesName(source, known!))
        {
            return "HeaderTextLeft";
        }

        return Blank(known!, approved && _approved is not null, ref output) ? null : "PixelsNotBlanked";
    }

    /// <summary>
    /// True where words by which the header names somebody are read in a place that is neither blanked nor left for a reason:
    /// who approves boxes may have taken one out of the list, or moved it.
    /// </summary>
    private bool LeavesName(DicomFile source, PixelObject boxes) =>
        _finder!
            .FindInAllFrames(source, true, out _)
            .Any(found =>
                found.IsOfHeader
                && !boxes.Boxes.Any(box =>
                    (box.Dismissed is null || !string.IsNullOrWhiteSpace(box.Dismissed))
                    && box.Box.Overlap(found.Box) >= Hidden * found.Box.Width * found.Box.Height
                )
            );

    private PixelObject Search(DicomFile source, DicomFile output, bool likely, out bool whole)
    {
        IReadOnlyList<TextProposal> found = _finder!.FindInAllFrames(source, likely, out Finding? problem);
        whole = problem is null;
        int frames = Math.Max(1, output.Dataset.GetInt(Tags.NumberOfFrames) ?? 1);
        if (_outsideRegions)
        {
            // Nobody has read anything there; what lies in them is found already.
            PixelBox[] outside = [.. UltrasoundRegions.Outside(source.Dataset)];
            found =
            [
                .. outside.Select(box => new TextProposal(box, 100, false, 0) { Frames = frames }),
                .. found.Where(text =>
                    !outside.Any(box => box.Overlap(text.Box) == (long)text.Box.Width * text.Box.Height)
                ),
            ];
        }

        PixelObject searched = new(
            output.SopInstanceUid,
            output.Dataset.GetInt(Tags.Columns) ?? 0,
            output.Dataset.GetInt(Tags.Rows) ?? 0,
            frames,
            found
        );
        _searched[searched.Instance] = searched;
        return searched;
    }

    private static bool Blank(PixelObject boxes, bool approved, ref DicomFile output)
    {
        PixelBox[] blank = [.. boxes.Boxes.Where(b => string.IsNullOrWhiteSpace(b.Dismissed)).Select(b => b.Box)];
        if (blank.Length > 0)
        {
            if (!PixelBlanker.TryBlank(output, blank, out DicomFile blanked, out _))
            {
                return false;
            }

            output = blanked;
        }

        if (approved)
        {
            MarkCleaned(output.Dataset);
        }
        else
        {
            // Nobody has looked: what a machine did not find may still be there.
            output.Dataset.Remove(Tags.BurnedInAnnotation);
        }

        return true;
    }

    /// <summary>Adds the option's code beside those of the plan, once.</summary>
    private static void MarkCleaned(Dataset dataset)
    {
        dataset.Set(Tags.BurnedInAnnotation, Vr.CS, "NO");
        MethodCodes.Add(dataset, DeidentificationOptions.CleanPixelData);
    }
}
