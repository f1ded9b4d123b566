namespace Overread.Text.Terminology;

/// <summary>Which edition of which terminology an index was made of; a protocol pins it.</summary>
/// <param name="Terminology">Short name, such as ICD10CM, SNOMEDCT.</param>
/// <param name="Edition">As its publisher names it, such as 2026 or 20260901; <c>unknown</c> where neither file nor caller said.</param>
/// <param name="Files">Names of the files and their SHA-256 in lower-case hex.</param>
/// <param name="Concepts">Codes.</param>
/// <param name="Terms">Names of them.</param>
public sealed record TermEdition(
    string Terminology,
    string Edition,
    IReadOnlyList<KeyValuePair<string, string>> Files,
    int Concepts,
    int Terms
);
