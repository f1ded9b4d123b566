using System.Collections.Concurrent;
using System.Text;

namespace Overread.Deidentification.Residual;

/// <summary>
/// Remembers in which bytes a value may stand, for the files of one batch: a series says the same names and numbers in every
/// file. Holds identifying values as long as it lives; bounded. Thread-safe.
/// </summary>
public sealed class ResidualForms
{
    private const int Most = 20_000;
    private readonly ConcurrentDictionary<string, byte[][]> _known = new(StringComparer.Ordinal);

    /// <summary>Bytes of a value as Latin-1, UTF-8 and UTF-16, and in capitals and small letters too; each once.</summary>
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

    /// <summary>Says only how many values are remembered.</summary>
    public override string ToString() => $"forms of {_known.Count} values";

    private static byte[][] Make(string value)
    {
        HashSet<string> cases = [value, value.ToUpperInvariant(), value.ToLowerInvariant()];
        List<byte[]> forms = [];
        foreach (string form in cases)
        {
            forms.Add(Encoding.Latin1.GetBytes(form));
            if (!Ascii.IsValid(form))
            {
                forms.Add(Encoding.UTF8.GetBytes(form));
            }

            forms.Add(Encoding.Unicode.GetBytes(form));
            forms.Add(Encoding.BigEndianUnicode.GetBytes(form));
        }

        return [.. forms];
    }
}
