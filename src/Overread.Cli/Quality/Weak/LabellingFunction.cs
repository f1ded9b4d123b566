using System.Text.RegularExpressions;
using Overread.Text.Negation;
using Overread.Text.Reports;

namespace Overread.Cli.Quality.Weak;

/// <summary>A labelling function: where its pattern stands in a text, in the context that it asks for, it votes for its label.</summary>
/// <param name="Name">Unique in its file and field.</param>
/// <param name="Field">The question; null where the file has one.</param>
/// <param name="Label">What it votes for.</param>
/// <param name="Pattern">The regular expression as it stands in the file.</param>
/// <param name="Context">In which context a place counts.</param>
/// <param name="Expression">The pattern, compiled.</param>
internal sealed record LabellingFunction(
    string Name,
    string? Field,
    string Label,
    string Pattern,
    string Context,
    Regex Expression
)
{
    /// <summary>The contexts that may be asked for; "any" does not look at what stands around.</summary>
    internal static readonly string[] Contexts = ["any", "affirmed", "denied", "doubted"];

    /// <summary>Whether it votes on a text.</summary>
    /// <exception cref="RegexMatchTimeoutException">The pattern needs more than a second.</exception>
    internal bool Votes(string text, Lazy<MentionContext> around)
    {
        for (Match match = Expression.Match(text); match.Success; match = match.NextMatch())
        {
            if (
                Context == "any"
                || around.Value.StateOf(match.Index, match.Index + match.Length) is { } state && state == Wanted
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it does the same as another of its name.</summary>
    internal bool Same(LabellingFunction other) =>
        (Label, Pattern, Context) == (other.Label, other.Pattern, other.Context);

    private FindingState Wanted =>
        Context switch
        {
            "denied" => FindingState.Absent,
            "doubted" => FindingState.Uncertain,
            _ => FindingState.Present,
        };
}
