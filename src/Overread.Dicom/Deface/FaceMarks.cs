using Overread.Dicom.Deidentify;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Deface;

/// <summary>
/// Marks an object whose face was removed. That it is done is always said; that nothing recognisable is left (option
/// 113102 of PS3.15 E.3.2, Recognizable Visual Features NO) only where a person has looked and approved.
/// </summary>
public static class FaceMarks
{
    private const string Said = "Face and ears removed";
    private static readonly Tag DerivationDescription = new(0x00082111);
    private static readonly Tag LossyImageCompression = new(0x00282110);
    private static readonly Tag FrameType = new(0x00089007);

    // Frame type macros of enhanced CT, MR and PET.
    private static readonly Tag[] FrameTypes = [new(0x00189329), new(0x00189226), new(0x00189751)];

    /// <summary>Marks an object.</summary>
    /// <param name="dataset">The object, after <see cref="FaceRemover"/>.</param>
    /// <param name="changed">Frames in which voxels were removed; 0 says that the cut does not reach it.</param>
    /// <param name="lossy">True where its pixels had been compressed with loss before.</param>
    /// <param name="approved">True where a person approved the cut of this very series.</param>
    public static void Mark(Dataset dataset, int changed, bool lossy, bool approved)
    {
        dataset.Remove(Tags.IconImageSequence);
        if (changed > 0)
        {
            Derive(dataset, changed);
            if (lossy)
            {
                dataset.Set(LossyImageCompression, Vr.CS, "01");
            }
        }

        if (!approved)
        {
            // A claim of the source's is not true of the output; nobody has looked.
            dataset.Remove(Tags.RecognizableVisualFeatures);
            return;
        }

        dataset.Set(Tags.RecognizableVisualFeatures, Vr.CS, "NO");
        MethodCodes.Add(dataset, DeidentificationOptions.CleanRecognizableVisualFeatures);
    }

    private static void Derive(Dataset dataset, int changed)
    {
        Type(dataset, Tags.ImageType);
        string before = dataset.GetText(DerivationDescription) is { } text ? text + "; " : "";
        dataset.Set(DerivationDescription, Vr.ST, $"{before}{Said} in {changed} frame(s)");
        foreach (
            Tag sequence in (ReadOnlySpan<Tag>)
                [Tags.SharedFunctionalGroupsSequence, Tags.PerFrameFunctionalGroupsSequence]
        )
        {
            if (dataset.GetItems(sequence) is { Count: > 0 } groups)
            {
                dataset.Set(new Element(sequence, groups.Select(Retyped)));
            }
        }
    }

    /// <summary>A functional group whose frame type says DERIVED; the groups of the source stay as they are.</summary>
    private static Dataset Retyped(Dataset group)
    {
        Dataset copy = FrameEditor.Copy(group);
        foreach (Tag tag in FrameTypes)
        {
            if (copy.GetItems(tag) is [{ } item, ..])
            {
                Dataset typed = FrameEditor.Copy(item);
                Type(typed, FrameType);
                copy.Set(tag, typed);
            }
        }

        return copy;
    }

    // PS3.3 C.7.6.1.1.2: pixels that were changed after they were made are derived.
    private static void Type(Dataset dataset, Tag tag)
    {
        List<string> type = [.. dataset.GetTexts(tag)];
        if (type.Count > 0)
        {
            type[0] = "DERIVED";
            dataset.Set(tag, Vr.CS, string.Join('\\', type));
        }
    }
}
