using System.Globalization;
using System.Text.RegularExpressions;
using Overread.Dicom.Pixels;

namespace Overread.Dicom.Validation;

/// <summary>
/// Checks values against their representation and multiplicity, and an image against its own attributes. Not a check of
/// the object's definition: dciodvfy is the tool for that.
/// </summary>
public static partial class DatasetValidator
{
    /// <summary>Findings of reading and of checking, in the order of the file.</summary>
    public static IReadOnlyList<Finding> Validate(DicomFile file)
    {
        List<Finding> findings = [.. file.Findings];
        Check(file.Dataset, "", findings);
        foreach (Tag tag in (ReadOnlySpan<Tag>)[Tags.SopClassUid, Tags.SopInstanceUid])
        {
            if (file.Dataset.GetText(tag) is null && file.SopClassUid != "1.2.840.10008.1.3.10")
            {
                findings.Add(
                    new Finding(FindingKind.MissingAttribute, -1, tag.ToString(), AttributeRegistry.KeywordOf(tag))
                );
            }
        }

        if (file.Dataset.Contains(Tags.PixelData))
        {
            CheckImage(file, findings);
        }

        return findings;
    }

    private static void CheckImage(DicomFile file, List<Finding> findings)
    {
        if (!PixelData.TryOpen(file, out PixelData pixels, out Finding? problem))
        {
            findings.Add(problem!);
        }
        else if (pixels.Count < pixels.Facts.Frames)
        {
            findings.Add(
                new Finding(
                    FindingKind.BadFragments,
                    -1,
                    Tags.PixelData.ToString(),
                    $"{pixels.Count} frames where {pixels.Facts.Frames} are claimed"
                )
            );
        }
    }

    private static void Check(Dataset dataset, string path, List<Finding> findings)
    {
        foreach (Element element in dataset.Elements)
        {
            string place = path + element.Tag;
            if (element.Items is { } items)
            {
                for (int i = 0; i < items.Count; i++)
                {
                    Check(items[i], $"{place}[{i}]/", findings);
                }

                continue;
            }

            if (element.Tag.IsPrivate && !element.Tag.IsPrivateCreator && dataset.PrivateCreatorOf(element.Tag) is null)
            {
                findings.Add(
                    new Finding(FindingKind.NoPrivateCreator, element.Offset, place, "no creator claims the block")
                );
            }

            CheckValue(dataset, element, place, findings);
        }
    }

    private static void CheckValue(Dataset dataset, Element element, string place, List<Finding> findings)
    {
        if (element.Length == 0 || element.Fragments is not null)
        {
            return;
        }

        int unit = element.Vr == Vr.AT ? 4 : element.Vr.UnitSize();
        if (element.Length % unit != 0)
        {
            findings.Add(
                new Finding(FindingKind.BadLength, element.Offset, place, $"{element.Length} bytes of {element.Vr}")
            );
        }

        if (!element.Vr.IsText() || dataset.TextOf(element) is not { } text)
        {
            return;
        }

        string[] values = element.Vr.IsSingleText() ? [text] : text.Split('\\');
        foreach (string value in values.Select(value => value.Trim(' ', '\0')))
        {
            if (Problem(element.Vr, value) is { } problem)
            {
                findings.Add(new Finding(FindingKind.BadValue, element.Offset, place, $"{element.Vr}: {problem}"));
                break;
            }
        }

        if (AttributeRegistry.TryFind(element.Tag, out RegistryEntry entry) && !Fits(entry.Multiplicity, values.Length))
        {
            findings.Add(
                new Finding(
                    FindingKind.BadValue,
                    element.Offset,
                    place,
                    $"{values.Length} values where {entry.Multiplicity} are allowed"
                )
            );
        }
    }

    private static string? Problem(Vr vr, string value)
    {
        int most = vr is Vr.PN or Vr.DS or Vr.TM ? int.MaxValue : vr.MaximumCharacters();
        if (value.Length > most)
        {
            return $"{value.Length} characters where {most} are allowed";
        }

        if (value.Length == 0)
        {
            return null;
        }

        Regex? shape = vr switch
        {
            Vr.AS => Age(),
            Vr.CS => Code(),
            Vr.DA => Date(),
            Vr.DS => Decimal(),
            Vr.DT => DateTime(),
            Vr.IS => Integer(),
            Vr.TM => Time(),
            Vr.UI => Uid(),
            _ => null,
        };
        return shape is null || shape.IsMatch(value) ? null : "not of its form";
    }

    private static bool Fits(string multiplicity, int count)
    {
        if (int.TryParse(multiplicity, NumberStyles.None, CultureInfo.InvariantCulture, out int exact))
        {
            return count == exact;
        }

        string[] bounds = multiplicity.Split(' ')[0].Split('-');
        int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out int least);
        return count >= least
            && (
                bounds.Length < 2
                || !int.TryParse(bounds[1], NumberStyles.None, CultureInfo.InvariantCulture, out int most)
                || count <= most
            );
    }

    [GeneratedRegex(@"^\d{3}[DWMY]$")]
    private static partial Regex Age();

    [GeneratedRegex(@"^[A-Z0-9_ ]+$")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")]
    private static partial Regex Date();

    [GeneratedRegex(@"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^\d{4}(\d{2}(\d{2}(\d{2}(\d{2}(\d{2}(\.\d{1,6})?)?)?)?)?)?([+-]\d{4})?$")]
    private static partial Regex DateTime();

    [GeneratedRegex(@"^[+-]?\d+$")]
    private static partial Regex Integer();

    [GeneratedRegex(
        @"^([01]\d|2[0-4])([0-5]\d([0-5]\d|60)?(\.\d{1,6})?)?$|^([01]\d|2[0-4])([0-5]\d([0-6]\d(\.\d{1,6})?)?)?$"
    )]
    private static partial Regex Time();

    [GeneratedRegex(@"^(0|[1-9]\d*)(\.(0|[1-9]\d*))*$")]
    private static partial Regex Uid();
}
