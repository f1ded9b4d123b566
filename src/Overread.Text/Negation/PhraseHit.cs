namespace Overread.Text.Negation;

/// <summary>A phrase found in a row of words.</summary>
/// <param name="From">First word.</param>
/// <param name="To">Behind the last.</param>
/// <param name="Value">What the table says of it.</param>
/// <param name="Except">Nothing of the value may be found within.</param>
internal readonly record struct PhraseHit(int From, int To, int Value, bool Except)
{
    internal bool Covers(in PhraseHit other) => From <= other.From && other.To <= To;
}
