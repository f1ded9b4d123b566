using System.Text;

namespace Overread.Dicom.Text;

/// <summary>One code table of ISO 2022 as PS3.3 C.12.1.1.2 lists them: defined term, escape sequence, decoder.</summary>
/// <param name="Term">Number behind "IR ", such as "87".</param>
/// <param name="Escape">Bytes behind ESC that switch it on, as ASCII characters.</param>
/// <param name="CodePage">Code page that knows its characters.</param>
/// <param name="UpperHalf">True where it is used with bytes of 0x80 and more (G1), false for G0.</param>
/// <param name="TwoBytes">True where a character takes two bytes.</param>
internal sealed record CodeElement(string Term, string Escape, int CodePage, bool UpperHalf, bool TwoBytes)
{
    internal static readonly CodeElement Ascii = new("6", "(B", 20127, false, false);
    internal static readonly CodeElement Latin1 = new("100", "-A", 28591, true, false);

    internal static readonly CodeElement[] All =
    [
        Ascii,
        Latin1,
        new("101", "-B", 28592, true, false),
        new("109", "-C", 28593, true, false),
        new("110", "-D", 28594, true, false),
        new("144", "-L", 28595, true, false),
        new("127", "-G", 28596, true, false),
        new("126", "-F", 28597, true, false),
        new("138", "-H", 28598, true, false),
        new("148", "-M", 28599, true, false),
        new("203", "-b", 28605, true, false),
        new("166", "-T", 874, true, false),
        new("14", "(J", 20127, false, false),
        new("13", ")I", 932, true, false),
        new("87", "$B", 51932, false, true),
        new("159", "$(D", 20932, false, true),
        new("149", "$)C", 949, true, true),
        new("58", "$)A", 936, true, true),
    ];

    private Encoding? _encoding;

    /// <summary>Decoder that puts U+FFFD where bytes have no character.</summary>
    internal Encoding Encoding => _encoding ??= CodePages.Get(CodePage);

    /// <summary>Decodes one character; JIS tables are written with the upper half in these code pages.</summary>
    internal void Decode(ReadOnlySpan<byte> character, StringBuilder into)
    {
        Span<byte> moved = stackalloc byte[2];
        character.CopyTo(moved);
        moved = moved[..character.Length];
        if (!UpperHalf && TwoBytes)
        {
            moved[0] |= 0x80;
            // Code page 20932 tells JIS X 0212 from JIS X 0208 by a second byte without its upper bit.
            moved[1] = Term == "159" ? moved[1] : (byte)(moved[1] | 0x80);
        }

        into.Append(Encoding.GetString(moved));
    }

    /// <summary>Encodes one character, or gives null where the table lacks it.</summary>
    internal byte[]? Encode(Rune character)
    {
        if (CodePage == 20127)
        {
            return character.IsAscii ? [(byte)character.Value] : null;
        }

        byte[] bytes = Encoding.GetBytes(character.ToString());
        if (Encoding.GetString(bytes) != character.ToString() || bytes.Length != (TwoBytes ? 2 : 1) || bytes[0] < 0x80)
        {
            return null;
        }

        if (!UpperHalf)
        {
            bool supplementary = (bytes[1] & 0x80) == 0;
            if (supplementary != (Term == "159"))
            {
                return null;
            }

            bytes[0] &= 0x7F;
            bytes[1] &= 0x7F;
        }

        return bytes;
    }
}
