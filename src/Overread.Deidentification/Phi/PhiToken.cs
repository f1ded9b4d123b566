using System.Runtime.InteropServices;

namespace Overread.Deidentification.Phi;

/// <summary>What a token is made of.</summary>
internal enum TokenKind : byte
{
    Word,
    Number,
    Sign,
}

/// <summary>How a word is written.</summary>
internal enum TokenShape : byte
{
    Lower,
    Capital,
    Capitals,
    Mixed,
}

/// <summary>What stands before a token.</summary>
internal enum TokenGap : byte
{
    None,
    Blank,
    Line,
    Paragraph,
}

/// <summary>A word, a row of digits or a sign; white space is none.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct PhiToken
{
    internal int Start;
    internal int End;
    internal WordClass Class;
    internal TokenKind Kind;
    internal TokenShape Shape;
    internal TokenGap Gap;

    /// <summary>A word before 's.</summary>
    internal bool Possessive;

    /// <summary>The first of a sentence, a line of a list, or a heading: its capital says nothing.</summary>
    internal bool Opening;

    /// <summary>On a line whose words all begin with capitals.</summary>
    internal bool InTitle;

    /// <summary>On a line whose words are all in capitals.</summary>
    internal bool InCapitals;

    internal readonly int Length => End - Start;

    internal readonly bool Is(WordClass any) => (Class & any) != 0;

    /// <summary>A word that begins with a capital.</summary>
    internal readonly bool Upper => Kind == TokenKind.Word && Shape != TokenShape.Lower;
}
