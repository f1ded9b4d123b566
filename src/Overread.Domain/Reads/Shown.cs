namespace Overread.Domain.Reads;

/// <summary>What the reader had before their eyes (21 CFR 11.10(h): source validity).</summary>
/// <param name="Files">Files of the item on the screen.</param>
/// <param name="Display">Size of the viewport and pixel ratio.</param>
/// <param name="ProtocolVersion">The version whose guideline was beside it.</param>
/// <param name="Client">Name and version of the workbench.</param>
public sealed record Shown(IReadOnlyList<string> Files, Display Display, int ProtocolVersion, string Client)
{
    /// <summary>Window width at opening, in output units.</summary>
    public double? WindowWidth { get; init; }

    /// <summary>Window centre at opening, in output units.</summary>
    public double? WindowCenter { get; init; }

    /// <summary>The hanging protocol by which it was laid out; null where the reader laid it out.</summary>
    public string? Hanging { get; init; }
}
