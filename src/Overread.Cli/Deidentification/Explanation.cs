using System.Text.Json.Serialization;

namespace Overread.Cli.Deidentification;

/// <summary>What a plan would do to a file: rules and never values.</summary>
internal sealed record Explanation(
    string Refusal,
    string Face,
    IReadOnlyList<string> Reviews,
    IReadOnlyList<ExplainedElement> Elements
);

/// <summary>What it would do to one element.</summary>
internal sealed record ExplainedElement(
    string Path,
    string Keyword,
    string Vr,
    string Change,
    string Action,
    string Rule
);

/// <summary>How it is written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Explanation))]
internal sealed partial class ExplanationJson : JsonSerializerContext;
