using Overread.Dicom.Deidentify.Plans;

namespace Overread.Dicom.Deidentify;

/// <summary>
/// Codes of CID 7050 in (0012,0064). Those of options about pixels are added to the very objects of which they are true:
/// a plan that asks for clean pixels has cleaned none yet.
/// </summary>
public static class MethodCodes
{
    /// <summary>Options that say something about pixels, not about elements.</summary>
    internal const DeidentificationOptions OfPixels =
        DeidentificationOptions.CleanPixelData | DeidentificationOptions.CleanRecognizableVisualFeatures;

    /// <summary>Adds the code of one option in the order of the codes; one that is there already is left alone.</summary>
    public static void Add(Dataset dataset, DeidentificationOptions option)
    {
        (string code, string meaning) = OptionCodes.For(option).Last();
        List<Dataset> items = [.. dataset.GetItems(Tags.DeidentificationMethodCodeSequence)];
        if (items.Exists(item => item.GetText(Tags.CodeValue) == code))
        {
            return;
        }

        int place = items.FindIndex(item => string.CompareOrdinal(item.GetText(Tags.CodeValue), code) > 0);
        items.Insert(place < 0 ? items.Count : place, Item(code, meaning));
        dataset.Set(new Element(Tags.DeidentificationMethodCodeSequence, items));
    }

    internal static Dataset Item(string code, string meaning)
    {
        Dataset item = new();
        item.Set(Tags.CodeValue, Vr.SH, code);
        item.Set(Tags.CodingSchemeDesignator, Vr.SH, "DCM");
        item.Set(Tags.CodeMeaning, Vr.LO, meaning);
        return item;
    }
}
