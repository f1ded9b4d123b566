using System.Globalization;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Geometry;

/// <summary>An attribute that may tell apart frames at one position, and how it is read of a frame.</summary>
/// <param name="Name">For people.</param>
/// <param name="Unit">"" for an index.</param>
/// <param name="IsNamed">True where its values mean something to a reader; false for mere numbers of images.</param>
/// <param name="ValueOf">Its value for a frame of a data set; null where that does not say.</param>
internal sealed record FrameAttribute(string Name, string Unit, bool IsNamed, Func<Dataset, int, double?> ValueOf)
{
    private static readonly Tag DimensionIndexSequence = new(0x00209222);
    private static readonly Tag DimensionIndexPointer = new(0x00209165);
    private static readonly Tag DimensionIndexValues = new(0x00209157);
    private static readonly Tag AcquisitionTime = new(0x00080032);

    /// <summary>The dimension that it makes of its values; times of day count from the first.</summary>
    public SeriesDimension Dimension(IReadOnlyList<double> values) =>
        new(Name, Unit, Unit == "s" ? [.. values.Select(v => Math.Round(v - values[0], 3))] : values);

    // Where a frame lies, which is no dimension beside the position.
    private static readonly HashSet<uint> OfPosition = [0x00200032, 0x00209056, 0x00209057, 0x00200037, 0x0020930F];

    // What a reader would ask for first stands first; an attribute at the root, and the macro and attribute of enhanced objects.
    private static readonly FrameAttribute[] Known =
    [
        Make("Temporal position", "", 0x00200100, 0x00209111, 0x00209128),
        Make("Cardiac phase", "%", 0x00209241, 0x00189118, 0x00209241),
        Make("Respiratory phase", "%", 0x00209245, 0x00209253, 0x00209245),
        Make("Trigger time", "ms", 0x00181060, 0x00189118, 0x00209153),
        Make("b-value", "s/mm²", 0x00189087, 0x00189117, 0x00189087),
        Make("Echo time", "ms", 0x00180081, 0x00189114, 0x00189082),
        Make("Echo", "", 0x00180086, 0x00189114, 0x00180086),
        Make("Inversion time", "ms", 0x00180082, 0x00189115, 0x00189079),
        Make("Flip angle", "°", 0x00181314, 0x00189112, 0x00181314),
        Make("Energy", "keV", 0x0018937E, 0x00189363, 0x0018937E),
        Make("Tube voltage", "kV", 0x00180060, 0x00189325, 0x00180060),
        Make("Frame reference time", "ms", 0x00541300, 0x00209111, 0x00541300),
        new("Acquisition time", "s", true, (dataset, _) => Seconds(dataset.GetText(AcquisitionTime))),
        Make("Acquisition", "", 0x00200012, 0x00209111, 0x00209156, named: false),
        new(
            "Image at this position",
            "",
            false,
            (dataset, frame) => dataset.GetInt(Tags.InstanceNumber) * 100_000L + frame
        ),
    ];

    /// <summary>The attributes to try for a series, best first: with the dimensions that enhanced objects declare and nothing here knows.</summary>
    public static IEnumerable<FrameAttribute> Of(IReadOnlyList<Dataset> instances) =>
        [.. Known[..^2], .. Declared(instances[0]), .. Known[^2..]];

    private static IEnumerable<FrameAttribute> Declared(Dataset dataset)
    {
        IReadOnlyList<Dataset> indices = dataset.GetItems(DimensionIndexSequence);
        for (int i = 0; i < indices.Count; i++)
        {
            Tag pointer = PointerOf(indices[i]);
            if (pointer.Value == 0 || OfPosition.Contains(pointer.Value))
            {
                continue;
            }

            int place = i;
            yield return new(
                AttributeRegistry.KeywordOf(pointer) is { Length: > 0 } keyword ? keyword : pointer.ToString(),
                "",
                true,
                (d, frame) =>
                    FunctionalGroups.Find(d, Tags.FrameContentSequence, frame)?.GetNumbers(DimensionIndexValues)
                        is { } values
                    && place < values.Count
                        ? values[place]
                        : null
            );
        }
    }

    private static Tag PointerOf(Dataset index)
    {
        if (!index.TryGet(DimensionIndexPointer, out Element? element) || element.Length != 4)
        {
            return default;
        }

        ReadOnlySpan<byte> bytes = element.ReadBytes().Span;
        return new Tag((uint)(bytes[0] << 16 | bytes[1] << 24 | bytes[2] | bytes[3] << 8));
    }

    private static FrameAttribute Make(
        string name,
        string unit,
        uint root,
        uint macro,
        uint inner,
        bool named = true
    ) =>
        new(
            name,
            unit,
            named,
            (dataset, frame) =>
                (
                    FunctionalGroups.Find(dataset, new Tag(macro), frame) is { } group
                        ? First(group, new Tag(inner))
                        : null
                ) ?? First(dataset, new Tag(root))
        );

    private static double? First(Dataset dataset, Tag tag) =>
        dataset.GetNumbers(tag) is [var value, ..] && double.IsFinite(value) ? value : null;

    // HHMMSS.FFFFFF; fractions and seconds may be left out (PS3.5 section 6.2).
    private static double? Seconds(string? time)
    {
        string text = (time ?? "").Trim();
        return
            text.Length >= 4
            && int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int hours)
            && int.TryParse(text.AsSpan(2, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int minutes)
            && double.TryParse(
                text.Length > 4 ? text.AsSpan(4) : "0",
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out double seconds
            )
            ? (hours * 3600) + (minutes * 60) + seconds
            : null;
    }
}
