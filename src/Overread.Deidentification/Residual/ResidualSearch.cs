using System.Text;

namespace Overread.Deidentification;

/// <summary>
/// Looks for given values in bytes, in every encoding in which they may stand, all at once. Shares no code with what
/// removes them: it knows bytes, not elements, so that an error there is not repeated here.
/// </summary>
public sealed class ResidualSearch
{
    private readonly List<int[]> _next = [new int[256]];
    private readonly List<int> _fail = [0];
    private readonly List<int> _value = [-1];
    private readonly List<string> _kinds = [];
    private bool _linked;

    /// <summary>Number of values looked for.</summary>
    public int Count => _kinds.Count;

    /// <summary>Adds a value: as Latin-1, UTF-8 and UTF-16, and in capitals and small letters too.</summary>
    /// <param name="kind">What it is, such as "PatientName": goes into findings; the value does not.</param>
    /// <param name="value">The value; shorter than four characters is not looked for, it would be found by chance.</param>
    /// <exception cref="InvalidOperationException">A search has been made already.</exception>
    public void Add(string kind, string value)
    {
        if (_linked)
        {
            throw new InvalidOperationException("values are added before the first search");
        }

        value = value.Trim(' ', '\0');
        if (value.Length < 4)
        {
            return;
        }

        int number = _kinds.Count;
        _kinds.Add(kind);
        HashSet<string> forms = [value, value.ToUpperInvariant(), value.ToLowerInvariant()];
        foreach (string form in forms)
        {
            Insert(Encoding.Latin1.GetBytes(form), number);
            Insert(Encoding.UTF8.GetBytes(form), number);
            Insert(Encoding.Unicode.GetBytes(form), number);
            Insert(Encoding.BigEndianUnicode.GetBytes(form), number);
        }
    }

    /// <summary>Adds bytes as they stand in the source, for values in other character sets.</summary>
    public void Add(string kind, ReadOnlySpan<byte> bytes)
    {
        if (!_linked && bytes.Length >= 4)
        {
            _kinds.Add(kind);
            Insert(bytes, _kinds.Count - 1);
        }
    }

    /// <summary>Kinds of the values that stand in the bytes, each once.</summary>
    public IReadOnlyCollection<string> Find(ReadOnlySpan<byte> bytes)
    {
        Link();
        HashSet<string> found = [];
        int state = 0;
        foreach (byte value in bytes)
        {
            state = _next[state][value];
            int hit = _value[state];
            if (hit >= 0)
            {
                found.Add(_kinds[hit]);
            }
        }

        return found;
    }

    private void Insert(ReadOnlySpan<byte> bytes, int number)
    {
        int state = 0;
        foreach (byte value in bytes)
        {
            if (_next[state][value] == 0)
            {
                _next.Add(new int[256]);
                _fail.Add(0);
                _value.Add(-1);
                _next[state][value] = _next.Count - 1;
            }

            state = _next[state][value];
        }

        _value[state] = number;
    }

    /// <summary>Turns the tree of values into an automaton (Aho and Corasick 1975): one step per byte, no way back.</summary>
    private void Link()
    {
        if (_linked)
        {
            return;
        }

        Queue<int> queue = new();
        for (int i = 0; i < 256; i++)
        {
            if (_next[0][i] > 0)
            {
                queue.Enqueue(_next[0][i]);
            }
        }

        while (queue.TryDequeue(out int state))
        {
            for (int i = 0; i < 256; i++)
            {
                int child = _next[state][i];
                int fallen = _next[_fail[state]][i];
                if (child == 0)
                {
                    _next[state][i] = fallen;
                    continue;
                }

                _fail[child] = fallen;
                _value[child] = _value[child] >= 0 ? _value[child] : _value[fallen];
                queue.Enqueue(child);
            }
        }

        _linked = true;
    }
}
