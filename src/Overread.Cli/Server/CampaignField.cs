using System.Globalization;
using System.Text.Json;
using Overread.Client.Model;

namespace Overread.Cli.Server;

/// <summary>A field of a rehearsal's protocol.</summary>
/// <param name="Name">As the file calls it; used in every output.</param>
/// <param name="Id">As the protocol calls it.</param>
/// <param name="IsFinding">True when every answer is an answer state.</param>
/// <param name="Options">Answer → option id, for choices.</param>
internal sealed record CampaignField(
    string Name,
    string Id,
    bool IsFinding,
    IReadOnlyDictionary<string, string> Options
)
{
    public static CampaignField Of(string name, int index, IEnumerable<string> answers, bool finding)
    {
        Dictionary<string, string> options = [];
        foreach (string answer in answers.Order(StringComparer.Ordinal))
        {
            options[answer] = Slug(answer, "o" + options.Count.ToString(CultureInfo.InvariantCulture), options.Values);
        }

        return new(name, Slug(name, "field-" + index.ToString(CultureInfo.InvariantCulture), []), finding, options);
    }

    /// <summary>The field as a protocol has it.</summary>
    public Field InProtocol() =>
        new()
        {
            Id = Id,
            Title = Name,
            Kind = IsFinding ? FieldKind.Finding : FieldKind.Choice,
            Options = IsFinding ? null : [.. Options.Select(o => new Option { Id = o.Value, Title = o.Key })],
        };

    /// <summary>An answer of the file as the API takes it.</summary>
    public Answer Answer(string answer) =>
        IsFinding
            ? new() { State = Label(answer) }
            : new() { State = AnswerState.Present, Value = JsonSerializer.SerializeToElement(Options[answer]) };

    /// <summary>The label under which the server counts an answer of the file.</summary>
    public string Label(string answer) =>
        IsFinding ? (answer == "not-assessed" ? "notAssessed" : answer) : Options.GetValueOrDefault(answer, answer);

    private static string Slug(string text, string fallback, IEnumerable<string> taken)
    {
        string slug = string.Concat(
                text.ToLowerInvariant().Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-')
            )
            .Trim('-');
        return slug.Length is > 0 and <= 60 && char.IsAsciiLetterLower(slug[0]) && !taken.Contains(slug)
            ? slug
            : fallback;
    }
}
