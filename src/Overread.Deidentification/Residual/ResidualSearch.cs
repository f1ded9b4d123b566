using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Overread.Deidentification.Residual;

/// <summary>
/// Looks for given values in bytes, in every encoding and case in which they may stand, all at once. Shares no code and no
/// vocabulary with what removes them: it knows bytes, not elements, so that an error there is not repeated here.
/// </summary>
/// <param name="known">Forms that earlier searches of the same batch made; null to make all anew.</param>
/// <param name="ordinary">
/// Told a word in capitals inside of which a value stands: true where it is one that files have for good reasons ("TRANSVERSE",
/// and somebody is called Tran). A value that is a word of its own is found whatever this says.
/// </param>
public sealed class ResidualSearch(ResidualForms? known = null, Func<string, bool>? ordinary = null)
{
    private const int Shortest = 4;

    // Shorter words stand inside others by chance (a Dr Mary in PRIMARY); longer ones are found glued to others too.
    private const int ShortestInside = 6;
    private const int RoomForName = 4;
    private const int LongestWord = 32;

    // Shorter values stand in compressed or measured samples by chance.
    private const int ShortestInStream = 6;
    private const int Piece = 32 << 10;

    // Where the first four bytes of some value may begin; most positions are passed over by this alone.
    private readonly ulong[] _begins = new ulong[1 << 10];
    private readonly Dictionary<uint, List<(byte[] Form, int Kind)>> _forms = [];
    private readonly List<string> _kinds = [];
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _ofStreams = new(StringComparer.Ordinal);
    private readonly ResidualForms _known = known ?? new ResidualForms();

    /// <summary>Number of values looked for.</summary>
    public int Count => _kinds.Count;

    /// <summary>Adds a value: in any case, as Latin-1, UTF-8 and UTF-16, without diacritics and spelled out.</summary>
    /// <param name="kind">What it is, such as "PatientName": goes into findings; the value does not.</param>
    /// <param name="value">The value; shorter than four characters is not looked for, it would be found by chance.</param>
    /// <param name="inStreams">Looked for in pixel streams too, where it has six characters and more.</param>
    public void Add(string kind, string value, bool inStreams = true)
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

        if (inStreams && value.Length >= ShortestInStream)
        {
            _ofStreams.TryAdd(value.ToUpperInvariant(), kind);
        }
    }

    /// <summary>Adds bytes as they stand in the source, for values in other character sets.</summary>
    public void Add(string kind, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= Shortest)
        {
            byte[] form = bytes.ToArray();
            ResidualForms.Fold(form);
            _kinds.Add(kind);
            Insert(form, _kinds.Count - 1);
        }
    }

    /// <summary>Kinds of the values that stand in the bytes, each once.</summary>
    public IReadOnlyCollection<string> Find(ReadOnlySpan<byte> bytes)
    {
        byte[] folded = ArrayPool<byte>.Shared.Rent(bytes.Length);
        try
        {
            bytes.CopyTo(folded);
            ResidualForms.Fold(folded.AsSpan(0, bytes.Length));
            return FindFolded(folded.AsSpan(0, bytes.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(folded);
        }
    }

    /// <summary>
    /// Kinds of the longer values that stand in a stream of samples, coded or not. Values of under six characters are not
    /// looked for there.
    /// </summary>
    /// <param name="stream">Read to its end.</param>
    public IReadOnlyCollection<string> FindInStream(Stream stream)
    {
        HashSet<string> found = [];
        if (_ofStreams.Count == 0)
        {
            return found;
        }

        IReadOnlyList<SearchValues<string>> search = _known.StreamOf(_ofStreams.Keys);
        int longest = _ofStreams.Keys.Max(value => value.Length * 4);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Piece + longest);
        char[] characters = ArrayPool<char>.Shared.Rent(Piece + longest);
        try
        {
            int held = 0;
            while (stream.ReadAtLeast(bytes.AsSpan(held, Piece), Piece, throwOnEndOfStream: false) is > 0 and int read)
            {
                int length = held + read;
                Encoding.Latin1.GetChars(bytes.AsSpan(0, length), characters);
                foreach (SearchValues<string> forms in search)
                {
                    if (characters.AsSpan(0, length).IndexOfAny(forms) >= 0)
                    {
                        found.UnionWith(FindLong(bytes.AsSpan(0, length)));
                    }
                }

                // The end of a piece may be the beginning of a value.
                held = Math.Min(longest, length);
                bytes.AsSpan(length - held, held).CopyTo(bytes);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(characters);
        }

        return found;
    }

    private HashSet<string> FindLong(ReadOnlySpan<byte> bytes)
    {
        HashSet<string> kinds = [.. Find(bytes)];
        kinds.IntersectWith(_ofStreams.Values);
        return kinds;
    }

    private HashSet<string> FindFolded(ReadOnlySpan<byte> bytes)
    {
        HashSet<string> found = [];
        for (int i = 0; i + Shortest <= bytes.Length; i++)
        {
            uint head = BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]);
            if (!Begins(head) || !_forms.TryGetValue(head, out List<(byte[] Form, int Kind)>? forms))
            {
                continue;
            }

            foreach ((byte[] form, int kind) in forms)
            {
                int end = i + form.Length;
                if (bytes[i..].StartsWith(form) && !IsPartOfNumber(bytes, i, end) && !IsInsideWord(bytes, i, end))
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

    /// <summary>
    /// A few letters inside a longer word are that word's, unless the word has room for another name beside them.
    /// </summary>
    private bool IsInsideWord(ReadOnlySpan<byte> bytes, int start, int end)
    {
        if (!Letter(bytes[start]) || !Letter(bytes[end - 1]))
        {
            return false;
        }

        if (ordinary is not null && IsInsideOrdinary(bytes, start, end))
        {
            return true;
        }

        if (end - start >= ShortestInside)
        {
            return false;
        }

        int before = 0;
        while (before < RoomForName && start - before > 0 && Letter(bytes[start - before - 1]))
        {
            before++;
        }

        int after = 0;
        while (after < RoomForName && end + after < bytes.Length && Letter(bytes[end + after]))
        {
            after++;
        }

        return before + after > 0 && before < RoomForName && after < RoomForName;
    }

    private static bool Letter(byte value) => value is >= (byte)'A' and <= (byte)'Z';

    private bool IsInsideOrdinary(ReadOnlySpan<byte> bytes, int start, int end)
    {
        int from = start;
        while (from > 0 && start - from < LongestWord && Letter(bytes[from - 1]))
        {
            from--;
        }

        int to = end;
        while (to < bytes.Length && to - end < LongestWord && Letter(bytes[to]))
        {
            to++;
        }

        return to - from > end - start && ordinary!(Encoding.ASCII.GetString(bytes[from..to]));
    }

    private static uint Slot(uint head) => (head * 0x9E3779B1) >> 16;

    private bool Begins(uint head)
    {
        uint slot = Slot(head);
        return (_begins[slot >> 6] >> (int)(slot & 63) & 1) == 1;
    }

    private void Insert(byte[] form, int number)
    {
        uint head = BinaryPrimitives.ReadUInt32LittleEndian(form);
        uint slot = Slot(head);
        _begins[slot >> 6] |= 1UL << (int)(slot & 63);
        if (!_forms.TryGetValue(head, out List<(byte[] Form, int Kind)>? forms))
        {
            forms = [];
            _forms.Add(head, forms);
        }

        forms.Add((form, number));
    }
}
