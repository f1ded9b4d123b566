namespace Overread.Dicom;

/// <summary>What PS3.5 table 6.2-1 and section 7.1.2 say about each value representation.</summary>
public static class VrFacts
{
    /// <summary>True for one of the 34 value representations of the standard.</summary>
    public static bool IsKnown(this Vr vr) => Enum.IsDefined(vr) && vr != Vr.None;

    /// <summary>True where an explicit header has two reserved bytes and a 32-bit length.</summary>
    public static bool HasLongHeader(this Vr vr) =>
        vr
            is Vr.OB
                or Vr.OW
                or Vr.OF
                or Vr.OD
                or Vr.OL
                or Vr.OV
                or Vr.SQ
                or Vr.UN
                or Vr.UC
                or Vr.UR
                or Vr.UT
                or Vr.SV
                or Vr.UV
        || !vr.IsKnown();

    /// <summary>True where the value is text of some kind, numbers as text included.</summary>
    public static bool IsText(this Vr vr) =>
        vr
            is Vr.AE
                or Vr.AS
                or Vr.CS
                or Vr.DA
                or Vr.DS
                or Vr.DT
                or Vr.IS
                or Vr.LO
                or Vr.LT
                or Vr.PN
                or Vr.SH
                or Vr.ST
                or Vr.TM
                or Vr.UC
                or Vr.UI
                or Vr.UR
                or Vr.UT;

    /// <summary>True where (0008,0005) Specific Character Set governs the value.</summary>
    public static bool UsesCharacterSet(this Vr vr) =>
        vr is Vr.LO or Vr.LT or Vr.PN or Vr.SH or Vr.ST or Vr.UC or Vr.UT;

    /// <summary>True where a backslash is a character and not the border between two values.</summary>
    public static bool IsSingleText(this Vr vr) => vr is Vr.LT or Vr.ST or Vr.UT or Vr.UR;

    /// <summary>Bytes of one number, which is also what big endian swaps: 1, 2, 4 or 8.</summary>
    public static int UnitSize(this Vr vr) =>
        vr switch
        {
            Vr.AT or Vr.OW or Vr.SS or Vr.US => 2,
            Vr.FL or Vr.OF or Vr.OL or Vr.SL or Vr.UL => 4,
            Vr.FD or Vr.OD or Vr.OV or Vr.SV or Vr.UV => 8,
            _ => 1,
        };

    /// <summary>The byte that makes an odd value even: a space in text, zero elsewhere and in UIDs.</summary>
    public static byte PaddingByte(this Vr vr) => vr.IsText() && vr != Vr.UI ? (byte)' ' : (byte)0;

    /// <summary>Greatest number of characters of one value, or <see cref="int.MaxValue"/> where none is set.</summary>
    public static int MaximumCharacters(this Vr vr) =>
        vr switch
        {
            Vr.AE or Vr.CS or Vr.DS or Vr.SH or Vr.TM => 16,
            Vr.AS => 4,
            Vr.DA => 8,
            Vr.DT => 26,
            Vr.IS => 12,
            Vr.LO or Vr.UI => 64,
            Vr.PN => 324,
            Vr.ST => 1024,
            Vr.LT => 10240,
            _ => int.MaxValue,
        };

    /// <summary>The value representation that two letters name, or <see cref="Vr.None"/>.</summary>
    public static Vr Parse(string letters) =>
        letters.Length == 2 && ((Vr)(ushort)(letters[0] | (letters[1] << 8))).IsKnown()
            ? (Vr)(ushort)(letters[0] | (letters[1] << 8))
            : Vr.None;
}
