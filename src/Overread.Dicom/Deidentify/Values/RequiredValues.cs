using System.Collections.Frozen;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Deidentify.Values;

/// <summary>
/// Dates and times that a kind of object must have with a value (Type 1 in PS3.3), where the table's groups of kinds are
/// too coarse to say so: they get a dummy instead of nothing.
/// </summary>
internal static class RequiredValues
{
    private static readonly FrozenDictionary<string, uint[]> ByClass = new Dictionary<string, uint[]>(
        StringComparer.Ordinal
    )
    {
        // PET Series (C.8.9.1).
        ["1.2.840.10008.5.1.4.1.1.128"] = [0x00080021, 0x00080031, 0x00080022, 0x00080032],
        // Presentation State Identification (C.11.10).
        ["1.2.840.10008.5.1.4.1.1.11."] = [0x00700082, 0x00700083],
        ["1.2.840.10008.5.1.4.1.1.131"] = [0x00700082, 0x00700083],
        // SR Document General (C.17.2), Key Object Document (C.17.6.2).
        ["1.2.840.10008.5.1.4.1.1.88."] = [0x00080023, 0x00080033],
        // Multi-frame Functional Groups (C.7.6.16).
        ["1.2.840.10008.5.1.4.1.1.2.1"] = [0x00080023, 0x00080033, 0x0008002A],
        ["1.2.840.10008.5.1.4.1.1.2.2"] = [0x00080023, 0x00080033],
        ["1.2.840.10008.5.1.4.1.1.4.1"] = [0x00080023, 0x00080033, 0x0008002A],
        ["1.2.840.10008.5.1.4.1.1.4.2"] = [0x00080023, 0x00080033, 0x0008002A],
        ["1.2.840.10008.5.1.4.1.1.4.3"] = [0x00080023, 0x00080033, 0x0008002A],
        ["1.2.840.10008.5.1.4.1.1.4.4"] = [0x00080023, 0x00080033],
        ["1.2.840.10008.5.1.4.1.1.6.2"] = [0x00080023, 0x00080033, 0x0008002A],
        ["1.2.840.10008.5.1.4.1.1.12.1.1"] = [0x00080023, 0x00080033, 0x0008002A],
        ["1.2.840.10008.5.1.4.1.1.12.2.1"] = [0x00080023, 0x00080033, 0x0008002A],
        ["1.2.840.10008.5.1.4.1.1.13.1."] = [0x00080023, 0x00080033, 0x0008002A],
        ["1.2.840.10008.5.1.4.1.1.30"] = [0x00080023, 0x00080033],
        ["1.2.840.10008.5.1.4.1.1.66."] = [0x00080023, 0x00080033],
        ["1.2.840.10008.5.1.4.1.1.77.1.5."] = [0x0008002A, 0x00080023, 0x00080033],
        // Refractive measurements (C.8.25).
        ["1.2.840.10008.5.1.4.1.1.78."] = [0x00080023, 0x00080033],
        ["1.2.840.10008.5.1.4.1.1.77.1.6"] = [0x00080023, 0x00080033, 0x0008002A],
        ["1.2.840.10008.5.1.4.1.1.128.1"] = [0x00080023, 0x00080033, 0x0008002A, 0x00181078],
        // Enhanced PET Isotope (C.8.22.4).
        ["1.2.840.10008.5.1.4.1.1.130"] = [0x00080023, 0x00080033, 0x0008002A, 0x00181078],
        // Microscopy Bulk Simple Annotations (C.37.1.1).
        ["1.2.840.10008.5.1.4.1.1.91.1"] = [0x00080023, 0x00080033],
        // Waveform Identification (C.10.8).
        ["1.2.840.10008.5.1.4.1.1.9."] = [0x00080023, 0x00080033, 0x0008002A],
        // Raw Data, Real World Value Mapping, Stored Print and registrations (C.19.1, C.20.1, C.26.1).
        ["1.2.840.10008.5.1.4.1.1.66"] = [0x00080023, 0x00080033],
        ["1.2.840.10008.5.1.4.1.1.67"] = [0x00080023, 0x00080033],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Tag AcquisitionDateTime = new(0x0008002A);

    /// <summary>The decision, or a dummy where it would leave the object without a value that it must have.</summary>
    internal static ElementDecision Settle(in ElementDecision decision, Tag tag, string sopClass)
    {
        if (
            decision.Action is not (ElementAction.Empty or ElementAction.Remove)
            || tag.Group is not (0x0008 or 0x0018 or 0x0070)
            || !Needs(sopClass, tag.Value)
        )
        {
            // Where it need not be, it is there with a value or not at all (C.8.5.6, C.7.6.1).
            return decision.Action == ElementAction.Empty && tag == AcquisitionDateTime
                ? new ElementDecision(ElementAction.Remove, decision.Reason + ", never without a value")
                : decision;
        }

        return new ElementDecision(ElementAction.Dummy, decision.Reason + ", Type 1 here");
    }

    private static bool Needs(string sopClass, uint tag)
    {
        if (ByClass.TryGetValue(sopClass, out uint[]? exact))
        {
            return exact.Contains(tag);
        }

        int dot = sopClass.LastIndexOf('.');
        while (dot > 20)
        {
            if (ByClass.TryGetValue(sopClass[..(dot + 1)], out uint[]? family))
            {
                return family.Contains(tag);
            }

            dot = sopClass.LastIndexOf('.', dot - 1);
        }

        return false;
    }
}
