using System.Globalization;
using Overread.Dicom.Derived;

namespace Overread.Dicom.Structures;

/// <summary>An RT structure set (PS3.3 A.19): regions of interest with their contours.</summary>
public sealed class StructureSet
{
    /// <summary>RT Structure Set Storage.</summary>
    public const string SopClass = "1.2.840.10008.5.1.4.1.1.481.3";

    private StructureSet(string label, IReadOnlyList<StructureRoi> rois, IReadOnlyList<string> problems)
    {
        Label = label;
        Rois = rois;
        Problems = problems;
    }

    /// <summary>Structure Set Label.</summary>
    public string Label { get; }

    /// <summary>Regions of interest, with or without contours.</summary>
    public IReadOnlyList<StructureRoi> Rois { get; }

    /// <summary>What could not be read: the contour, the attribute and why.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>True for an object of the class.</summary>
    public static bool Is(Dataset dataset) => dataset.GetText(Tags.SopClassUid) == SopClass;

    /// <summary>Reads a structure set; a contour that cannot be is left out and told in <see cref="Problems"/>.</summary>
    public static StructureSet Read(Dataset dataset)
    {
        List<string> problems = [];
        Dictionary<int, Dataset> contours = [];
        foreach (Dataset item in dataset.GetItems(MarkTags.RoiContourSequence))
        {
            if (item.GetInt(MarkTags.ReferencedRoiNumber) is { } number && !contours.TryAdd(number, item))
            {
                problems.Add($"{MarkTags.RoiContourSequence} names ROI {number} twice; the second is left out");
            }
        }

        Dictionary<int, Dataset> observations = [];
        foreach (Dataset item in dataset.GetItems(MarkTags.RtRoiObservationsSequence))
        {
            observations.TryAdd(item.GetInt(MarkTags.ReferencedRoiNumber) ?? -1, item);
        }

        List<StructureRoi> rois = [];
        foreach (Dataset item in dataset.GetItems(MarkTags.StructureSetRoiSequence))
        {
            int number = item.GetInt(MarkTags.RoiNumber) ?? 0;
            Dataset drawn = contours.GetValueOrDefault(number) ?? new Dataset();
            Dataset seen = observations.GetValueOrDefault(number) ?? new Dataset();
            contours.Remove(number);
            string name =
                item.GetText(MarkTags.RoiName) ?? seen.GetText(MarkTags.RoiObservationLabel) ?? $"ROI {number}";
            rois.Add(
                new StructureRoi
                {
                    Number = number,
                    Name = name,
                    Description = item.GetText(MarkTags.RoiDescription),
                    Algorithm = item.GetText(MarkTags.RoiGenerationAlgorithm),
                    AlgorithmDescription = item.GetText(MarkTags.RoiGenerationDescription),
                    Colour = drawn.GetNumbers(MarkTags.RoiDisplayColor) is [var r, var g, var b]
                        ? (Byte(r), Byte(g), Byte(b))
                        : null,
                    InterpretedType = seen.GetText(MarkTags.RtRoiInterpretedType),
                    Identification = CodedConcept.Read(seen, MarkTags.RtRoiIdentificationCodeSequence),
                    FrameOfReferenceUid = item.GetText(MarkTags.ReferencedFrameOfReferenceUid),
                    Contours = [.. Contours(drawn, number, name, problems)],
                }
            );
        }

        problems.AddRange(
            contours.Keys.Select(number =>
                $"{MarkTags.RoiContourSequence} has contours of ROI {number}, which {MarkTags.StructureSetRoiSequence} does not list"
            )
        );
        return new StructureSet(dataset.GetText(MarkTags.StructureSetLabel) ?? "", rois, problems);
    }

    private static IEnumerable<StructureContour> Contours(Dataset roi, int number, string name, List<string> problems)
    {
        IReadOnlyList<Dataset> items = roi.GetItems(MarkTags.ContourSequence);
        for (int i = 0; i < items.Count; i++)
        {
            string where = $"ROI {number} ({name}), contour {i + 1}, {MarkTags.ContourData}";
            IReadOnlyList<string> texts = items[i].GetTexts(MarkTags.ContourData);
            double[] data = new double[texts.Count];
            int bad = -1;
            for (int j = 0; j < data.Length; j++)
            {
                if (
                    !double.TryParse(texts[j], NumberStyles.Float, CultureInfo.InvariantCulture, out data[j])
                    || !double.IsFinite(data[j])
                )
                {
                    bad = bad < 0 ? j : bad;
                }
            }

            string type = items[i].GetText(MarkTags.ContourGeometricType) ?? "CLOSED_PLANAR";
            int least =
                type is "POINT" ? 1
                : type.StartsWith("OPEN", StringComparison.Ordinal) ? 2
                : 3;
            if (bad >= 0 || data.Length % 3 != 0 || data.Length / 3 < least)
            {
                problems.Add(
                    bad >= 0 ? $"{where}: value {bad + 1} is no number; the contour is left out"
                    : data.Length % 3 != 0 ? $"{where}: {data.Length} numbers are no triples; the contour is left out"
                    : $"{where}: {data.Length / 3} points make no {type}; the contour is left out"
                );
                continue;
            }

            Dataset? image = items[i].GetItems(MarkTags.ContourImageSequence) is [{ } reference] ? reference : null;
            yield return new StructureContour(type, data, image?.GetText(Tags.ReferencedSopInstanceUid))
            {
                Frame = image?.GetInt(Tags.ReferencedFrameNumber) ?? 0,
            };
        }
    }

    private static byte Byte(double value) => (byte)Math.Clamp(value, 0, 255);
}
