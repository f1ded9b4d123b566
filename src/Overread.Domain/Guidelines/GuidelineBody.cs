using System.Security.Cryptography;
using System.Text.Json;
using Overread.Domain.Record;

namespace Overread.Domain.Guidelines;

/// <summary>What one version of a guideline says.</summary>
/// <param name="Text">Markdown, 1 to 100,000 characters.</param>
/// <param name="Examples">Items that it points to.</param>
/// <param name="Changes">What it changes against the version before; empty in the first.</param>
public sealed record GuidelineBody(
    string Text,
    IReadOnlyList<GuidelineExample> Examples,
    IReadOnlyList<GuidelineChange> Changes
)
{
    /// <summary>True where it says that a definition changed: whoever was tested under an earlier version is tested anew.</summary>
    public bool RedefinesFields() => Changes.Any(c => c.Kind == GuidelineChangeKind.Definition);

    /// <summary>SHA-256 of text, examples and changes, lower-case hex.</summary>
    public string Hash() =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, EventJson.Options)));
}
