namespace Overread.Text.Formats;

/// <summary>What offsets are counted in.</summary>
public enum OffsetUnit
{
    /// <summary>Unicode code points.</summary>
    CodePoints,

    /// <summary>UTF-16 units, as programs in Java, JavaScript and C# count.</summary>
    Utf16,

    /// <summary>Bytes of UTF-8, as some programs in C++, Go and Perl count.</summary>
    Utf8,
}
