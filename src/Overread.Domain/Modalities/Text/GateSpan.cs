namespace Overread.Domain.Modalities.Text;

/// <summary>A place of a document at the gate that identifies somebody.</summary>
/// <param name="Id">Made by whoever marked it.</param>
/// <param name="File">The document.</param>
/// <param name="Start">First code point, from 0.</param>
/// <param name="End">The code point behind the last.</param>
public sealed record GateSpan(string Id, string File, int Start, int End)
{
    /// <summary>What a program took it for; null where a person marked it, or moved what a program had found.</summary>
    public SpanFinding? Found { get; init; }
}
