namespace Overread.Domain;

/// <summary>
/// The words that a text, or each text of a list, can be. It checks nothing: whoever takes the text refuses others by name;
/// the description of the API lists the words so that programs need not guess them.
/// </summary>
/// <param name="words">Each word as it stands in JSON.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class WordsAttribute(params string[] words) : Attribute
{
    /// <summary>Each word as it stands in JSON.</summary>
    public IReadOnlyList<string> Words => words;
}
