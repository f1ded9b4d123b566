using System.Text.Json;

namespace Overread.Domain.Protocols.Kinds;

/// <summary>Any number of options; none of them is an answer too.</summary>
public sealed class MultichoiceKind : FieldKind
{
    internal MultichoiceKind() { }

    /// <inheritdoc/>
    public override string Name => "multichoice";

    /// <inheritdoc/>
    public override Scale Scale => Scale.Nominal;

    /// <inheritdoc/>
    public override IEnumerable<ProtocolFault> Faults(Field field, string where) => OptionList.AtLeastTwo(field, where);

    /// <inheritdoc/>
    public override string? Misfit(Field field, JsonElement? value)
    {
        bool fits =
            value is { ValueKind: JsonValueKind.Array } list
            && list.EnumerateArray()
                .All(v => v.ValueKind == JsonValueKind.String && OptionList.Has(field, v.GetString()))
            && list.EnumerateArray().Select(v => v.GetString()).Distinct().Count() == list.GetArrayLength();
        return fits ? null : $"{field.Title} takes a list, each at most once, of: {OptionList.Ids(field)}.";
    }

    /// <inheritdoc/>
    protected override LabelKey PresentKey(Field field, JsonElement? value) =>
        OptionsKey.Of(
            value is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(v => v.GetString()!) : []
        );
}
