using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Overread.Domain.Record;

/// <summary>How events and everything in them are written as JSON: camelCase, null members left out, enums by name.</summary>
public static class EventJson
{
    /// <summary>The one set of options, read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>The same for what comes from outside: a missing or null member that is needed is an error with its path.</summary>
    public static JsonSerializerOptions Strict { get; } = MakeStrict();

    /// <summary>The payload bytes of an envelope.</summary>
    public static byte[] Write(Envelope envelope) => JsonSerializer.SerializeToUtf8Bytes(envelope, Options);

    /// <summary>Reads payload bytes back.</summary>
    /// <exception cref="JsonException">The payload is not an envelope of a known event.</exception>
    public static Envelope Read(ReadOnlySpan<byte> payload) =>
        JsonSerializer.Deserialize<Envelope>(payload, Options) ?? throw new JsonException("The payload is null.");

    /// <summary>Adds the converters to the options of somebody else, such as the HTTP layer.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.AllowOutOfOrderMetadataProperties = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.TypeInfoResolverChain.Insert(0, new DefaultJsonTypeInfoResolver { Modifiers = { JsonKinds.Add } });
    }

    /// <summary>Where what could not be read stands in the document, such as <c>$.fields[0].kind</c>.</summary>
    public static string? PathOf(JsonException fault) =>
        fault.Data[JsonItems.Rest] is string rest ? fault.Path + rest : fault.Path;

    /// <summary>Makes options refuse missing and null members that are needed, and null among the items of lists.</summary>
    public static void Tighten(JsonSerializerOptions options)
    {
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(JsonItems.Check);
    }

    private static JsonSerializerOptions MakeStrict()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web);
        Apply(options);
        Tighten(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static JsonSerializerOptions Make()
    {
        JsonSerializerOptions options = new(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
