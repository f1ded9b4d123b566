namespace Overread.Text.Negation;

/// <summary>A word of a sentence, in UTF-16 units of its text.</summary>
/// <param name="Start">First unit.</param>
/// <param name="End">Behind the last.</param>
/// <param name="Comma">A comma, a bracket or a dash stands before.</param>
/// <param name="Question">A question mark stands before.</param>
internal readonly record struct ReportWord(int Start, int End, bool Comma, bool Question)
{
    internal ReadOnlySpan<char> Of(string text) => text.AsSpan(Start, End - Start);

    internal bool Is(string text, string word) => Of(text).Equals(word, StringComparison.OrdinalIgnoreCase);
}
