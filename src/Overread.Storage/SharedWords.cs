namespace Overread.Storage;

/// <summary>
/// One string for all that are equal, for as long as a result is read: rows repeat their states, readers and projects hundreds of thousands of
/// times. Not thread-safe.
/// </summary>
public sealed class SharedWords
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>The string that was given first of those that are equal.</summary>
    public string Of(string word)
    {
        if (!_known.TryGetValue(word, out string? known))
        {
            _known[word] = known = word;
        }

        return known;
    }

    /// <summary>The same for a word that may be missing.</summary>
    public string? OfAny(string? word) => word is null ? null : Of(word);
}
