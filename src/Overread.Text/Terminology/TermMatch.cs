namespace Overread.Text.Terminology;

/// <summary>How a concept was found.</summary>
public enum TermMatch
{
    /// <summary>By its code or the beginning of it.</summary>
    Code,

    /// <summary>Every word of the query is a word of the name.</summary>
    Words,

    /// <summary>Every word of the query begins a word of the name.</summary>
    Beginnings,

    /// <summary>At least one word of the query had to be set right.</summary>
    Corrected,
}
