using System.Text;
using Overread.Deidentification.Residual;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Deidentify.Residual;
using Overread.Dicom.Deidentify.Values;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Deidentify;

/// <summary>
/// Rereads an output and looks in its bytes, its texts and its pixel streams for what its source says about people, places,
/// numbers and days; then for shapes of identifiers in the texts that remain. Collects from the source by a rule of its own,
/// not by the plan's.
/// </summary>
public static class ResidualCheck
{
    private const int DeepestLevel = 32;
    private const long LargestReference = 64 << 20;
    private const int LongestText = 1 << 20;

    /// <summary>Checks an output against its source.</summary>
    /// <param name="source">The source; must be open.</param>
    /// <param name="output">The bytes of the output without its pixel data, or with them.</param>
    /// <param name="plan">What was applied: values that an option keeps are not looked for.</param>
    /// <returns>
    /// What was found and where, as "PatientName in SeriesDescription", never values; empty where nothing was.
    /// </returns>
    public static IReadOnlyList<string> Run(DicomFile source, ReadOnlyMemory<byte> output, DeidentificationPlan plan)
    {
        using DicomFile read = DicomFile.Read(output);
        ResidualSources sources = new(source, read.Dataset, plan, null);
        SortedSet<string> found = new(StringComparer.Ordinal);
        FindInBytes(output.Span, read.Dataset, sources, found);
        FindInValues(read.Dataset, sources, found, 0);
        return [.. found];
    }

    /// <summary>The same for an output that was read anew: its headers, and every value and stream of pixels from where it lies.</summary>
    /// <param name="source">The source; must be open.</param>
    /// <param name="output">The output; must be open.</param>
    /// <param name="headers">The bytes of the output before its pixels.</param>
    /// <param name="plan">What was applied.</param>
    public static IReadOnlyList<string> Run(
        DicomFile source,
        DicomFile output,
        ReadOnlySpan<byte> headers,
        DeidentificationPlan plan
    )
    {
        ResidualSources sources = new(source, output.Dataset, plan, null);
        SortedSet<string> found = new(StringComparer.Ordinal);
        FindInBytes(headers, output.Dataset, sources, found);
        FindInValues(output.Dataset, sources, found, 0);
        return [.. found];
    }

    /// <summary>The same for an output that is encoded and not yet written: its headers, and what is copied by reference.</summary>
    internal static IReadOnlyList<string> Run(
        DicomFile source,
        ReadOnlySpan<byte> headers,
        Dataset output,
        DeidentificationPlan plan,
        ResidualForms known
    )
    {
        ResidualSources sources = new(source, output, plan, known);
        SortedSet<string> found = new(StringComparer.Ordinal);
        FindInBytes(headers, output, sources, found);
        FindInValues(output, sources, found, 0);
        return [.. found];
    }

    /// <summary>Shapes of identifiers in the texts of an output, as "keyword: shape".</summary>
    public static IReadOnlyList<string> Patterns(DicomFile output)
    {
        List<string> found = [];
        Patterns(output.Dataset, found, 0);
        return [.. found.Distinct().Order(StringComparer.Ordinal)];
    }

    private static void FindInBytes(
        ReadOnlySpan<byte> bytes,
        Dataset output,
        ResidualSources sources,
        SortedSet<string> found
    )
    {
        IReadOnlyCollection<string> kinds = sources.Bytes.Find(bytes);
        if (kinds.Count == 0)
        {
            return;
        }

        HashSet<string> located = [];
        Locate(output, sources, found, located, 0);
        found.UnionWith(kinds.Except(located).Select(kind => $"{kind} outside the elements"));
    }

    private static void Locate(
        Dataset dataset,
        ResidualSources sources,
        SortedSet<string> found,
        HashSet<string> located,
        int depth
    )
    {
        foreach (Element element in dataset.Elements)
        {
            foreach (Dataset item in depth < DeepestLevel ? element.Items ?? [] : [])
            {
                Locate(item, sources, found, located, depth + 1);
            }

            if (element.Range is null)
            {
                IReadOnlyCollection<string> kinds = sources.Bytes.Find(element.InlineBytes.Span);
                located.UnionWith(kinds);
                // A few letters stand in samples by chance, whether these are few or many.
                IEnumerable<string> told =
                    element.Tag.Group == 0x7FE0 && kinds.Count > 0 ? InSamples(element, sources) : kinds;
                found.UnionWith(told.Select(kind => $"{kind} in {NameOf(element.Tag)}"));
            }
        }
    }

    private static void FindInValues(Dataset dataset, ResidualSources sources, SortedSet<string> found, int depth)
    {
        foreach (Element element in dataset.Elements)
        {
            foreach (Dataset item in depth < DeepestLevel ? element.Items ?? [] : [])
            {
                FindInValues(item, sources, found, depth + 1);
            }

            IEnumerable<string> kinds =
                element.Fragments is { } fragments ? fragments.Ranges.SelectMany(range => InStream(range, sources))
                : element.Range is { } large && element.Tag.Group == 0x7FE0 ? InStream(large, sources)
                : element.Range is { Length: <= LargestReference } ? sources.Bytes.Find(element.ReadBytes().Span)
                : IsText(element) ? InText(dataset, element, sources)
                : element.Vr is Vr.DS or Vr.IS ? InNumbers(dataset, element, sources)
                : IsBytes(element) ? sources.Texts.Find(Encoding.Latin1.GetString(element.InlineBytes.Span))
                : [];
            found.UnionWith(kinds.Select(kind => $"{kind} in {NameOf(element.Tag)}"));
        }
    }

    private static IReadOnlyCollection<string> InSamples(Element element, ResidualSources sources)
    {
        using MemoryStream stream = new(element.InlineBytes.ToArray());
        return sources.Bytes.FindInStream(stream);
    }

    private static IEnumerable<string> InStream(ByteRange range, ResidualSources sources)
    {
        using RangeStream stream = new(range);
        return sources.Bytes.FindInStream(stream);
    }

    private static bool IsText(Element element) =>
        element.Length is >= 6 and <= LongestText
        && element.Tag != Tags.DeidentificationMethod
        && element.Vr
            is Vr.LO
                or Vr.SH
                or Vr.ST
                or Vr.LT
                or Vr.UT
                or Vr.UC
                or Vr.PN
                or Vr.CS
                or Vr.AE
                or Vr.UR
                or Vr.UI;

    private static bool IsBytes(Element element) =>
        element.Length is >= 6 and <= LongestText
        && element.Range is null
        && element.Tag.Group != 0x7FE0
        && element.Vr is Vr.OB or Vr.OW or Vr.OF or Vr.OD or Vr.OL or Vr.OV or Vr.UN;

    private static IEnumerable<string> InText(Dataset dataset, Element element, ResidualSources sources)
    {
        if (sources.Texts.IsEmpty && sources.Names.IsEmpty || dataset.TextOf(element) is not { } text)
        {
            return [];
        }

        if (element.Vr != Vr.UI)
        {
            return sources.Texts.Find(text).Concat(sources.Names.Find(text));
        }

        // Digits of a replacement hold any number by chance: of other identifiers each component is looked at by itself.
        return text.Split('\\')
            .Where(uid => !uid.StartsWith("2.25.", StringComparison.Ordinal) && !RegisteredUids.Contains(uid))
            .SelectMany(uid => uid.Split('.'))
            .Where(part => part.Length >= 6)
            .SelectMany(sources.Texts.Find);
    }

    // A measured number holds the digits of another by chance: only one that is whole, and all of it, is a number of the record.
    private static IEnumerable<string> InNumbers(Dataset dataset, Element element, ResidualSources sources) =>
        sources.Texts.IsEmpty || element.Length is < 6 or > LongestText || dataset.TextOf(element) is not { } text
            ? []
            : text.Split('\\').Select(sources.Texts.FindWhole).OfType<string>();

    private static string NameOf(Tag tag) =>
        AttributeRegistry.KeywordOf(tag) is { Length: > 0 } keyword ? keyword : tag.ToString();

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
                && element.Tag != Tags.DeidentificationMethod
                && !IsPublicCode(dataset, element.Tag)
                && dataset.TextOf(element) is { } text
            )
            {
                string keyword = AttributeRegistry.KeywordOf(element.Tag);
                found.AddRange(PatternDetectors.Find(text).Select(kind => $"{keyword}: {kind}"));
            }
        }
    }

    /// <summary>Codes of published schemes are long numbers by their nature.</summary>
    private static bool IsPublicCode(Dataset dataset, Tag tag) =>
        CodedEntries.Is(tag) && CodingSchemes.IsPublic((dataset.GetText(Tags.CodingSchemeDesignator) ?? "").Trim());
}
