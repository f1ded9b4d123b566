using System.Buffers.Binary;
using System.Text;
using Overread.Deidentification.Text;

namespace Overread.Deidentification.Residual;

/// <summary>
/// Looks for given values in bytes, in every encoding in which they may stand, all at once. Shares no code with what
/// removes them: it knows bytes, not elements, so that an error there is not repeated here.
/// </summary>
/// <param name="known">Forms that earlier searches of the same batch made; null to make all anew.</param>
public sealed class ResidualSearch(ResidualForms? known = null)
{
    private const int Shortest = 4;
    private const int LongestWord = 40;

    // Where the first four bytes of some value may begin; most positions are passed over by this alone.
    private readonly bool[] _begins = new bool[1 << 16];
    private readonly Dictionary<uint, List<(byte[] Form, int Kind)>> _forms = [];
    private readonly List<string> _kinds = [];
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);
    private readonly ResidualForms _known = known ?? new ResidualForms();

    /// <summary>Number of values looked for.</summary>
    public int Count => _kinds.Count;

    /// <summary>Adds a value: as Latin-1, UTF-8 and UTF-16, and in capitals and small letters too.</summary>
    /// <param name="kind">What it is, such as "PatientName": goes into findings; the value does not.</param>
    /// <param name="value">The value; shorter than four characters is not looked for, it would be found by chance.</param>
    public void Add(string kind, string value)
    {
        value = value.Trim(' ', '\0');
        if (value.Length < Shortest || !_values.Add(value))
        {
            return;
        }

        int number = _kinds.Count;
        _kinds.Add(kind);
        foreach (byte[] form in _known.Of(value))
        {
            Insert(form, number);
        }
    }

    /// <summary>Adds bytes as they stand in the source, for values in other character sets.</summary>
    public void Add(string kind, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= Shortest)
        {
            _kinds.Add(kind);
            Insert(bytes.ToArray(), _kinds.Count - 1);
        }
    }

    /// <summary>Kinds of the values that stand in the bytes, each once.</summary>
    public IReadOnlyCollection<string> Find(ReadOnlySpan<byte> bytes)
    {
        HashSet<string> found = [];
        for (int i = 0; i + Shortest <= bytes.Length; i++)
        {
            uint head = BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]);
            if (!_begins[Slot(head)] || !_forms.TryGetValue(head, out List<(byte[] Form, int Kind)>? forms))
            {
                continue;
            }

            foreach ((byte[] form, int kind) in forms)
            {
                int end = i + form.Length;
                if (bytes[i..].StartsWith(form) && !IsPartOfNumber(bytes, i, end) && !IsInClinicalWord(bytes, i, end))
                {
                    found.Add(_kinds[kind]);
                }
            }
        }

        return found;
    }

    /// <summary>Digits inside a longer row of digits are that number's and not the value looked for.</summary>
    private static bool IsPartOfNumber(ReadOnlySpan<byte> bytes, int start, int end)
    {
        static bool Digit(byte value) => value is >= (byte)'0' and <= (byte)'9';
        bool before = start > 0 && Digit(bytes[start]) && Digit(bytes[start - 1]);
        bool after = end < bytes.Length && Digit(bytes[end - 1]) && Digit(bytes[end]);
        return before || after;
    }

    /// <summary>Letters inside a longer word of the clinical vocabulary are that word's: a Dr Mary is not in PRIMARY.</summary>
    private static bool IsInClinicalWord(ReadOnlySpan<byte> bytes, int start, int end)
    {
        int from = start;
        int to = end;
        while (from > 0 && char.IsAsciiLetter((char)bytes[from - 1]) && start - from < LongestWord)
        {
            from--;
        }

        while (to < bytes.Length && char.IsAsciiLetter((char)bytes[to]) && to - end < LongestWord)
        {
            to++;
        }

        return to - from > end - start && TextCleaner.IsClinical(Encoding.Latin1.GetString(bytes[from..to]));
    }

    private static int Slot(uint head) => (int)((head * 0x9E3779B1) >> 16);

    private void Insert(byte[] form, int number)
    {
        uint head = BinaryPrimitives.ReadUInt32LittleEndian(form);
        _begins[Slot(head)] = true;
        if (!_forms.TryGetValue(head, out List<(byte[] Form, int Kind)>? forms))
        {
            forms = [];
            _forms.Add(head, forms);
        }

        forms.Add((form, number));
    }
}
