using Overread.Deidentification.Residual;
using Overread.Deidentification.Text;
using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Deidentify;

/// <summary>
/// Rereads an output and looks in its bytes for what its source says about people, places, numbers and days; then for
/// shapes of identifiers in the texts that remain. Collects from the source by a rule of its own, not by the plan's.
/// </summary>
public static class ResidualCheck
{
    private const int DeepestLevel = 32;
    private const long LargestReference = 64 << 20;

    // Texts in which the source names the patient, places and numbers; names of persons are taken by representation.
    private static readonly HashSet<uint> Numbers =
    [
        0x00100020,
        0x00101000,
        0x00101001,
        0x00080050,
        0x00200010,
        0x00101040,
        0x00102154,
        0x00102150,
        0x00080080,
        0x00080081,
        0x00081010,
        0x00181000,
        0x00402016,
        0x00402017,
        0x00380010,
        0x00101090,
        0x00181002,
        0x00181008,
    ];

    // Ordinary words that stand in such texts and may stand in the output for good reasons.
    private const int ShortestWord = 4;

    /// <summary>Checks an output against its source.</summary>
    /// <param name="source">The source; must be open.</param>
    /// <param name="output">The bytes of the output without its pixel data, or with them.</param>
    /// <param name="plan">What was applied: values that an option keeps are not looked for.</param>
    /// <returns>Kinds of what was found, never values; empty where nothing was.</returns>
    public static IReadOnlyList<string> Run(DicomFile source, ReadOnlySpan<byte> output, DeidentificationPlan plan)
    {
        return [.. Search(source, plan, null).Find(output).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The same for an output that is encoded and not yet written: its headers, and what is copied by reference
    /// but for pixel data, which are no text.
    /// </summary>
    internal static IReadOnlyList<string> Run(
        DicomFile source,
        ReadOnlySpan<byte> headers,
        Dataset output,
        DeidentificationPlan plan,
        ResidualForms known
    )
    {
        ResidualSearch search = Search(source, plan, known);
        SortedSet<string> found = new(search.Find(headers), StringComparer.Ordinal);
        FindInReferences(output, search, found, 0);
        return [.. found];
    }

    private static void FindInReferences(Dataset dataset, ResidualSearch search, SortedSet<string> found, int depth)
    {
        foreach (Element element in dataset.Elements)
        {
            if (element.Range is { Length: <= LargestReference } && element.Tag.Group != 0x7FE0)
            {
                found.UnionWith(search.Find(element.ReadBytes().Span));
            }

            foreach (Dataset item in depth < DeepestLevel ? element.Items ?? [] : [])
            {
                FindInReferences(item, search, found, depth + 1);
            }
        }
    }

    private static ResidualSearch Search(DicomFile source, DeidentificationPlan plan, ResidualForms? known)
    {
        ResidualSearch search = new(known);
        Collect(source.Dataset, search, plan, 0);
        Collect(source.Meta, search, plan, 0);
        return search;
    }

    /// <summary>Shapes of identifiers in the texts of an output, as "keyword: shape".</summary>
    public static IReadOnlyList<string> Patterns(DicomFile output)
    {
        List<string> found = [];
        Patterns(output.Dataset, found, 0);
        return [.. found.Distinct().Order(StringComparer.Ordinal)];
    }

    private static void Collect(Dataset dataset, ResidualSearch search, DeidentificationPlan plan, int depth)
    {
        foreach (Element element in dataset.Elements)
        {
            if (element.Items is { } items)
            {
                foreach (Dataset item in depth < DeepestLevel ? items : [])
                {
                    Collect(item, search, plan, depth + 1);
                }

                continue;
            }

            bool names = element.Vr is Vr.PN or Vr.UI || Numbers.Contains(element.Tag.Value);
            if (names && dataset.TextOf(element) is { } text)
            {
                Collect(dataset, element, text, search, plan);
            }
        }
    }

    private static void Collect(
        Dataset dataset,
        Element element,
        string text,
        ResidualSearch search,
        DeidentificationPlan plan
    )
    {
        string kind = AttributeRegistry.KeywordOf(element.Tag);
        // What a first pass wrote in place of identifiers is looked for by nobody.
        if (dataset.GetText(Tags.PatientIdentityRemoved) == "YES" && element.Tag.Group == 0x0010)
        {
            return;
        }

        bool institution = element.Tag.Value is 0x00080080 or 0x00080081;
        bool device = element.Tag.Value is 0x00081010 or 0x00181000 or 0x00181002 or 0x00181008;
        if (
            institution && plan.Options.HasFlag(DeidentificationOptions.RetainInstitutionIdentity)
            || device && plan.Options.HasFlag(DeidentificationOptions.RetainDeviceIdentity)
        )
        {
            return;
        }

        if (element.Vr == Vr.PN)
        {
            foreach (string word in text.Split(['^', '=', '\\', ' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries))
            {
                AddWord(search, kind, word);
            }

            search.Add(kind, element.ReadBytes().Span.TrimEnd((byte)' '));
        }
        else if (Numbers.Contains(element.Tag.Value))
        {
            // A vendor's test images name the vendor as institution, and equipment may keep its maker's name.
            string maker = $"{dataset.GetText(Tags.Manufacturer)} {dataset.GetText(Tags.ManufacturerModelName)}";
            foreach (
                string value in text.Split('\\')
                    .Where(value => !maker.Contains(value, StringComparison.OrdinalIgnoreCase))
            )
            {
                AddWord(search, kind, value);
            }
        }
        else if (element.Vr == Vr.UI && !plan.Options.HasFlag(DeidentificationOptions.RetainUids))
        {
            foreach (string uid in text.Split('\\').Where(IsInstanceUid))
            {
                search.Add(kind, uid);
            }
        }
    }

    private static bool IsInstanceUid(string uid) =>
        uid.Length > 12
        && !uid.StartsWith("1.2.840.10008.", StringComparison.Ordinal)
        && !uid.StartsWith("2.25.", StringComparison.Ordinal);

    private static void AddWord(ResidualSearch search, string kind, string word)
    {
        // A word of the clinical vocabulary (a Dr Long) would be found in every second description.
        if (word.Length >= ShortestWord && !TextCleaner.IsClinical(word) && word is not ("REMOVED" or "Anonymous"))
        {
            search.Add(kind, word);
        }
    }

    private static void Patterns(Dataset dataset, List<string> found, int depth)
    {
        foreach (Element element in dataset.Elements)
        {
            if (element.Items is { } items)
            {
                foreach (Dataset item in depth < DeepestLevel ? items : [])
                {
                    Patterns(item, found, depth + 1);
                }
            }
            else if (
                element.Vr is Vr.LO or Vr.LT or Vr.ST or Vr.UT or Vr.UC or Vr.SH
                && element.Tag != Tags.PatientId
                && dataset.TextOf(element) is { } text
            )
            {
                string keyword = AttributeRegistry.KeywordOf(element.Tag);
                found.AddRange(PatternDetectors.Find(text).Select(kind => $"{keyword}: {kind}"));
            }
        }
    }
}
