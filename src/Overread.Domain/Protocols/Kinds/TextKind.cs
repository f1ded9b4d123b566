using System.Text.Json;
using Overread.Domain.Reads;

namespace Overread.Domain.Protocols.Kinds;

/// <summary>Free text, for people: two readers never word a remark alike, and that is no dispute.</summary>
public sealed class TextKind : FieldKind
{
    /// <summary>Longest text of a field that states none, in code points.</summary>
    public const int Longest = 20_000;

    internal TextKind() { }

    /// <inheritdoc/>
    public override string Name => "text";

    /// <inheritdoc/>
    public override Scale Scale => Scale.None;

    /// <inheritdoc/>
    public override IEnumerable<ProtocolFault> Faults(Field field, string where)
    {
        foreach (ProtocolFault fault in OptionList.None(field, where))
        {
            yield return fault;
        }

        if (field.MaxLength is < 1)
        {
            yield return new(where + "/maxLength", "The longest text allowed has at least 1 character.");
        }
    }

    /// <inheritdoc/>
    public override string? Misfit(Field field, JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } text
        && FreeText.Length(text.GetString()!) <= (field.MaxLength ?? Longest)
            ? null
            : $"{field.Title} takes a text of at most {field.MaxLength ?? Longest} characters.";

    /// <summary>Blanks are no words.</summary>
    public override bool IsBlank(Answer answer) =>
        answer.State == AnswerState.Present
        && answer.Value is { ValueKind: JsonValueKind.String } text
        && string.IsNullOrWhiteSpace(text.GetString());

    /// <inheritdoc/>
    protected override LabelKey PresentKey(Field field, JsonElement? value) => new TextKey(value?.GetString() ?? "");
}
