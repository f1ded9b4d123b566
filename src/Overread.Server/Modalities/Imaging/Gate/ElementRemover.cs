using Overread.Dicom;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>
/// Takes elements out of an object, wherever they stand. What the object may need a text in gets a word in its place, and what
/// it may need otherwise stays without a value (type 2, PS3.5 section 7.4).
/// </summary>
internal static class ElementRemover
{
    private const string Removed = "REMOVED";
    private const int Deepest = 32;

    /// <summary>True where an element can go: no pixels, no identifiers, nothing by which the object is read or lies in space.</summary>
    public static bool Can(Tag tag) =>
        tag.Group is not (0x0002 or 0x0020 or 0x0028 or 0x7FE0)
        && AttributeRegistry.VrOf(tag) is not (Vr.UI or Vr.SQ)
        && tag != Tags.PatientId
        && tag != Tags.PatientName;

    /// <summary>True where something was taken out.</summary>
    public static bool Remove(Dataset dataset, IReadOnlyCollection<Tag> tags) => Remove(dataset, tags, 0);

    private static bool Remove(Dataset dataset, IReadOnlyCollection<Tag> tags, int depth)
    {
        bool any = false;
        foreach (Element element in dataset.Elements.ToList())
        {
            if (tags.Contains(element.Tag))
            {
                any = true;
                bool isText = element.Vr is Vr.LO or Vr.SH or Vr.ST or Vr.LT or Vr.UT or Vr.UC or Vr.CS or Vr.PN;
                if (!DeidentificationPlan.MayNeedValue(element.Tag.Value))
                {
                    dataset.Remove(element.Tag);
                }
                else if (isText)
                {
                    dataset.Set(element.Tag, element.Vr, Removed);
                }
                else
                {
                    dataset.Set(new Element(element.Tag, element.Vr, Array.Empty<byte>()));
                }
            }
            else
            {
                foreach (Dataset item in depth < Deepest ? element.Items ?? [] : [])
                {
                    any |= Remove(item, tags, depth + 1);
                }
            }
        }

        return any;
    }
}
