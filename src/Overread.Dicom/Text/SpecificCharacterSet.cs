using System.Text;

namespace Overread.Dicom.Text;

/// <summary>
/// The character repertoire of text in a data set (PS3.3 C.12.1.1.2, PS3.5 section 6.1): single tables, code extension
/// by ISO 2022, UTF-8, GBK and GB18030. Immutable and thread-safe.
/// </summary>
public sealed class SpecificCharacterSet
{
    private const byte Escape = 0x1B;
    private readonly Encoding? _whole;
    private readonly CodeElement[] _elements;
    private readonly bool _extended;

    private SpecificCharacterSet(string text, Encoding? whole, CodeElement[] elements, bool extended, bool known)
    {
        DefinedTerms = text;
        _whole = whole;
        _elements = elements;
        _extended = extended;
        IsKnown = known;
    }

    /// <summary>
    /// ISO 646 (ASCII). Bytes beyond it, which files without a character set often have, are read as Latin-1.
    /// </summary>
    public static SpecificCharacterSet Default { get; } = new("", null, [CodeElement.Ascii], false, true);

    /// <summary>UTF-8.</summary>
    public static SpecificCharacterSet Utf8 { get; } = new("ISO_IR 192", CodePages.Get(65001), [], false, true);

    /// <summary>The defined terms as they stand in (0008,0005).</summary>
    public string DefinedTerms { get; }

    /// <summary>False where a term was not known; its text is read as Latin-1.</summary>
    public bool IsKnown { get; }

    /// <summary>Reads the value of (0008,0005); forms often met but wrong ("ISO IR 100", "UTF8") are understood.</summary>
    public static SpecificCharacterSet Parse(string text)
    {
        text = text.Trim(' ', '\0');
        if (text.Length == 0)
        {
            return Default;
        }

        List<CodeElement> elements = [];
        bool known = true;
        string[] terms = text.Split('\\');
        foreach (string raw in terms)
        {
            string term = raw.Trim(' ', '\0').ToUpperInvariant().Replace('_', ' ').Replace('-', ' ');
            Encoding? whole = term switch
            {
                "ISO IR 192" or "UTF8" or "UTF 8" => CodePages.Get(65001),
                "GB18030" => CodePages.Get(54936),
                "GBK" => CodePages.Get(936),
                _ => null,
            };
            if (whole is not null)
            {
                return new SpecificCharacterSet(text, whole, [], false, true);
            }

            string number = term.Replace("ISO 2022 IR ", "", StringComparison.Ordinal)
                .Replace("ISO IR ", "", StringComparison.Ordinal)
                .Replace("ISO8859 1", "100", StringComparison.Ordinal);
            CodeElement? element =
                number.Length == 0 ? CodeElement.Ascii : Array.Find(CodeElement.All, e => e.Term == number);
            known &= element is not null;
            elements.Add(element ?? CodeElement.Latin1);
        }

        bool extended = terms.Length > 1 || text.Contains("2022", StringComparison.Ordinal);
        return new SpecificCharacterSet(text, null, [.. elements], extended, known);
    }

    /// <summary>Decodes a value. Damage becomes U+FFFD and is never an exception.</summary>
    /// <param name="bytes">Value with or without padding.</param>
    /// <param name="vr">Says which characters end the reach of an escape sequence.</param>
    public string Decode(ReadOnlySpan<byte> bytes, Vr vr = Vr.LO)
    {
        if (_whole is not null)
        {
            return _whole.GetString(bytes);
        }

        if (Ascii.IsValid(bytes) && bytes.IndexOf(Escape) < 0)
        {
            return Encoding.ASCII.GetString(bytes);
        }

        return DecodeExtended(bytes, vr);
    }

    /// <summary>
    /// Encodes text; a character outside the repertoire becomes "?". With code extensions the tables are switched by
    /// escape sequences and switched back at the end of each value and name component.
    /// </summary>
    public byte[] Encode(string text)
    {
        if (Ascii.IsValid(text))
        {
            return Encoding.ASCII.GetBytes(text);
        }

        if (_whole is not null)
        {
            return _whole.GetBytes(text);
        }

        List<byte> bytes = new(text.Length * 2);
        CodeElement? lower = null;
        CodeElement? upper = null;
        CodeElement? first = _elements.Length > 0 ? _elements[0] : null;
        void Reset()
        {
            lower = first is { UpperHalf: false, TwoBytes: false } ? first : CodeElement.Ascii;
            upper = first is { UpperHalf: true } ? first : null;
        }

        Reset();
        foreach (Rune character in text.EnumerateRunes())
        {
            if (character.IsAscii)
            {
                if (lower!.TwoBytes)
                {
                    bytes.AddRange([Escape, (byte)'(', (byte)'B']);
                    lower = CodeElement.Ascii;
                }

                bytes.Add((byte)character.Value);
                if (IsBorder((byte)character.Value, Vr.PN))
                {
                    Reset();
                }

                continue;
            }

            (CodeElement? table, byte[]? encoded) = Find(character);
            if (table is null || encoded is null)
            {
                bytes.Add((byte)'?');
                continue;
            }

            if (table != (table.UpperHalf ? upper : lower))
            {
                bytes.Add(Escape);
                bytes.AddRange(Encoding.ASCII.GetBytes(table.Escape));
                upper = table.UpperHalf ? table : upper;
                lower = table.UpperHalf ? lower : table;
            }

            bytes.AddRange(encoded);
        }

        if (lower!.TwoBytes)
        {
            bytes.AddRange([Escape, (byte)'(', (byte)'B']);
        }

        return [.. bytes];
    }

    /// <summary>The defined terms.</summary>
    public override string ToString() => DefinedTerms;

    private static bool IsBorder(byte value, Vr vr) =>
        value switch
        {
            (byte)'\\' => !vr.IsSingleText(),
            (byte)'^' or (byte)'=' => vr == Vr.PN,
            0x09 or 0x0A or 0x0C or 0x0D => true,
            _ => false,
        };

    private (CodeElement? Table, byte[]? Bytes) Find(Rune character)
    {
        foreach (CodeElement element in _elements)
        {
            if (element.Encode(character) is { } bytes)
            {
                return (element, bytes);
            }
        }

        return (null, null);
    }

    private string DecodeExtended(ReadOnlySpan<byte> bytes, Vr vr)
    {
        StringBuilder text = new(bytes.Length);
        CodeElement first = _elements.Length > 0 ? _elements[0] : CodeElement.Ascii;
        CodeElement startLower = first.UpperHalf ? CodeElement.Ascii : first;
        CodeElement startUpper = first.UpperHalf ? first : CodeElement.Latin1;
        CodeElement lower = startLower;
        CodeElement upper = startUpper;
        for (int i = 0; i < bytes.Length; )
        {
            byte value = bytes[i];
            if (value == Escape && TryEscape(bytes[(i + 1)..], out CodeElement? table, out int length))
            {
                lower = table!.UpperHalf ? lower : table;
                upper = table.UpperHalf ? table : upper;
                i += 1 + length;
                continue;
            }

            if (value < 0x80 && IsBorder(value, vr))
            {
                lower = startLower;
                upper = startUpper;
                text.Append((char)value);
                i++;
                continue;
            }

            CodeElement current = value < 0x80 ? lower : upper;
            if (value <= 0x20 || !current.TwoBytes && value < 0x80)
            {
                text.Append((char)value);
                i++;
                continue;
            }

            int width = Math.Min(current.TwoBytes ? 2 : 1, bytes.Length - i);
            current.Decode(bytes.Slice(i, width), text);
            i += width;
        }

        return text.ToString();
    }

    private static bool TryEscape(ReadOnlySpan<byte> after, out CodeElement? table, out int length)
    {
        foreach (CodeElement element in CodeElement.All)
        {
            ReadOnlySpan<char> escape = element.Escape;
            if (after.Length < escape.Length)
            {
                continue;
            }

            bool equal = true;
            for (int i = 0; i < escape.Length && equal; i++)
            {
                equal = after[i] == escape[i];
            }

            if (equal)
            {
                (table, length) = (element, escape.Length);
                return true;
            }
        }

        (table, length) = (null, 0);
        return false;
    }
}
