using System.Text.Json;

namespace Overread.Domain.Protocols.Kinds;

/// <summary>A kind that is answered by one option of a list.</summary>
public abstract class OneOptionKind : FieldKind
{
    /// <inheritdoc/>
    public sealed override IEnumerable<ProtocolFault> Faults(Field field, string where) =>
        OptionList.AtLeastTwo(field, where);

    /// <inheritdoc/>
    public sealed override string? Misfit(Field field, JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } text && OptionList.Has(field, text.GetString())
            ? null
            : $"{field.Title} takes one of: {OptionList.Ids(field)}.";

    /// <inheritdoc/>
    protected sealed override LabelKey PresentKey(Field field, JsonElement? value) =>
        new OptionKey(value?.GetString() ?? "");
}
