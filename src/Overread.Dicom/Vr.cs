namespace Overread.Dicom;

/// <summary>
/// Value representation of an element (PS3.5 section 6.2). The number is the two letters in the order in which they
/// stand in the file, so that reading and writing one costs nothing.
/// </summary>
public enum Vr : ushort
{
    /// <summary>Not known: neither written in the file nor in the dictionary.</summary>
    None = 0,

    /// <summary>Application entity.</summary>
    AE = 'A' | ('E' << 8),

    /// <summary>Age, nnnD, nnnW, nnnM or nnnY.</summary>
    AS = 'A' | ('S' << 8),

    /// <summary>Tag of another attribute.</summary>
    AT = 'A' | ('T' << 8),

    /// <summary>Code of a closed or open list.</summary>
    CS = 'C' | ('S' << 8),

    /// <summary>Date, yyyymmdd.</summary>
    DA = 'D' | ('A' << 8),

    /// <summary>Decimal number as text.</summary>
    DS = 'D' | ('S' << 8),

    /// <summary>Date and time with optional zone.</summary>
    DT = 'D' | ('T' << 8),

    /// <summary>64-bit IEEE number.</summary>
    FD = 'F' | ('D' << 8),

    /// <summary>32-bit IEEE number.</summary>
    FL = 'F' | ('L' << 8),

    /// <summary>Integer as text.</summary>
    IS = 'I' | ('S' << 8),

    /// <summary>Text of up to 64 characters.</summary>
    LO = 'L' | ('O' << 8),

    /// <summary>Text of up to 10,240 characters, one value.</summary>
    LT = 'L' | ('T' << 8),

    /// <summary>Bytes.</summary>
    OB = 'O' | ('B' << 8),

    /// <summary>Stream of 64-bit IEEE numbers.</summary>
    OD = 'O' | ('D' << 8),

    /// <summary>Stream of 32-bit IEEE numbers.</summary>
    OF = 'O' | ('F' << 8),

    /// <summary>Stream of 32-bit words.</summary>
    OL = 'O' | ('L' << 8),

    /// <summary>Stream of 64-bit words.</summary>
    OV = 'O' | ('V' << 8),

    /// <summary>Stream of 16-bit words.</summary>
    OW = 'O' | ('W' << 8),

    /// <summary>Name of a person.</summary>
    PN = 'P' | ('N' << 8),

    /// <summary>Text of up to 16 characters.</summary>
    SH = 'S' | ('H' << 8),

    /// <summary>Signed 32-bit number.</summary>
    SL = 'S' | ('L' << 8),

    /// <summary>Sequence of items.</summary>
    SQ = 'S' | ('Q' << 8),

    /// <summary>Signed 16-bit number.</summary>
    SS = 'S' | ('S' << 8),

    /// <summary>Text of up to 1,024 characters, one value.</summary>
    ST = 'S' | ('T' << 8),

    /// <summary>Signed 64-bit number.</summary>
    SV = 'S' | ('V' << 8),

    /// <summary>Time of day.</summary>
    TM = 'T' | ('M' << 8),

    /// <summary>Text of any length, many values.</summary>
    UC = 'U' | ('C' << 8),

    /// <summary>Unique identifier.</summary>
    UI = 'U' | ('I' << 8),

    /// <summary>Unsigned 32-bit number.</summary>
    UL = 'U' | ('L' << 8),

    /// <summary>Unknown to the writer of the file.</summary>
    UN = 'U' | ('N' << 8),

    /// <summary>Universal resource identifier.</summary>
    UR = 'U' | ('R' << 8),

    /// <summary>Unsigned 16-bit number.</summary>
    US = 'U' | ('S' << 8),

    /// <summary>Text of any length, one value.</summary>
    UT = 'U' | ('T' << 8),

    /// <summary>Unsigned 64-bit number.</summary>
    UV = 'U' | ('V' << 8),
}
