using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Overread.Deidentification.Text;

namespace Overread.Deidentification.Residual;

/// <summary>
/// The encodings in which a value may stand in bytes, made once for a whole batch: a series says the same names and numbers in every
/// file. Holds identifying values as long as it lives; bounded. Thread-safe.
/// </summary>
public sealed class ResidualForms
{
    private const int Most = 20_000;
    private const int MostStreams = 1_000;
    private readonly ConcurrentDictionary<string, byte[][]> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SearchValues<string>[]> _streams = new(StringComparer.Ordinal);

    /// <summary>
    /// Bytes of a value as Latin-1, UTF-8 and UTF-16, without diacritics and spelled out too; letters of ASCII are capitals,
    /// so that any case is met in bytes that were folded alike. Each once.
    /// </summary>
    public IReadOnlyList<byte[]> Of(string value)
    {
        if (_known.TryGetValue(value, out byte[][]? forms))
        {
            return forms;
        }

        forms = Make(value);
        if (_known.Count < Most)
        {
            _known.TryAdd(value, forms);
        }

        return forms;
    }

    /// <summary>
    /// A search for many values at once in bytes widened to characters, of any case: as they stand and without diacritics.
    /// Forms of ASCII are apart, for they are searched for many times as fast.
    /// </summary>
    internal IReadOnlyList<SearchValues<string>> StreamOf(IReadOnlyCollection<string> values)
    {
        string key = string.Join('\u001F', values);
        if (_streams.TryGetValue(key, out SearchValues<string>[]? search))
        {
            return search;
        }

        search =
        [
            .. values
                .SelectMany(value =>
                    NameForms
                        .Of(value)
                        .Concat(Cased(value))
                        .SelectMany(form =>
                            IsLatin(form)
                                ? new[] { Bytes(Encoding.UTF8, form), Bytes(Encoding.Latin1, form) }
                                : [Bytes(Encoding.UTF8, form)]
                        )
                )
                .Distinct(StringComparer.Ordinal)
                .GroupBy(form => Ascii.IsValid(form))
                .Select(forms => SearchValues.Create([.. forms], StringComparison.OrdinalIgnoreCase)),
        ];
        if (_streams.Count < MostStreams)
        {
            _streams.TryAdd(key, search);
        }

        return search;
    }

    // Letters beyond ASCII are two bytes and more, which no comparison of case folds: small, and with a capital in front.
    private static IEnumerable<string> Cased(string value)
    {
        string small = value.ToLowerInvariant();
        return Ascii.IsValid(value) ? [] : [small, value[..1].ToUpperInvariant() + small[1..]];
    }

    // Other letters would become question marks, and those stand in flat pixels and in texts that others could not write.
    private static bool IsLatin(string form) => form.All(c => c <= '\u00FF');

    private static string Bytes(Encoding encoding, string form) => Encoding.Latin1.GetString(encoding.GetBytes(form));

    /// <summary>Says only how many values are remembered.</summary>
    public override string ToString() => $"forms of {_known.Count} values";

    /// <summary>Letters of ASCII as capitals, in place; what stands beside them is left alone.</summary>
    internal static void Fold(Span<byte> bytes)
    {
        foreach (ref byte value in bytes)
        {
            value = (uint)(value - 'a') <= 'z' - 'a' ? (byte)(value - 32) : value;
        }
    }

    private static byte[][] Make(string value)
    {
        Dictionary<string, byte[]> forms = new(StringComparer.Ordinal);
        foreach (
            string form in new[] { value, value.ToUpperInvariant(), value.ToLowerInvariant() }.Concat(
                NameForms.Of(value)
            )
        )
        {
            if (IsLatin(form))
            {
                Add(Encoding.Latin1, form);
            }

            Add(Encoding.UTF8, form);
            Add(Encoding.Unicode, form);
            Add(Encoding.BigEndianUnicode, form);
        }

        return [.. forms.Values];

        void Add(Encoding encoding, string form)
        {
            byte[] bytes = encoding.GetBytes(form);
            Fold(bytes);
            forms[Convert.ToHexString(bytes)] = bytes;
        }
    }
}
