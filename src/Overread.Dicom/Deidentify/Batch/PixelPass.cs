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

    /// <summary>Does the step for one object.</summary>
    /// <param name="source">The source, whose header lends the words to look for.</param>
    /// <param name="output">The output so far; replaced where boxes were blanked.</param>
    /// <param name="reviews">Why a person should look at it.</param>
    /// <returns>Why the object must wait; null where it may be written.</returns>
    internal string? Apply(DicomFile source, ref DicomFile output, IReadOnlyList<ReviewReason> reviews)
    {
        if (_step == PixelStep.None || !output.Dataset.Contains(Tags.PixelData))
        {
            return null;
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

        return Blank(known!, approved && _approved is not null, ref output) ? null : "PixelsNotBlanked";
    }

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
        if (boxes.Boxes.Count > 0)
        {
            if (!PixelBlanker.TryBlank(output, [.. boxes.Boxes.Select(b => b.Box)], out DicomFile blanked, out _))
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
