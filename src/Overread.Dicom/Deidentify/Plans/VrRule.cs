using Overread.Dicom.Deidentify.Values;

namespace Overread.Dicom.Deidentify.Plans;

/// <summary>
/// Decides about standard attributes that table E.1-1 does not list. The table is a list of what was thought of; a free
/// text that nobody thought of is cleaned all the same.
/// </summary>
internal static class VrRule
{
    internal static ElementDecision Decide(in ElementQuestion question, DeidentificationOptions options)
    {
        if (!question.IsListed)
        {
            return new ElementDecision(ElementAction.Remove, "not in the dictionary");
        }

        if (question.Tag >> 24 == 0x60)
        {
            // The overlay's data have gone; its description describes nothing (and Overlay Data is Type 1 beside it).
            return new ElementDecision(ElementAction.Remove, "overlay, removed whole");
        }

        if (question.IsSequence)
        {
            return new ElementDecision(ElementAction.Keep, "unlisted SQ, walked");
        }

        bool keepDates = options.HasFlag(DeidentificationOptions.RetainFullDates);
        bool shiftDates = options.HasFlag(DeidentificationOptions.RetainModifiedDates);
        return question.Vr switch
        {
            "DA" or "DT" when keepDates => new(ElementAction.Keep, "unlisted date (retain-full-dates)"),
            "DA" or "DT" when shiftDates => new(ElementAction.Shift, "unlisted date (retain-modified-dates)"),
            "DA" or "DT" => new(ElementAction.Dummy, "unlisted date"),
            "TM" when keepDates || shiftDates => new(ElementAction.Keep, "unlisted time (dates retained)"),
            "TM" => new(ElementAction.Dummy, "unlisted time"),
            "UI" when options.HasFlag(DeidentificationOptions.RetainUids) => new(
                ElementAction.Keep,
                "unlisted UID (retain-uids)"
            ),
            "UI" when ClassUids.Contains(question.Tag) => new(
                ElementAction.Keep,
                "kind of object, encoding or vocabulary"
            ),
            "UI" => new(ElementAction.Uid, "unlisted UID"),
            "PN" => new(ElementAction.Dummy, "unlisted name"),
            "AE" => new(ElementAction.Empty, "unlisted application"),
            "UR" => new(ElementAction.Dummy, "unlisted address"),
            "LO" or "SH" or "UC" when SafeText.Contains(question.Tag) => new(ElementAction.Keep, "technical text"),
            "LO" or "SH" or "ST" or "LT" or "UT" or "UC" => new(ElementAction.Clean, "unlisted text"),
            "UN" or "" => new(ElementAction.Remove, "unknown representation"),
            _ => new(ElementAction.Keep, "unlisted, no identifying representation"),
        };
    }
}
