namespace Overread.Text.Formats;

/// <summary>How tags of tokens begin and end entities (Ramshaw and Marcus 1995; Tjong Kim Sang and Veenstra 1999).</summary>
public enum TagScheme
{
    /// <summary>I, and B only where an entity follows another of its type.</summary>
    Iob1,

    /// <summary>B begins every entity, I goes on.</summary>
    Iob2,

    /// <summary>B, I, E ends, S is a single token; L and U are read for E and S.</summary>
    Bioes,
}
