using Overread.Dicom;

namespace Overread.Cli.Marks.Reading;

/// <summary>Every SOP instance and series that an object refers to, wherever it does.</summary>
internal static class DicomReferences
{
    internal static IReadOnlySet<string> Of(Dataset dataset)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        Collect(dataset, found, root: true);
        return found;
    }

    private static void Collect(Dataset dataset, HashSet<string> found, bool root)
    {
        foreach (Element element in dataset.Elements)
        {
            if (element.Items is { } items)
            {
                foreach (Dataset item in items)
                {
                    Collect(item, found, root: false);
                }
            }
            else if (element.Tag == Tags.ReferencedSopInstanceUid || (!root && element.Tag == Tags.SeriesInstanceUid))
            {
                if (dataset.TextOf(element) is { } uid)
                {
                    found.Add(uid);
                }
            }
        }
    }
}
