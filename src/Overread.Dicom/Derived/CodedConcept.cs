namespace Overread.Dicom.Derived;

/// <summary>A coded concept (PS3.3 section 8.8, basic code sequence macro).</summary>
/// <param name="Value">Code value, long code value or URN.</param>
/// <param name="Scheme">Coding scheme designator; "" for a URN.</param>
/// <param name="Meaning">Code meaning.</param>
public sealed record CodedConcept(string Value, string Scheme, string Meaning)
{
    /// <summary>The item of a code sequence.</summary>
    public Dataset ToItem()
    {
        Dataset item = new();
        if (Scheme.Length == 0)
        {
            item.Set(MarkTags.UrnCodeValue, Vr.UR, Value);
        }
        else
        {
            item.Set(
                Value.Length > 16 ? MarkTags.LongCodeValue : Tags.CodeValue,
                Value.Length > 16 ? Vr.UC : Vr.SH,
                Value
            );
            item.Set(Tags.CodingSchemeDesignator, Vr.SH, Scheme);
        }

        item.Set(Tags.CodeMeaning, Vr.LO, Meaning.Length > 64 ? Meaning[..64] : Meaning);
        return item;
    }

    /// <summary>The first code of a sequence; null where there is none with a value.</summary>
    /// <param name="dataset">Where the sequence stands.</param>
    /// <param name="sequence">Its tag.</param>
    public static CodedConcept? Read(Dataset dataset, Tag sequence)
    {
        if (dataset.GetItems(sequence) is not [{ } item, ..])
        {
            return null;
        }

        string? value =
            item.GetText(Tags.CodeValue) ?? item.GetText(MarkTags.LongCodeValue) ?? item.GetText(MarkTags.UrnCodeValue);
        return value is null
            ? null
            : new CodedConcept(
                value,
                item.GetText(Tags.CodingSchemeDesignator) ?? "",
                item.GetText(Tags.CodeMeaning) ?? value
            );
    }

    internal bool Is(string value, string scheme) => Value == value && Scheme == scheme;
}
