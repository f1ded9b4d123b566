using Overread.Dicom;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>The instances that an object refers to, wherever in it they are named.</summary>
internal static class References
{
    private const int Deepest = 32;

    /// <summary>Each once.</summary>
    public static HashSet<string> Of(Dataset dataset)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        Collect(dataset, found, 0);
        return found;
    }

    private static void Collect(Dataset dataset, HashSet<string> found, int depth)
    {
        foreach (Element element in dataset.Elements)
        {
            if (element.Tag == Tags.ReferencedSopInstanceUid)
            {
                found.UnionWith(dataset.GetTexts(element.Tag).Where(uid => uid.Length > 0));
            }

            foreach (Dataset item in depth < Deepest ? element.Items ?? [] : [])
            {
                Collect(item, found, depth + 1);
            }
        }
    }
}
