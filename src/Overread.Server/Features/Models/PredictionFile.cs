using System.Text.Json;
using Overread.Domain.Models;
using Overread.Domain.Protocols;
using Overread.Domain.Reads;

namespace Overread.Server.Features.Models;

/// <summary>
/// Predictions as JSON Lines, one object a line: item (id or title), field, value, model, version and, if there, state and score.
/// Whether a value fits is asked of the field's kind. Every line is looked at, and every fault is named with its line and member.
/// </summary>
internal sealed class PredictionFile(
    ILookup<string, string> items,
    ProtocolBody protocol,
    int protocolVersion,
    IReadOnlyList<ModelStand> models
)
{
    private const int MostFaults = 200;

    private readonly Dictionary<(string Item, string Field, string Model), int> _lines = [];
    private readonly List<Line> _taken = [];

    /// <summary>A line that fits.</summary>
    internal sealed record Line(int Number, string Item, string Field, Answer Answer, double? Score, ModelStand Model);

    /// <summary>Something that does not fit.</summary>
    /// <param name="Line">From 1.</param>
    /// <param name="Member">The member of the line's object; empty where the line is no object.</param>
    /// <param name="Message">What is wrong, as a sentence.</param>
    internal sealed record Fault(int Line, string Member, string Message);

    /// <summary>Lines that fit, in order.</summary>
    public IReadOnlyList<Line> Taken => _taken;

    /// <summary>What does not fit, the first 200.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>How much does not fit in all.</summary>
    public int FaultCount { get; private set; }

    /// <summary>Reads one line; blank ones say nothing.</summary>
    /// <param name="number">From 1.</param>
    /// <param name="text">The line.</param>
    public void Read(int number, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                Add(number, "", "A line is a JSON object.");
                return;
            }

            Take(number, document.RootElement);
        }
        catch (JsonException)
        {
            Add(number, "", "This is no JSON. One object stands on each line.");
        }
    }

    private void Take(int number, JsonElement line)
    {
        int before = FaultCount;
        string? item = ItemOf(number, line);
        ModelStand? model = ModelOf(number, line);
        Field? field = FieldOf(number, line, model);
        double? score = ScoreOf(number, line);
        Answer? answer = field is null ? null : AnswerOf(number, line, field);
        if (FaultCount > before || item is null || model is null || field is null || answer is null)
        {
            return;
        }

        if (_lines.TryGetValue((item, field.Id, model.Model.Id), out int first))
        {
            Add(number, "field", $"Line {first} answers this field of this item already, for the same model.");
            return;
        }

        _lines[(item, field.Id, model.Model.Id)] = number;
        _taken.Add(new(number, item, field.Id, answer, score, model));
    }

    private string? ItemOf(int number, JsonElement line)
    {
        if (Text(number, line, "item") is not { } name)
        {
            return null;
        }

        string[] found = [.. items[name].Distinct()];
        if (found.Length == 1)
        {
            return found[0];
        }

        Add(
            number,
            "item",
            found.Length == 0
                ? $"No item of this project is called {name}."
                : $"{found.Length} items are called {name}; name them by their ids."
        );
        return null;
    }

    private ModelStand? ModelOf(int number, JsonElement line)
    {
        string? name = Text(number, line, "model");
        string? version = Text(number, line, "version");
        if (name is null || version is null)
        {
            return null;
        }

        ModelStand? stand = models.FirstOrDefault(m => m.Model.Name == name && m.Model.Version == version);
        if (stand is null)
        {
            Add(
                number,
                "model",
                $"The project has no model {name} {version}. Register and approve it first, or correct its name and version."
            );
        }
        else if (ModelRules.Misfit(stand, protocolVersion) is { } misfit)
        {
            Add(number, "model", misfit);
        }

        return stand;
    }

    private Field? FieldOf(int number, JsonElement line, ModelStand? model)
    {
        if (Text(number, line, "field") is not { } id)
        {
            return null;
        }

        Field? field = protocol.Field(id);
        if (field is null)
        {
            Add(
                number,
                "field",
                $"The protocol has no field {id}. The fields are: {string.Join(", ", protocol.Fields.Select(f => f.Id))}."
            );
        }
        else if (field.HasMarks)
        {
            Add(number, "field", $"{field.Title} is answered by marks; suggestions answer by a value.");
        }
        else if (model is not null && !model.Model.Card.Fields.Contains(id))
        {
            Add(number, "field", $"The card of {model.Model.Name} {model.Model.Version} does not speak of {id}.");
        }

        return field;
    }

    private double? ScoreOf(int number, JsonElement line)
    {
        if (!line.TryGetProperty("score", out JsonElement score) || score.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (score.ValueKind == JsonValueKind.Number && score.TryGetDouble(out double value) && value is >= 0 and <= 1)
        {
            return value;
        }

        Add(number, "score", "A score is a number from 0 to 1.");
        return null;
    }

    private Answer? AnswerOf(int number, JsonElement line, Field field)
    {
        JsonElement? value =
            line.TryGetProperty("value", out JsonElement given) && given.ValueKind != JsonValueKind.Null
                ? given.Clone()
                : null;
        AnswerState state = AnswerState.Present;
        bool stated = line.TryGetProperty("state", out JsonElement word);
        if (stated)
        {
            if (StateOf(word) is not { } said)
            {
                Add(number, "state", "A state is one of: present, absent, uncertain, notAssessed.");
                return null;
            }

            state = said;
        }
        else if (value is { } v && StateOf(v) is { } meant && field.Kind.Misfit(field, value) is not null)
        {
            // Where a field takes no such value, the word is its state: "absent", or false.
            (state, value) = (meant, null);
        }
        else if (value is null)
        {
            Add(number, "value", "The line has neither a value nor a state.");
            return null;
        }

        Answer answer = new(state, value);
        if (ReadRules.OfAnswer(protocol, field.Id, answer) is { } misfit)
        {
            Add(number, "value", misfit.Title);
            return null;
        }

        return answer;
    }

    private static AnswerState? StateOf(JsonElement word) =>
        word.ValueKind switch
        {
            JsonValueKind.True => AnswerState.Present,
            JsonValueKind.False => AnswerState.Absent,
            JsonValueKind.String => Enum.GetValues<AnswerState>()
                .Cast<AnswerState?>()
                .FirstOrDefault(s => Answer.StateName(s!.Value) == word.GetString()),
            _ => null,
        };

    private string? Text(int number, JsonElement line, string member)
    {
        if (
            line.TryGetProperty(member, out JsonElement value)
            && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text
        )
        {
            return text;
        }

        Add(number, member, $"The line has no {member}, or it is no text.");
        return null;
    }

    private void Add(int line, string member, string message)
    {
        FaultCount++;
        if (Faults.Count < MostFaults)
        {
            Faults.Add(new(line, member, message));
        }
    }
}
