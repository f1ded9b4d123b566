using System.Text.Json;
using System.Text.Json.Serialization;

namespace Overread.Domain.Protocols.Kinds;

/// <summary>A kind as its name.</summary>
public sealed class FieldKindJson : JsonConverter<FieldKind>
{
    /// <inheritdoc/>
    public override FieldKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return FieldKinds.Find(name)
            ?? throw new JsonException(
                $"There is no kind of field '{name}'. The kinds are: {string.Join(", ", FieldKinds.All.Select(k => k.Name))}."
            );
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FieldKind value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}
