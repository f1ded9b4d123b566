namespace Overread.Deidentification.Phi;

/// <summary>The language of a text: which words are ordinary, and how dates and addresses are written.</summary>
public enum PhiLanguage
{
    /// <summary>Told from the text's own words.</summary>
    Auto,

    /// <summary>English.</summary>
    English,

    /// <summary>Spanish.</summary>
    Spanish,

    /// <summary>German.</summary>
    German,
}
