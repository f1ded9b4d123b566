using System.Text.Json;
using Overread.Domain.Comparison;
using Overread.Domain.Marks;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Protocols;
using Overread.Domain.Protocols.Kinds;
using Overread.Domain.Reads;

namespace Overread.Domain.Tests;

/// <summary>Reads of one item in a few words: <c>finding=present size=4 spots=present</c>.</summary>
internal static class Case
{
    public static readonly IReadOnlyDictionary<string, FileContent> Image = new Dictionary<string, FileContent>
    {
        ["f"] = new ImageContent(1000, 1000, 1) { SpacingX = 0.5, SpacingY = 0.5 },
    };

    public static readonly IReadOnlyDictionary<string, FileContent> Nothing = new Dictionary<string, FileContent>();

    public static Read Read(ProtocolBody protocol, string id, string answers, params Mark[] marks)
    {
        Read read = new(id, "item", 1) { Marks = [.. marks] };
        foreach (string word in answers.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = word.Split('=');
            read = read with { Answers = read.Answers.SetItem(parts[0], Answer(protocol, parts[0], parts[1])) };
        }

        return read;
    }

    public static Answer Answer(ProtocolBody protocol, string field, string word)
    {
        foreach (AnswerState state in Enum.GetValues<AnswerState>())
        {
            if (word == Domain.Reads.Answer.StateName(state))
            {
                return new(state);
            }
        }

        return new(
            AnswerState.Present,
            double.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out double number)
                    ? JsonSerializer.SerializeToElement(number)
                : protocol.Field(field)!.Kind == FieldKinds.Multichoice
                    ? JsonSerializer.SerializeToElement(word.Split('+', StringSplitOptions.RemoveEmptyEntries))
                : JsonSerializer.SerializeToElement(word)
        );
    }

    public static Mark Box(string id, double x, double y, string field = "spots", string? kind = null) =>
        new(id, field, new BoxRegion("f", 0, x, y, 20, 20), kind);

    public static Dictionary<string, FieldComparison> Compare(
        ProtocolBody protocol,
        IReadOnlyList<Read> reads,
        params (string Field, string Word, Mark[]? Marks)[] decisions
    ) =>
        ItemComparison
            .Compare(
                protocol,
                reads,
                Image,
                decisions.ToDictionary(d => d.Field, d => new FieldDecision(Answer(protocol, d.Field, d.Word), d.Marks))
            )
            .ToDictionary(f => f.Field);
}
