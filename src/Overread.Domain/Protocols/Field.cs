using System.Text.Json.Serialization;
using Overread.Domain.Marks;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;

namespace Overread.Domain.Protocols;

/// <summary>One question of a protocol.</summary>
/// <param name="Id">Lower-case letters, digits, '-' and '_'; unique in the protocol. It names the field in every export.</param>
/// <param name="Title">As shown.</param>
/// <param name="Kind">What sort of answer it takes.</param>
public sealed record Field(string Id, string Title, FieldKind Kind)
{
    /// <summary>A sentence for the reader.</summary>
    public string? Help { get; init; }

    /// <summary>True when a read cannot be submitted without an answer (while its condition holds).</summary>
    public bool Required { get; init; }

    /// <summary>When it is asked; null: always.</summary>
    public Condition? When { get; init; }

    /// <summary>What it asks, in a terminology.</summary>
    public Code? Code { get; init; }

    /// <summary>What its answers are taken to measure, and how bad a wrong one is; null where nothing is said.</summary>
    public LabelMeaning? Meaning { get; init; }

    /// <summary>The answers offered (choice, multichoice, ordinal) or the classes of marks.</summary>
    public IReadOnlyList<Option>? Options { get; init; }

    /// <summary>UCUM unit of a number.</summary>
    public string? Unit { get; init; }

    /// <summary>Smallest number allowed.</summary>
    public double? Min { get; init; }

    /// <summary>Largest number allowed.</summary>
    public double? Max { get; init; }

    /// <summary>Numbers lie whole steps from the least one (or from 0).</summary>
    public double? Step { get; init; }

    /// <summary>Longest text allowed, in code points.</summary>
    public int? MaxLength { get; init; }

    /// <summary>When two marks, or two numbers, are the same; null: the kind's usual rule.</summary>
    public MatchRule? Match { get; init; }

    /// <summary>When readers are shown what models suggest; null: after their own first answer.</summary>
    public ShowingPolicy? Suggestions { get; init; }

    /// <summary>True where readers are shown how sure a model says it is though its scores are not calibrated.</summary>
    public bool? SuggestionScores { get; init; }

    /// <summary>True for fields that are answered by marks.</summary>
    [JsonIgnore]
    public bool HasMarks => Kind.Region is not null;

    /// <summary>What makes two answers to this field the same.</summary>
    public LabelKey KeyOf(Answer answer) => Kind.Key(this, answer);

    /// <summary>The answer as one label; see <see cref="LabelKey.Text"/>.</summary>
    public string LabelOf(Answer answer) => KeyOf(answer).Text(this);

    /// <summary>What a condition on this field may name: the states and the options, as <see cref="LabelKey.Words"/> says them.</summary>
    public IReadOnlyList<string> Words() =>
        [
            .. Enum.GetValues<AnswerState>().Select(s => new StateKey(s).Text(this)),
            .. (Options ?? []).OfType<Option>().Select(o => o.Id),
        ];
}
