using Overread.Dicom.ParametricMaps;
using Overread.Dicom.Segmentations;
using Overread.Dicom.Structures;

namespace Overread.Cli.Marks;

/// <summary>SOP classes of objects that mark images and are none themselves.</summary>
internal static class MarkObjects
{
    internal static bool IsReport(string sopClass) =>
        sopClass.StartsWith("1.2.840.10008.5.1.4.1.1.88.", StringComparison.Ordinal);

    internal static bool IsPresentation(string sopClass) =>
        sopClass.StartsWith("1.2.840.10008.5.1.4.1.1.11.", StringComparison.Ordinal);

    internal static bool IsMarks(string sopClass) =>
        sopClass
            is SegmentationFile.SopClass
                or SegmentationFile.LabelMapSopClass
                or StructureSet.SopClass
                or ParametricMapFile.SopClass
        || IsReport(sopClass)
        || IsPresentation(sopClass);
}
