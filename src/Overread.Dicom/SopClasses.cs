using System.Collections.Frozen;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom;

/// <summary>SOP classes of the standard: names and kinds.</summary>
public static class SopClasses
{
    private static readonly FrozenDictionary<string, (string Name, string Iod)> Listed = AttributeRegistry
        .ResourceLines("sop-classes.tsv")
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Split('\t'))
        .ToFrozenDictionary(fields => fields[0], fields => (fields[1], fields[2]), StringComparer.Ordinal);

    /// <summary>Name of a class, such as "CT Image Storage"; "" where it is not known.</summary>
    public static string NameOf(string uid) =>
        Listed.TryGetValue(uid, out (string Name, string Iod) row) ? row.Name : "";

    /// <summary>Name of the object's definition, such as "CT Image"; "" where it is not known.</summary>
    public static string IodOf(string uid) => Listed.TryGetValue(uid, out (string Name, string Iod) row) ? row.Iod : "";

    internal static IodFamily FamilyOf(string uid)
    {
        string iod = IodOf(uid);
        bool Has(string word) => iod.Contains(word, StringComparison.OrdinalIgnoreCase);
        if (iod.Length == 0)
        {
            return IodFamily.Other;
        }

        if (Has("SR") || Has("Key Object") || Has("Report") || Has("Dose SR") || Has("Procedure Log"))
        {
            return IodFamily.StructuredReport;
        }

        if (
            Has("Enhanced")
            || Has("Segmentation")
            || Has("Parametric")
            || Has("Slide")
            || Has("Tomosynthesis")
            || Has("Annotation")
        )
        {
            return IodFamily.Enhanced;
        }

        if (Has("RT "))
        {
            return IodFamily.Radiotherapy;
        }

        return Has("Image") || Has("Dose") ? IodFamily.Image : IodFamily.Other;
    }
}
