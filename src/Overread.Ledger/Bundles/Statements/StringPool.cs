namespace Overread.Ledger.Bundles.Statements;

/// <summary>One string for all that are equal: tables repeat their ids and words a million times.</summary>
internal sealed class StringPool
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    public string Of(string text)
    {
        if (!_known.TryGetValue(text, out string? known))
        {
            _known[text] = known = text;
        }

        return known;
    }
}
