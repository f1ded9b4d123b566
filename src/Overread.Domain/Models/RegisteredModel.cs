namespace Overread.Domain.Models;

/// <summary>One version of a model.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Lower-case letters, digits, '-' and '_', beginning with a letter.</param>
/// <param name="Version">As its makers call it; name and version together are used once in a project.</param>
/// <param name="Sha256">SHA-256 of its file, or of the address of its endpoint where it has no file: 64 lower-case hexadecimal digits.</param>
/// <param name="Card">What is stated of it.</param>
public sealed record RegisteredModel(string Id, string Name, string Version, string Sha256, ModelCard Card)
{
    /// <summary>The address at which it answers; null for one that is known by its file.</summary>
    public string? Endpoint { get; init; }
}
