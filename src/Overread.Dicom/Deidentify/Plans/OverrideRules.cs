using System.Globalization;
using Overread.Dicom.Deidentify.Values;

namespace Overread.Dicom.Deidentify.Plans;

/// <summary>Tells of a project's own decision about an attribute whether it can be carried out: one that is not would be a promise broken.</summary>
internal static class OverrideRules
{
    // What every pass writes, whatever a plan says.
    private static readonly HashSet<uint> Written =
    [
        0x00100010,
        0x00100020,
        0x00120062,
        0x00120063,
        0x00120064,
        0x00280303,
    ];

    // Without them, or with others, it is no longer the same kind of object, or none.
    private static readonly HashSet<uint> Essential =
    [
        0x00080005,
        0x00080016,
        0x00280002,
        0x00280004,
        0x00280006,
        0x00280008,
        0x00280010,
        0x00280011,
        0x00280100,
        0x00280101,
        0x00280102,
        0x00280103,
        0x7FE00001,
        0x7FE00002,
        0x7FE00008,
        0x7FE00009,
        0x7FE00010,
    ];

    // What tells one object from another.
    private static readonly HashSet<uint> Instances = [0x00080018, 0x0020000D, 0x0020000E];

    /// <summary>A sentence where the decision cannot be carried out; null where it can.</summary>
    internal static string? Fault(uint number, in ElementDecision decision)
    {
        Tag tag = new(number);
        if (tag.IsPrivate)
        {
            return "private elements are decided by their creator, not by their number";
        }

        if (tag.Group is 0x0002 or 0x0004 || tag.IsGroupLength)
        {
            return "file meta information and group lengths are always made anew";
        }

        if (Written.Contains(number) && decision.Action != ElementAction.Pseudonym)
        {
            return "every pass writes this attribute itself";
        }

        if (Essential.Contains(number) && decision.Action != ElementAction.Keep)
        {
            return "without it as it is the object could not be read";
        }

        if (Instances.Contains(number) && decision.Action is not (ElementAction.Keep or ElementAction.Uid))
        {
            return "it tells objects apart: keep or uid";
        }

        Vr vr = AttributeRegistry.VrOf(tag);
        return decision.Action switch
        {
            ElementAction.Uid when vr is not (Vr.UI or Vr.UN) => $"{vr} is no unique identifier",
            ElementAction.Shift when vr is not (Vr.DA or Vr.DT or Vr.TM or Vr.UN) => $"{vr} is no date",
            ElementAction.Pseudonym when vr is not (Vr.LO or Vr.SH or Vr.PN or Vr.UC or Vr.UT or Vr.LT or Vr.ST) =>
                $"{vr} holds no pseudonym",
            ElementAction.Replace => Replacement(vr, decision.Value),
            _ => null,
        };
    }

    private static string? Replacement(Vr vr, string? value)
    {
        if (value is null)
        {
            return "a replacement wants a value";
        }

        bool fits = vr switch
        {
            Vr.DA => TimeValues.IsDate(value),
            Vr.TM => TimeValues.IsTime(value),
            Vr.DS or Vr.IS => NumberStrings.Are(value, vr),
            Vr.UI => value.Length <= 64 && value.All(c => char.IsAsciiDigit(c) || c == '.'),
            Vr.CS => value
                .Split('\\')
                .All(v =>
                    v.Length <= 16 && v.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is ' ' or '_')
                ),
            Vr.AS => value.Length == 4
                && int.TryParse(value.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out _)
                && "DWMY".Contains(value[3], StringComparison.Ordinal),
            Vr.LO or Vr.SH or Vr.ST or Vr.LT or Vr.UT or Vr.UC or Vr.PN or Vr.AE or Vr.UR or Vr.DT => true,
            _ => false,
        };
        return fits ? null : $"the value is none of {vr}";
    }
}
