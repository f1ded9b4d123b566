using Overread.Deidentification.Pseudonyms;
using Overread.Deidentification.Residual;
using Overread.Deidentification.Text;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Deidentify.Values;

namespace Overread.Dicom.Deidentify.Residual;

/// <summary>
/// Reads from a source what must not stand in its output: names of persons, identifiers, places, telephones, days, unique
/// identifiers. By a rule of its own, not by the plan's; what an option keeps is left out.
/// </summary>
internal sealed class ResidualSources
{
    private const int DeepestLevel = 32;
    private const int ShortestWord = 4;
    private const int LongestText = 4096;

    // Identifiers of the patient, of visits, orders and specimens.
    private static readonly HashSet<uint> Numbers =
    [
        0x00100020,
        0x00101000,
        0x00101001,
        0x00101090,
        0x00080050,
        0x00200010,
        0x00380010,
        0x00400254,
        0x00401001,
        0x00402016,
        0x00402017,
        0x00181012,
    ];
    private static readonly HashSet<uint> Telephones = [0x00102154, 0x00102155, 0x00080094, 0x00401103];
    private static readonly HashSet<uint> Places = [0x00101040, 0x00102150, 0x00102152, 0x00080092, 0x00401102];
    private static readonly HashSet<uint> Institutions = [0x00080080, 0x00080081, 0x00081040];
    private static readonly HashSet<uint> Devices = [0x00081010, 0x00181000, 0x00181002, 0x00181008];

    // Words that stand in such values and in outputs for good reasons: what files are made of, and what streets are called.
    private static readonly HashSet<string> Ordinary = new(StringComparer.OrdinalIgnoreCase)
    {
        "REMOVED",
        "ANONYMOUS",
        "ANONYMIZED",
        "ANONYMISED",
        "UNKNOWN",
        "NONE",
        "NULL",
        "TEST",
        "PHANTOM",
        "PATIENT",
        "NAME",
        "STUDY",
        "CASE",
        "DEMO",
        "SAMPLE",
        "DICOM",
        "IMAGE",
        "HEAD",
        "BRAIN",
        "CHEST",
        "LUNG",
        "HEART",
        "BODY",
        "KNEE",
        "HAND",
        "FOOT",
        "NECK",
        "SPINE",
        "LONG",
        "SHORT",
        "FACE",
        "BONE",
        "STREET",
        "ROAD",
        "AVENUE",
        "LANE",
        "DRIVE",
        "PLACE",
        "SQUARE",
        "COURT",
        "HOUSE",
        "NORTH",
        "SOUTH",
        "EAST",
        "WEST",
        "HOSPITAL",
        "CLINIC",
        "CENTER",
        "CENTRE",
        "MEDICAL",
        "UNIVERSITY",
        "RADIOLOGY",
        "DEPARTMENT",
    };

    private readonly DeidentificationPlan _plan;
    private readonly HashSet<string> _own;

    /// <param name="source">The source.</param>
    /// <param name="output">What was made of it: what stands there for the patient is not looked for.</param>
    /// <param name="plan">What was applied.</param>
    /// <param name="known">Forms of a batch; null for none.</param>
    internal ResidualSources(DicomFile source, Dataset output, DeidentificationPlan plan, ResidualForms? known)
    {
        _plan = plan;
        Bytes = new ResidualSearch(known, IsTechnical);
        // A pass over our own output looks for no pseudonym; a name that was left is no pseudonym.
        _own =
        [
            .. new[] { output.GetText(Tags.PatientId), output.GetText(Tags.PatientName) }
                .Select(said => said?.Trim() ?? "")
                .Where(PatientPseudonyms.HasShape),
        ];
        Collect(source.Dataset, 0);
        Collect(source.Meta, 0);
    }

    /// <summary>What is looked for in bytes.</summary>
    internal ResidualSearch Bytes { get; }

    /// <summary>Names of persons, looked for in texts.</summary>
    internal ResidualNames Names { get; } = new();

    /// <summary>Numbers and days, looked for in texts.</summary>
    internal ResidualNumbers Texts { get; } = new();

    private void Collect(Dataset dataset, int depth)
    {
        foreach (Element element in dataset.Elements)
        {
            if (element.Items is { } items)
            {
                foreach (Dataset item in depth < DeepestLevel ? items : [])
                {
                    Collect(item, depth + 1);
                }
            }
            else if (element.Length is > 0 and <= LongestText && Looks(element) && dataset.TextOf(element) is { } text)
            {
                Collect(dataset, element, text.Trim(), AttributeRegistry.KeywordOf(element.Tag));
            }
        }
    }

    private static bool Looks(Element element) =>
        element.Vr is Vr.PN or Vr.UI or Vr.DA or Vr.DT
        || Numbers.Contains(element.Tag.Value)
        || Telephones.Contains(element.Tag.Value)
        || Places.Contains(element.Tag.Value)
        || Institutions.Contains(element.Tag.Value)
        || Devices.Contains(element.Tag.Value);

    private void Collect(Dataset dataset, Element element, string text, string kind)
    {
        uint tag = element.Tag.Value;
        if (
            _own.Contains(text)
            || _plan.Overrides.TryGetValue(tag, out ElementDecision chosen) && chosen.Action == ElementAction.Keep
        )
        {
            return;
        }

        if (element.Vr == Vr.PN)
        {
            foreach (string reading in NameReadings.Of(dataset, element))
            {
                Person(element, reading.Trim(), kind);
            }
        }
        else if (element.Vr == Vr.UI)
        {
            Uids(element, text, kind);
        }
        else if (element.Vr is Vr.DA or Vr.DT)
        {
            bool birth = element.Tag.Group == 0x0010;
            if (birth || !_plan.Options.HasFlag(DeidentificationOptions.RetainFullDates))
            {
                Array.ForEach(text.Split('\\'), day => Texts.AddDay(kind, day.Trim()));
            }
        }
        else if (Telephones.Contains(tag))
        {
            Array.ForEach(text.Split('\\'), number => Texts.AddNumber(kind, number));
        }
        else if (Places.Contains(tag))
        {
            Array.ForEach(
                text.Split([',', ';', ' ', '\\', '^', '.'], StringSplitOptions.RemoveEmptyEntries),
                w => Word(kind, w)
            );
        }
        else
        {
            Identifiers(dataset, tag, text, kind);
        }
    }

    private void Person(Element element, string text, string kind)
    {
        Names.Add(kind, text, IsOrdinary);
        string[] words = text.Split(['^', '=', '\\', ' ', ',', '.', '-'], StringSplitOptions.RemoveEmptyEntries);
        foreach (string word in words)
        {
            Word(kind, word);
        }

        // A name with a hyphen, written without it.
        foreach (string word in text.Split(['^', '=', '\\', ' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Contains('-', StringComparison.Ordinal))
            {
                Word(kind, word.Replace("-", "", StringComparison.Ordinal));
            }
        }

        // Ideograms and phonetic groups as they are encoded in this very file.
        if (!System.Text.Ascii.IsValid(text) && !words.All(IsOrdinary))
        {
            Bytes.Add(kind, element.ReadBytes().Span.TrimEnd((byte)' '));
        }
    }

    private void Identifiers(Dataset dataset, uint tag, string text, string kind)
    {
        if (
            Institutions.Contains(tag) && _plan.Options.HasFlag(DeidentificationOptions.RetainInstitutionIdentity)
            || Devices.Contains(tag) && _plan.Options.HasFlag(DeidentificationOptions.RetainDeviceIdentity)
        )
        {
            return;
        }

        // A vendor's test images name the vendor as institution, and equipment may keep its maker's name.
        string maker = $"{dataset.GetText(Tags.Manufacturer)} {dataset.GetText(Tags.ManufacturerModelName)}";
        foreach (
            string value in text.Split('\\', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
        {
            if (!maker.Contains(value, StringComparison.OrdinalIgnoreCase))
            {
                Word(kind, value);
                Texts.AddNumber(kind, value);
            }
        }
    }

    private void Uids(Element element, string text, string kind)
    {
        // A program's UID tells of no patient, and a tool that wrote the source may have written the output.
        if (
            _plan.Options.HasFlag(DeidentificationOptions.RetainUids)
            || ClassUids.Contains(element.Tag.Value)
            || element.Tag == Tags.ImplementationClassUid
        )
        {
            return;
        }

        foreach (string uid in text.Split('\\'))
        {
            if (uid.Length > 12 && !RegisteredUids.Contains(uid) && !uid.StartsWith("2.25.", StringComparison.Ordinal))
            {
                Bytes.Add(kind, uid, inStreams: false);
            }
        }
    }

    private void Word(string kind, string word)
    {
        if (word.Length >= ShortestWord && !IsOrdinary(word))
        {
            Bytes.Add(kind, word);
        }
    }

    /// <summary>A word of the standard or of the clinic, in which a short name may stand by chance.</summary>
    private static bool IsTechnical(string word) => CodeStrings.IsTerm(word) || TextCleaner.IsClinical(word);

    /// <summary>A defined term of the standard may stand in a code string whoever bears it as a name.</summary>
    private static bool IsOrdinary(string word) =>
        Ordinary.Contains(word) || CodeStrings.IsTerm(word.ToUpperInvariant());
}
