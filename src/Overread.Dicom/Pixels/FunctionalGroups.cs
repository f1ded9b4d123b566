namespace Overread.Dicom.Pixels;

/// <summary>Looks up what holds for one frame: its own functional group, the shared one, or the root (PS3.3 C.7.6.16).</summary>
public static class FunctionalGroups
{
    /// <summary>The item of a functional group macro that holds for a frame; null where there is none.</summary>
    /// <param name="dataset">The object.</param>
    /// <param name="macro">Sequence of the macro, such as (0028,9110) Pixel Measures Sequence.</param>
    /// <param name="frame">0 for the first frame.</param>
    public static Dataset? Find(Dataset dataset, Tag macro, int frame)
    {
        IReadOnlyList<Dataset> frames = dataset.GetItems(Tags.PerFrameFunctionalGroupsSequence);
        if (frame < frames.Count && frames[frame].GetItems(macro) is [{ } own, ..])
        {
            return own;
        }

        return
            dataset.GetItems(Tags.SharedFunctionalGroupsSequence) is [{ } shared, ..]
            && shared.GetItems(macro) is [{ } item, ..]
            ? item
            : null;
    }
}
