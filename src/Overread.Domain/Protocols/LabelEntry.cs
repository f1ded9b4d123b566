namespace Overread.Domain.Protocols;

/// <summary>One line of a label dictionary: a field, or one answer of it.</summary>
/// <param name="Where">JSON pointer into the protocol, such as <c>/fields/2/options/0</c>.</param>
/// <param name="Field">The field.</param>
/// <param name="Option">The answer; null for the line of the field itself.</param>
/// <param name="Meaning">What it says: the answer's own words, and the field's where it has none.</param>
/// <param name="Own">True where the answer itself says what it measures, or for the field's own line.</param>
public sealed record LabelEntry(string Where, Field Field, Option? Option, LabelMeaning Meaning, bool Own)
{
    /// <summary>Its name for people and in refusals: <c>field</c> or <c>field=answer</c>.</summary>
    public string Name => Option is null ? Field.Id : $"{Field.Id}={Option.Id}";

    /// <summary>Its code in a terminology, or null.</summary>
    public Code? Code => Option is null ? Field.Code : Option.Code;

    /// <summary>What it lacks, as words for a sentence; empty where it has both.</summary>
    public IReadOnlyList<string> Lacks =>
        [
            .. string.IsNullOrWhiteSpace(Meaning.Measures) ? (string[])["what it measures"] : [],
            .. Meaning.Severity is null ? (string[])["how bad a wrong one is"] : [],
        ];
}
