using System.Globalization;
using Overread.Domain.Marks;

namespace Overread.Domain.Modalities.Imaging.Masks;

/// <summary>Masks: by the pixels that two have in common, over all pictures that either is painted on.</summary>
public sealed class MaskKind : RegionKind
{
    /// <summary>Painted runs on one picture at most: a tree of vessels has some thousands, noise that was taken for something more.</summary>
    public const int MostRuns = 20_000;

    /// <summary>Pictures that one mask is painted on, at most.</summary>
    public const int MostParts = 2_000;

    /// <summary>Characters of all the texts of one mask at most: a read is written whole with each save, and stays a page that loads in a moment.</summary>
    public const int MostText = 2_000_000;

    private const string Dice = "dice";
    private const string Iou = "iou";

    private MaskKind() { }

    /// <summary>The one instance.</summary>
    public static MaskKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "mask";

    /// <inheritdoc/>
    public override string Plural => "masks";

    /// <inheritdoc/>
    public override Type Region => typeof(MaskRegion);

    /// <inheritdoc/>
    public override IReadOnlyList<MatchMeasure> Measures { get; } =
    [new(Iou, "intersection over union", 0, 1, false, []), new(Dice, "Dice coefficient", 0, 1, false, [])];

    /// <inheritdoc/>
    public override MatchRule UsualRule { get; } = new(Iou, 0.5);

    /// <summary>The box around it over all its pictures, the pixels that are painted, and on how many pictures.</summary>
    public override IReadOnlyList<string> Columns { get; } = ["x", "y", "width", "height", "area", "pictures"];

    /// <inheritdoc/>
    public override string? TraceColumn => "runs";

    /// <inheritdoc/>
    public override bool LargerIsNearer(MatchRule rule) => true;

    /// <summary>Pixels painted, over all pictures.</summary>
    public static long Area(MaskRegion region) => region.Parts.Sum(p => MaskRuns.Count(Runs(p)));

    /// <summary>The box around what is painted in one part, or in all of them: pixels from the left and upper edge.</summary>
    public static (int X, int Y, int Width, int Height) Around(MaskRegion region, MaskPart? part = null)
    {
        (int left, int top, int right, int bottom) = (int.MaxValue, int.MaxValue, 0, 0);
        foreach (MaskRun run in (part is null ? region.Parts : [part]).SelectMany(Runs))
        {
            (int first, int x) = Math.DivRem(run.Start, region.Width);
            (int last, int end) = Math.DivRem(run.End - 1, region.Width);
            top = Math.Min(top, first);
            bottom = Math.Max(bottom, last + 1);
            // A run that goes on in the next row touches both edges.
            left = Math.Min(left, first == last ? x : 0);
            right = Math.Max(right, first == last ? end + 1 : region.Width);
        }

        return right == 0 ? (0, 0, 0, 0) : (left, top, right - left, bottom - top);
    }

    /// <summary>The painted runs of a part.</summary>
    /// <exception cref="ArgumentException">They are not in the form; <see cref="Misfit(Region, FileContent)"/> takes no such mask.</exception>
    public static IReadOnlyList<MaskRun> Runs(MaskPart part) =>
        MaskRuns.Read(part.Runs) ?? throw new ArgumentException("The runs of a mask are not in their form.");

    /// <summary>As where all its parts lie in one file.</summary>
    public override string? Misfit(Region region, FileContent content) =>
        Misfit(region, region.Files.ToDictionary(f => f, _ => content), true);

    /// <inheritdoc/>
    public override string? Misfit(Region region, IReadOnlyDictionary<string, FileContent> contents) =>
        Misfit(region, contents, true);

    /// <inheritdoc/>
    public override string? MisfitOfParts(
        Region region,
        Region parts,
        IReadOnlyDictionary<string, FileContent> contents
    )
    {
        if (region is not MaskRegion mask || parts is not MaskRegion change)
        {
            return "The parts are those of another shape.";
        }

        if ((mask.Width, mask.Height) != (change.Width, change.Height))
        {
            return $"The mask is one of pictures of {mask.Width} × {mask.Height} pixels, and the change is one of {change.Width} × {change.Height}.";
        }

        if (Misfit(change, contents, false) is { } misfit)
        {
            return misfit;
        }

        MaskRegion changed = Changed(mask, change);
        return TooLarge(changed) ?? Nothing(changed);
    }

    /// <inheritdoc/>
    public override Region WithParts(Region region, Region parts) => Changed((MaskRegion)region, (MaskRegion)parts);

    /// <inheritdoc/>
    public override double? Measure(Region first, Region second, MatchRule rule, FileContent? content)
    {
        if (first is not MaskRegion a || second is not MaskRegion b || (a.Width, a.Height) != (b.Width, b.Height))
        {
            return null;
        }

        Dictionary<(string, int), MaskPart> there = b.Parts.ToDictionary(p => (p.File, p.Frame));
        double common = a.Parts.Sum(p =>
            there.TryGetValue((p.File, p.Frame), out MaskPart? other) ? MaskRuns.Common(Runs(p), Runs(other)) : 0
        );
        double sum = Area(a) + Area(b);
        return rule.Measure == Dice ? 2 * common / sum : common / (sum - common);
    }

    /// <summary>
    /// The pixels that more than half of them paint: of two, those that both do. Where there is no such pixel, the one that
    /// has most in common with the others as it was painted.
    /// </summary>
    public override Region Middle(IReadOnlyList<Region> regions)
    {
        MaskRegion[] masks = [.. regions.Cast<MaskRegion>()];
        MaskPart[] shared =
        [
            .. masks
                .SelectMany(m => m.Parts)
                .GroupBy(p => (p.File, p.Frame))
                .Select(g => new MaskPart(
                    g.Key.File,
                    g.Key.Frame,
                    MaskRuns.Write(MaskRuns.Shared([.. g.Select(Runs)], (masks.Length / 2) + 1))
                )),
        ];
        MaskRegion middle = Changed(masks[0] with { Parts = [] }, masks[0] with { Parts = shared });
        return middle.Parts.Count > 0
            ? middle
            : masks.MaxBy(m => masks.Sum(other => Measure(m, other, UsualRule, null) ?? 0))!;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Values(Region region)
    {
        MaskRegion mask = (MaskRegion)region;
        (int x, int y, int width, int height) = Around(mask);
        return [x, y, width, height, Area(mask), mask.Parts.Count];
    }

    /// <summary>File, frame and runs of each picture: <c>file/frame: runs</c> with semicolons between.</summary>
    public override string? Trace(Region region) =>
        string.Join(
            "; ",
            ((MaskRegion)region).Parts.Select(p =>
                string.Create(CultureInfo.InvariantCulture, $"{p.File}/{p.Frame}: {p.Runs}")
            )
        );

    // Parts that are there are replaced, others come to them; a part without anything painted goes.
    private static MaskRegion Changed(MaskRegion mask, MaskRegion change)
    {
        Dictionary<(string File, int Frame), MaskPart> parts = mask.Parts.ToDictionary(p => (p.File, p.Frame));
        foreach (MaskPart part in change.Parts)
        {
            parts[(part.File, part.Frame)] = part;
        }

        MaskPart[] left =
        [
            .. parts
                .Values.Where(p => p.Runs.Length > 0)
                .OrderBy(p => p.File, StringComparer.Ordinal)
                .ThenBy(p => p.Frame),
        ];
        return mask with { File = left is [{ } first, ..] ? first.File : mask.File, Parts = left };
    }

    private static string? Misfit(Region region, IReadOnlyDictionary<string, FileContent> contents, bool whole)
    {
        if (region is not MaskRegion mask)
        {
            return "The mark is no mask.";
        }

        if (mask.Parts is not { Count: > 0 } || mask.Parts.Any(p => p is not { File: not null, Runs: not null }))
        {
            return "A mask has parts, each with its file, its frame and its runs.";
        }

        (string, int)[] places = [.. mask.Parts.Select(p => (p.File, p.Frame))];
        (string, int)[] order =
        [
            .. places.Distinct().OrderBy(p => p.Item1, StringComparer.Ordinal).ThenBy(p => p.Item2),
        ];
        if (!places.SequenceEqual(order) || mask.File != mask.Parts[0].File)
        {
            return "The parts of a mask are sorted by file and frame, each picture once, and the mask names the file of the first.";
        }

        return mask.Parts.Select(p => Misfit(mask, p, contents)).FirstOrDefault(why => why is not null)
            ?? (whole ? TooLarge(mask) ?? Empty(mask) : null);
    }

    private static string? Misfit(MaskRegion mask, MaskPart part, IReadOnlyDictionary<string, FileContent> contents)
    {
        if (!contents.TryGetValue(part.File, out FileContent? content) || content is not ImageContent image)
        {
            return "The mask lies in a file that the item does not have, or that is no image.";
        }

        string where = string.Create(CultureInfo.InvariantCulture, $"File {part.File}, frame {part.Frame}:");
        if (part.Frame < 0 || part.Frame >= image.Frames)
        {
            return $"{where} the image does not have that frame.";
        }

        if ((mask.Width, mask.Height) != (image.Width, image.Height))
        {
            return $"{where} the mask is one of {mask.Width} × {mask.Height} pixels, and the image has {image.Width} × {image.Height}.";
        }

        if (MaskRuns.Read(part.Runs) is not { } runs)
        {
            return $"{where} the runs are whole numbers in turn, free and painted, none of them 0 but the first.";
        }

        return runs.Count > 0 && runs[^1].End > (long)image.Width * image.Height
                ? $"{where} the runs go on behind the last pixel of the image."
            : runs.Count > MostRuns
                ? $"{where} {runs.Count} runs are painted, and {MostRuns} are the most; erase what are specks, or smooth the edge."
            : null;
    }

    private static string? TooLarge(MaskRegion mask) =>
        mask.Parts.Count > MostParts ? $"A mask is painted on {MostParts} pictures at most; begin another one."
        : mask.Parts.Sum(p => (long)p.Runs.Length) > MostText
            ? $"The mask has more edge than a mark may have ({MostText} characters of runs); begin another one."
        : null;

    private static string? Empty(MaskRegion mask) =>
        mask.Parts.Any(p => p.Runs.Length == 0) ? "A part of a mask has something painted." : null;

    private static string? Nothing(MaskRegion mask) =>
        mask.Parts.Count == 0 ? "Nothing is left of the mask; withdraw the mark instead." : null;
}
