using System.Security.Cryptography;
using System.Text.Json;
using Overread.Domain.Record;

namespace Overread.Domain.Protocols;

/// <summary>What readers are asked, how they are told to answer, and what happens to their answers.</summary>
/// <param name="Title">The protocol's name.</param>
/// <param name="Fields">The questions in order.</param>
/// <param name="Guideline">Markdown, images as data URLs.</param>
/// <param name="Policy">How items are read.</param>
/// <param name="Description">A sentence or two for the list of protocols.</param>
public sealed record ProtocolBody(
    string Title,
    IReadOnlyList<Field> Fields,
    string Guideline,
    ReadingPolicy Policy,
    string? Description = null
)
{
    /// <summary>How items are laid out when they are opened, the first that fits; null where each reader lays them out.</summary>
    public IReadOnlyList<Hanging>? Hangings { get; init; }

    /// <summary>SHA-256 over schema, guideline and policy, lower-case hex: what a read names besides the version.</summary>
    public string Hash() =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, EventJson.Options)));

    /// <summary>The field of that id, or null.</summary>
    public Field? Field(string id) => Fields.FirstOrDefault(f => f?.Id == id);
}
