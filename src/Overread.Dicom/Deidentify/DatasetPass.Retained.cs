using System.Globalization;
using Overread.Deidentification.Dates;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Deidentify.Values;
using Overread.Dicom.Pixels.Scrub;

namespace Overread.Dicom.Deidentify;

/// <content>
/// What a plan keeps is read all the same: a value stays only where it is what its attribute is for. What a project keeps
/// by an exception of its own is not looked into.
/// </content>
internal sealed partial class DatasetPass
{
    // Concepts under which a report gives the age of its subject (DCM, SCT, LOINC).
    private static readonly string[] AgeConcepts =
    [
        "121033",
        "424144002",
        "397669002",
        "30525-0",
        "29553-5",
        "63900-5",
    ];

    private static readonly Tag IccProfile = new(0x00282000);
    private static readonly Tag NumericValue = new(0x0040A30A);
    private static readonly Tag MeasurementUnits = new(0x004008EA);

    private Element? Retained(Dataset from, Element element, in ElementDecision decision)
    {
        if (element.IsEmpty || element.IsSequence || IsException(element.Tag))
        {
            return element;
        }

        if (element.Tag == Tags.PixelData)
        {
            Element scrubbed = PixelScrub.Clean(from, element, syntax.Pixels, out bool whole);
            PixelsFollowed &= whole;
            return scrubbed;
        }

        if (CodedEntries.Is(element.Tag))
        {
            return Coded(from, element);
        }

        switch (element.Vr)
        {
            case Vr.CS:
                return CodeString(from, element);
            case Vr.DS or Vr.IS:
                return Number(from, element);
            case Vr.AS:
                return CapAge(from, element);
            case Vr.UI:
                return !AreWritten(from.TextOf(element) ?? "") ? Remapped(from, element)
                    : IsByOption(decision) ? element
                    : KeptUid(from, element);
            case Vr.TM:
                return TimeValues.IsTime(from.TextOf(element) ?? "") ? element : Emptied(element);
            case Vr.DA:
                return TimeValues.IsDate(from.TextOf(element) ?? "") ? element : Emptied(element);
            case Vr.DT:
                return DateTimeKept(from, element);
            case Vr.LO or Vr.SH or Vr.ST or Vr.LT or Vr.UT or Vr.UC or Vr.AE when !IsMarker(element.Tag):
                bool byOption = IsByOption(decision);
                string text = from.TextOf(element) ?? "";
                string cleaned = TechnicalText.Clean(text, byOption ? OfPatient : Forbidden, !byOption);
                return cleaned == text ? element
                    : cleaned.Any(char.IsLetterOrDigit) ? Text(from, element, cleaned)
                    : Dummied(from, element);
            case Vr.US or Vr.SS or Vr.UL or Vr.SL or Vr.FL or Vr.FD or Vr.AT or Vr.SV or Vr.UV:
                return BinaryNumbers.Cut(element);
            case Vr.UN when !element.Tag.IsPrivate:
                // A representation that nothing settled.
                return null;
            case Vr.OB or Vr.OW when element.Tag == IccProfile:
                return element.Length > IccText.Largest ? null : IccText.Cleaned(element);
            default:
                return element;
        }
    }

    private bool IsException(Tag tag) =>
        plan.Overrides.TryGetValue(tag.Value, out ElementDecision chosen) && chosen.Action == ElementAction.Keep;

    /// <summary>True where an option's column keeps the attribute whatever it says.</summary>
    private static bool IsByOption(in ElementDecision decision) =>
        decision.Reason?.StartsWith("E.1-1 K", StringComparison.Ordinal) == true;

    /// <summary>Written by every pass, ours too.</summary>
    private static bool IsMarker(Tag tag) => tag == Tags.DeidentificationMethod;

    private Element? Coded(Dataset from, Element element)
    {
        string scheme = (from.GetText(Tags.CodingSchemeDesignator) ?? "").Trim();
        string value = (from.TextOf(element) ?? "").Trim();
        string? clean = CodedEntries.Clean(element.Tag, value, scheme, Forbidden);
        return clean == value ? element
            : clean is not null ? Text(from, element, clean)
            : element.Tag.Value is 0x00080100 or 0x00080104 or 0x00080119 or 0x00080120 ? Dummied(from, element)
            : null;
    }

    private Element CodeString(Dataset from, Element element)
    {
        string text = from.TextOf(element) ?? "";
        string[] values = text.Split('\\');
        string[] cleaned = [.. values.Select(value => CodeStrings.Clean(value.Trim(), Forbidden))];
        if (values.Zip(cleaned).All(pair => pair.First.Trim() == pair.Second))
        {
            return element;
        }

        if (cleaned.All(value => value.Length == 0) && values.Length == 1)
        {
            return DeidentificationPlan.MayNeedValue(element.Tag.Value)
                ? Text(from, element, DummyValues.TextOf("CS")!)
                : Emptied(element);
        }

        // The place of a value among others has a meaning of its own.
        return Text(
            from,
            element,
            string.Join(
                '\\',
                values.Zip(
                    cleaned,
                    (before, v) => v.Length == 0 && before.Trim().Length > 0 ? DummyValues.TextOf("CS")! : v
                )
            )
        );
    }

    private Element? Number(Dataset from, Element element)
    {
        string text = from.TextOf(element) ?? "";
        if (!NumberStrings.Are(text, element.Vr) || element.Vr == Vr.IS && NamesRecord(text))
        {
            return Emptied(element);
        }

        return element.Tag == NumericValue && IsAge(from) ? AgeOf(from, element, text) : element;
    }

    /// <summary>True where a whole number is one by which the source names its patient, its visit or its order.</summary>
    private bool NamesRecord(string text) =>
        text.Split('\\').Any(value => value.Trim() is { Length: >= 5 } number && Forbidden.Contains(number));

    private static bool IsAge(Dataset measured) =>
        measured.Parent?.GetItems(Tags.ConceptNameCodeSequence) is [{ } concept, ..]
        && AgeConcepts.Contains(concept.GetText(Tags.CodeValue));

    private static Element AgeOf(Dataset measured, Element element, string text)
    {
        bool years =
            measured.GetItems(MeasurementUnits) is not [{ } unit, ..]
            || unit.GetText(Tags.CodeValue) is "a" or "a_g" or "a_j" or null;
        return
            years
            && double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double age)
            && age >= 90
            ? Text(measured, element, "90")
            : element;
    }

    private Element? KeptUid(Dataset from, Element element) =>
        ClassUids.Contains(element.Tag.Value) && !HoldsRecord(from.TextOf(element) ?? "")
        || plan.Options.HasFlag(DeidentificationOptions.RetainUids)
            ? element
            : Remapped(from, element);

    // What is no UID says something, and no option keeps what it says.
    private static bool AreWritten(string uids) =>
        uids.All(c => char.IsAsciiDigit(c) || c is '.' or '\\' or ' ' or '\0');

    /// <summary>True where a component of a UID is a number of the source's patient, or their day of birth.</summary>
    private bool HoldsRecord(string uids) =>
        uids.Split('\\', '.').Any(part => part.Length >= 6 && Forbidden.Contains(part.Trim(' ', '\0')));

    private static Element? DateTimeKept(Dataset from, Element element)
    {
        string text = from.TextOf(element) ?? "";
        // Moved by nothing, what is no date and time comes back empty.
        string read = DateShift.ShiftDateTimes(text, new DateOffset(0));
        return read.Length == 0 ? Emptied(element) : element;
    }
}
