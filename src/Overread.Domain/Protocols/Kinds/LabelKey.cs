namespace Overread.Domain.Protocols.Kinds;

/// <summary>
/// What an answer says, equal for answers that say the same: a state, an option, a set of options, a number or a text.
/// Everything that compares answers compares these; text is made of them only at the edge.
/// </summary>
public abstract record LabelKey
{
    /// <summary>
    /// The label as text, for tables and screens. Within one field two keys never have one text: a state, or a choice of
    /// nothing, that would read like an option of the field stands in brackets.
    /// </summary>
    public abstract string Text(Field field);

    /// <summary>What a condition may call it: its text, each option chosen, and <c>present</c> for a value.</summary>
    public abstract IEnumerable<string> Words(Field field);

    /// <summary>A word that would read like an option of the field stands in brackets.</summary>
    protected static string Apart(string word, Field field) => OptionList.Has(field, word) ? $"({word})" : word;
}
