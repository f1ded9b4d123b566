using System.Text;
using Overread.Dicom;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>The words that are left in a cleaned object, for a person to read: a report as it reads, of others every text.</summary>
internal static class CompanionText
{
    private const int Deepest = 32;
    private const int Longest = 200_000;
    private static readonly Tag RelationshipType = new(0x0040A010);
    private static readonly Tag ValueType = new(0x0040A040);
    private static readonly Tag MeasuredValues = new(0x0040A300);
    private static readonly Tag NumericValue = new(0x0040A30A);
    private static readonly Tag Units = new(0x004008EA);
    private static readonly Tag ConceptCode = new(0x0040A168);

    // Where a report's content item of each kind has its value (PS3.3 section C.17.3).
    private static readonly Tag[] Values =
    [
        new(0x0040A160),
        new(0x0040A120),
        new(0x0040A121),
        new(0x0040A122),
        new(0x0040A123),
        new(0x0040A124),
    ];

    /// <summary>Lines of text; empty where no word is left.</summary>
    public static string Of(Dataset dataset)
    {
        StringBuilder text = new();
        if (dataset.Contains(Tags.ContentSequence) || dataset.Contains(ValueType))
        {
            Report(dataset, text, 0);
        }
        else
        {
            Texts(dataset, text, 0);
        }

        return text.ToString();
    }

    private static void Report(Dataset item, StringBuilder text, int depth)
    {
        string name = Meaning(item, Tags.ConceptNameCodeSequence);
        string value = ValueOf(item);
        if (name.Length + value.Length > 0)
        {
            text.Append(' ', depth * 2)
                .Append(name.Length > 0 ? name : item.GetText(RelationshipType) ?? "")
                .Append(value.Length > 0 ? ": " + value : "")
                .Append('\n');
        }

        foreach (Dataset inner in depth < Deepest ? item.GetItems(Tags.ContentSequence) : [])
        {
            if (text.Length > Longest)
            {
                return;
            }

            Report(inner, text, depth + 1);
        }
    }

    private static string ValueOf(Dataset item)
    {
        if (item.GetItems(MeasuredValues) is [{ } measured, ..])
        {
            return $"{measured.GetText(NumericValue)} {Meaning(measured, Units)}".Trim();
        }

        string coded = Meaning(item, ConceptCode);
        return coded.Length > 0 ? coded : Values.Select(item.GetText).FirstOrDefault(v => v is { Length: > 0 }) ?? "";
    }

    private static string Meaning(Dataset item, Tag sequence) =>
        item.GetItems(sequence) is [{ } code, ..] ? code.GetText(Tags.CodeMeaning) ?? "" : "";

    private static void Texts(Dataset dataset, StringBuilder text, int depth)
    {
        foreach (Element element in dataset.Elements.Where(e => e.Tag != Tags.DeidentificationMethod))
        {
            if (text.Length > Longest)
            {
                return;
            }

            if (
                element.Vr is Vr.LO or Vr.SH or Vr.ST or Vr.LT or Vr.UT or Vr.UC
                && element.Tag.Group > 0x0010
                && dataset.TextOf(element) is { Length: > 0 } value
            )
            {
                text.Append(' ', depth * 2)
                    .Append(AttributeRegistry.KeywordOf(element.Tag) is { Length: > 0 } k ? k : element.Tag.ToString())
                    .Append(": ")
                    .Append(value)
                    .Append('\n');
            }

            foreach (Dataset item in depth < Deepest ? element.Items ?? [] : [])
            {
                Texts(item, text, depth + 1);
            }
        }
    }
}
