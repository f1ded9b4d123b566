using System.Buffers.Binary;
using System.Globalization;

namespace Overread.Dicom.Deidentify.Values;

/// <summary>
/// The numbers by which a source names its patient, visit or order, and its days: met in any number that is kept, with any
/// sign, point or exponent, as text or in bytes.
/// </summary>
internal sealed class RecordNumbers
{
    private const int FewestDigits = 5;
    private const int FewestOfFraction = 6;
    private const int OfStack = 64;
    private const double LargestWhole = 1e15;
    private static readonly string[] Orders = ["yyyyMMdd", "ddMMyyyy", "MMddyyyy"];
    private readonly HashSet<string> _numbers = new(StringComparer.Ordinal);
    private readonly HashSet<float> _rounded = [];

    /// <param name="words">Words by which the source names people, in capitals; those of digits are taken.</param>
    /// <param name="source">The source, for its days.</param>
    internal RecordNumbers(IReadOnlySet<string> words, Dataset source)
    {
        foreach (string word in words)
        {
            if (word.Length >= FewestDigits && word.All(char.IsAsciiDigit))
            {
                Add(word);
            }
        }

        foreach (string day in DaysOf(source))
        {
            Add(day);
        }
    }

    /// <summary>True where a number as text, or one of several, is one of them.</summary>
    internal bool HoldOneOf(string text)
    {
        if (_numbers.Count > 0)
        {
            foreach (Range part in text.AsSpan().Split('\\'))
            {
                if (Is(text.AsSpan()[part]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>True where a number of an element of binary numbers is one of them. Numbers of 16 bits hold none.</summary>
    internal bool HoldOneOf(Element element)
    {
        if (_numbers.Count == 0 || element.Range is not null)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = element.InlineBytes.Span;
        int size = element.Vr is Vr.UL or Vr.SL or Vr.FL ? 4 : 8;
        for (int at = 0; at + size <= bytes.Length; at += size)
        {
            ReadOnlySpan<byte> value = bytes[at..];
            bool one = element.Vr switch
            {
                Vr.UL => Is(BinaryPrimitives.ReadUInt32LittleEndian(value)),
                Vr.SL => Is(BinaryPrimitives.ReadInt32LittleEndian(value)),
                Vr.UV => Is(BinaryPrimitives.ReadUInt64LittleEndian(value)),
                Vr.SV => Is(BinaryPrimitives.ReadInt64LittleEndian(value)),
                Vr.FL => _rounded.Contains(Math.Abs(BinaryPrimitives.ReadSingleLittleEndian(value))),
                Vr.FD => Is(BinaryPrimitives.ReadDoubleLittleEndian(value).ToString("R", CultureInfo.InvariantCulture)),
                _ => false,
            };
            if (one)
            {
                return true;
            }
        }

        return false;
    }

    private void Add(string digits)
    {
        string bare = digits.TrimStart('0');
        if (bare.Length >= FewestDigits)
        {
            _numbers.Add(bare);
            _rounded.Add(float.Parse(bare, CultureInfo.InvariantCulture));
        }
    }

    private bool Is(decimal number) => _numbers.Contains(Math.Abs(number).ToString(CultureInfo.InvariantCulture));

    /// <param name="value">A number, as <see cref="NumberStrings"/> takes it.</param>
    private bool Is(ReadOnlySpan<char> value)
    {
        ReadOnlySpan<char> number = value.Trim(" \0").TrimStart("+-");
        // Most numbers of a header are short.
        if (number.Length < FewestDigits)
        {
            return false;
        }

        int exponent = number.IndexOfAny('e', 'E');
        ReadOnlySpan<char> mantissa = exponent < 0 ? number : number[..exponent];
        int point = mantissa.IndexOf('.');
        Span<char> digits = number.Length <= OfStack ? stackalloc char[OfStack] : new char[number.Length];
        ReadOnlySpan<char> bare = Digits(mantissa, digits);
        bare = (point < 0 ? bare : bare.TrimEnd('0')).TrimStart('0');
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (bare.Length >= (point < 0 ? FewestDigits : FewestOfFraction) && known.Contains(bare))
        {
            return true;
        }

        // The whole number that an exponent, or a fraction of zeros, makes of them.
        bool whole = exponent >= 0 || point >= 0 && mantissa[(point + 1)..].TrimEnd('0').IsEmpty;
        return whole
            && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double read)
            && Math.Abs(read) < LargestWhole
            && Math.Floor(read) == read
            && Is((decimal)read);
    }

    private static ReadOnlySpan<char> Digits(ReadOnlySpan<char> mantissa, Span<char> digits)
    {
        int count = 0;
        foreach (char c in mantissa)
        {
            if (char.IsAsciiDigit(c))
            {
                digits[count++] = c;
            }
        }

        return digits[..count];
    }

    private static IEnumerable<string> DaysOf(Dataset dataset)
    {
        foreach (Element element in dataset.Elements.Where(element => element.Vr is Vr.DA or Vr.DT))
        {
            foreach (string value in (dataset.TextOf(element) ?? "").Split('\\'))
            {
                string digits = value.Trim().Replace(".", "", StringComparison.Ordinal);
                if (
                    digits.Length >= 8
                    && DateOnly.TryParseExact(
                        digits[..8],
                        Orders[0],
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.None,
                        out DateOnly day
                    )
                    // The first of January 1900 stands for "none".
                    && day > new DateOnly(1900, 1, 1)
                )
                {
                    foreach (string order in Orders)
                    {
                        yield return day.ToString(order, CultureInfo.InvariantCulture);
                    }
                }
            }
        }
    }
}
