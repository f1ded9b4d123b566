namespace Overread.Domain.Modalities.Imaging;

/// <summary>An object that came with the images of an entry at the gate, and what becomes of it.</summary>
/// <param name="File">The file's id.</param>
/// <param name="State">
/// <c>open</c> (it could not be cleaned and nobody has decided), <c>kept</c> (it passes with its images) or <c>dropped</c>
/// (it is left out).
/// </param>
public sealed record GateCompanion(string File, [Words("open", "kept", "dropped")] string State)
{
    /// <summary>Why a person must decide; null where nothing speaks against it. Names kinds and places, never values.</summary>
    public string? Problem { get; init; }

    /// <summary>Why it is kept or dropped; null where nobody was asked.</summary>
    public string? Reason { get; init; }
}
