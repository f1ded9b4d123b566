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
        "445518008",
        "423493009",
        "105727008",
        "397659008",
    ];

    // UCUM units of time: how many make a year.
    private static readonly Dictionary<string, double> UnitsOfYear = new(StringComparer.Ordinal)
    {
        ["a"] = 1,
        ["a_g"] = 1,
        ["a_j"] = 1,
        ["a_t"] = 1,
        ["mo"] = 12,
        ["mo_g"] = 12,
        ["mo_j"] = 12,
        ["mo_s"] = 12.37,
        ["wk"] = 52.1775,
        ["d"] = 365.25,
        ["h"] = 8766,
    };

    private RecordNumbers? _numbers;

    private static readonly Tag IccProfile = new(0x00282000);
    private static readonly Tag WaveformData = new(0x54001010);
    private static readonly Tag WaveformBits = new(0x54001004);

    // Pixels and what tells where they are (PS3.3 C.7.6.3, C.7.6.24).
    private static readonly HashSet<uint> PixelGroup =
    [
        0x7FE00001,
        0x7FE00002,
        0x7FE00003,
        0x7FE00008,
        0x7FE00009,
        0x7FE00010,
    ];

    private static readonly Tag IconImageSequence = new(0x00880200);
    private static readonly Tag MediaType = new(0x00420012);
    private static readonly Tag NumericValue = new(0x0040A30A);
    private static readonly Tag MeasurementUnits = new(0x004008EA);

    private Element? Retained(Dataset from, Element element, in ElementDecision decision)
    {
        if (element.IsEmpty || element.IsSequence || IsException(element.Tag))
        {
            return element;
        }

        if (element.Tag.Group == Tags.PixelData.Group && _path.Count > 0 && _path[^1].Tag != IconImageSequence)
        {
            // Pixels within a sequence belong to an icon, or to nothing that a reader would show.
            return null;
        }

        if ((element.Tag.Group & 0xFF00) == 0x7F00 && !PixelGroup.Contains(element.Tag.Value))
        {
            // Retired variable pixel data and coefficients: bytes that nobody reads any more.
            return null;
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
            case Vr.OB
            or Vr.OW
            or Vr.US when TrailingBytes.LengthOf(from, element.Tag) is { } used && used < element.Length:
                return WithoutText(from, new Element(element.Tag, element.Vr, element.ReadBytes()[..(int)used]));
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
                string cleaned = TechnicalText.Clean(
                    Bare(element.Tag, text),
                    byOption ? OfPatient : Forbidden,
                    !byOption
                );
                cleaned = element.Tag == KernelNames.Tag && !byOption ? KernelNames.Clean(cleaned) : cleaned;
                return cleaned == text ? element
                    : cleaned.Any(char.IsLetterOrDigit) ? Text(from, element, cleaned)
                    : Dummied(from, element);
            case Vr.US or Vr.SS or Vr.AT:
                return WithoutText(from, BinaryNumbers.Cut(element));
            case Vr.UL or Vr.SL or Vr.FL or Vr.FD or Vr.SV or Vr.UV:
                Element cut = BinaryNumbers.Cut(element);
                return Numbers.HoldOneOf(cut) ? Emptied(element) : WithoutText(from, cut);
            case Vr.UN when !element.Tag.IsPrivate:
                // A representation that nothing settled.
                return null;
            case Vr.OB or Vr.OW when element.Tag == IccProfile:
                return element.Length > IccText.Largest ? null : IccText.Cleaned(element);
            case Vr.OB or Vr.OW or Vr.OF or Vr.OD or Vr.OL or Vr.OV when element.Tag.Group != Tags.PixelData.Group:
                return WithoutText(from, element);
            default:
                return element;
        }
    }

    /// <summary>A media type without its parameters, which may name a file; every other text as it is.</summary>
    private static string Bare(Tag tag, string text) =>
        tag == MediaType && text.IndexOf(';', StringComparison.Ordinal) is > 0 and int parameters
            ? text[..parameters].TrimEnd()
            : text;

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
        if (!NumberStrings.Are(text, element.Vr) || Numbers.HoldOneOf(text))
        {
            return Emptied(element);
        }

        return element.Tag == NumericValue && IsAge(from) ? AgeOf(from, element, text) : element;
    }

    private RecordNumbers Numbers => _numbers ??= new RecordNumbers(Forbidden, source);

    /// <summary>Binary numbers without letters that stand in their place. Samples of eight bits may be any letter.</summary>
    private static Element WithoutText(Dataset from, Element element) =>
        element.Tag != WaveformData ? TextInNumbers.Blanked(element, false)
        : from.GetInt(WaveformBits) is > 8 ? TextInNumbers.Blanked(element, true)
        : element;

    private static bool IsAge(Dataset measured) =>
        measured.Parent?.GetItems(Tags.ConceptNameCodeSequence) is [{ } concept, ..]
        && AgeConcepts.Contains(concept.GetText(Tags.CodeValue));

    private static Element AgeOf(Dataset measured, Element element, string text)
    {
        string unit = measured.GetItems(MeasurementUnits) is [{ } said, ..]
            ? (said.GetText(Tags.CodeValue) ?? "a").Trim()
            : "a";
        return
            UnitsOfYear.TryGetValue(unit, out double ofYear)
            && double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double age)
            && age >= 90 * ofYear
            ? Text(measured, element, Math.Ceiling(90 * ofYear).ToString(CultureInfo.InvariantCulture))
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
