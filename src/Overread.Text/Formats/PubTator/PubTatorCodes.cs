using Overread.Text.Documents;

namespace Overread.Text.Formats.PubTator;

/// <summary>
/// The column of codes: one, several for the parts of a composite mention (<c>|</c>), or several candidates (<c>;</c>, <c>,</c>). Codes
/// joined by <c>+</c> mean one concept together and stay one code.
/// </summary>
internal static class PubTatorCodes
{
    /// <summary>The attribute that says how codes were joined where it was not by <c>|</c>.</summary>
    internal const string Joined = "codes-joined-by";

    internal static (List<Concept> Concepts, char Joint) Read(string column, string? names)
    {
        string text = column.Trim();
        if (text.Length == 0 || text == "-")
        {
            return ([], '|');
        }

        // tmVar writes variants as c|SUB|A|76|T: the bars are the variant's.
        bool variant = text.Length > 2 && text[1] == '|' && text[0] is 'c' or 'g' or 'p' or 'm' or 'n' or 'r';
        if (variant || text.StartsWith("tmVar:", StringComparison.Ordinal))
        {
            return ([new("", text)], '|');
        }

        char joint = text.IndexOfAny(['|', ';', ',']) is int at and >= 0 ? text[at] : '|';
        if (text.Contains('|', StringComparison.Ordinal))
        {
            joint = '|';
        }

        string[] codes = text.Split(joint, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] called = names?.Split('|') ?? [];
        return (
            [
                .. codes.Select(
                    (c, i) => Concept.Parse(c) with { Name = called.Length == codes.Length ? called[i] : null }
                ),
            ],
            joint
        );
    }

    internal static string Write(TextSpan span)
    {
        string joint = span.Attributes.FirstOrDefault(a => a.Name == Joined)?.Value ?? "|";
        return string.Join(joint, span.Normalisations.Select(n => n.Curie)).Replace('\t', ' ').ReplaceLineEndings(" ");
    }
}
