namespace Overread.Dicom.Deidentify.Plans;

/// <summary>The words that a project adds to the vocabulary of descriptions.</summary>
internal static class OwnTerms
{
    private const int Longest = 64;

    /// <summary>What is wrong with a term; null for nothing. A number would let record numbers through.</summary>
    internal static string? Fault(string term)
    {
        List<string> words = [.. Words(term)];
        return words.Count == 0 ? "it has no word"
            : term.Length > Longest ? $"it has more than {Longest} characters"
            : words.Exists(word => !word.Any(char.IsLetter)) ? "a number of its own is no term"
            : null;
    }

    /// <summary>The words of all terms, in capitals and in order.</summary>
    internal static SortedSet<string> Of(IEnumerable<string> terms) =>
        new(terms.SelectMany(Words).Select(word => word.ToUpperInvariant()), StringComparer.Ordinal);

    private static IEnumerable<string> Words(string term) =>
        string.Concat(term.Select(c => char.IsLetterOrDigit(c) ? c : ' '))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
