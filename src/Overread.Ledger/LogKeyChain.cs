namespace Overread.Ledger;

/// <summary>
/// The signing keys that a log has had, one after the other, and the changes between them. Each change is signed by both of its
/// keys: whoever trusts one key of the chain knows from it which came before and after, and which heads each could sign.
/// </summary>
public sealed class LogKeyChain
{
    private readonly List<string> _keys;

    /// <summary>Makes a chain of changes in their order.</summary>
    /// <exception cref="FormatException">One does not continue the one before.</exception>
    public LogKeyChain(IReadOnlyList<LogKeyChange> changes)
    {
        for (int i = 1; i < changes.Count; i++)
        {
            if (
                changes[i].Former.ToString() != changes[i - 1].Next.ToString()
                || changes[i].Size <= changes[i - 1].Size
            )
            {
                throw new FormatException("A change of the log's key does not continue the one before it.");
            }
        }

        Changes = changes;
        _keys = [.. changes.Take(1).Select(c => c.Former.ToString()), .. changes.Select(c => c.Next.ToString())];
        if (_keys.Distinct(StringComparer.Ordinal).Count() != _keys.Count)
        {
            throw new FormatException("A log does not go back to a key that it had given up.");
        }
    }

    /// <summary>The changes, oldest first.</summary>
    public IReadOnlyList<LogKeyChange> Changes { get; }

    /// <summary>Reads the notes of changes, an empty line between two.</summary>
    /// <exception cref="FormatException">One is no change, or does not continue the one before.</exception>
    public static LogKeyChain Parse(string text)
    {
        // Text, empty line, signatures; no part holds an empty line of its own.
        string[] parts = text.Length == 0 ? [] : text.TrimEnd('\n').Split("\n\n");
        if (parts.Length % 2 != 0)
        {
            throw new FormatException("The changes of a log's key are signed notes, an empty line between two.");
        }

        return new([.. parts.Chunk(2).Select(p => LogKeyChange.Parse(p[0] + "\n\n" + p[1] + "\n"))]);
    }

    /// <summary>Writes what <see cref="Parse"/> reads.</summary>
    /// <param name="notes">The changes as they were signed, oldest first.</param>
    public static string Text(IEnumerable<string> notes) => string.Join('\n', notes);

    /// <summary>True for a key that the log has or had.</summary>
    public bool Holds(VerifierKey key) => _keys.Contains(key.ToString());

    /// <summary>True where one key follows the other, or is the other.</summary>
    public bool Leads(VerifierKey from, VerifierKey to) =>
        from.ToString() == to.ToString()
        || (Holds(from) && _keys.IndexOf(from.ToString()) < _keys.IndexOf(to.ToString()));

    /// <summary>Which of a key and those that took over from it signed a note; null where none of them did.</summary>
    public VerifierKey? SignerOf(SignedNote note, VerifierKey from) =>
        Changes.Select(c => c.Next).Prepend(from).FirstOrDefault(k => Leads(from, k) && note.IsSignedBy(k));

    /// <summary>The key that a key was replaced by, and from when; null for the newest, and for one that is not in the chain.</summary>
    public LogKeyChange? Replaced(VerifierKey key) =>
        Changes.FirstOrDefault(c => c.Former.ToString() == key.ToString());

    /// <summary>Why a key may not have signed a head of so many leaves, as a sentence; null where it may.</summary>
    public string? Fault(VerifierKey key, long size)
    {
        int at = _keys.IndexOf(key.ToString());
        return at < 0 ? null
            : at > 0 && size <= Changes[at - 1].Size
                ? FormattableString.Invariant(
                    $"The key that signed it was not the log's before event {Changes[at - 1].Size}, and it covers {size}."
                )
            : at < Changes.Count && size > Changes[at].Size + 1
                ? FormattableString.Invariant(
                    $"It is signed by a key that was given up at event {Changes[at].Size} ({Changes[at].At}), and covers {size}: whoever still has that key made it."
                )
            : null;
    }

    /// <summary>True where the other chain says the same of the changes that both know.</summary>
    public bool Agrees(LogKeyChain other)
    {
        int both = Math.Min(Changes.Count, other.Changes.Count);
        // One may know the newest only, the other the oldest only: then they share no key, and nothing is said against either.
        int mine = both == 0 ? -1 : _keys.FindIndex(other._keys.Contains);
        int theirs = mine < 0 ? -1 : other._keys.IndexOf(_keys[mine]);
        for (; mine >= 0 && mine < Changes.Count && theirs < other.Changes.Count; mine++, theirs++)
        {
            if (Changes[mine].ToText() != other.Changes[theirs].ToText())
            {
                return false;
            }
        }

        return true;
    }
}
