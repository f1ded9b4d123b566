using Overread.Domain.Modalities.Imaging.Stencils;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>An image in whose pixels text is looked for.</summary>
/// <param name="File">Its id in the entry.</param>
/// <param name="Frames">At least 1.</param>
/// <param name="Source">The received DICOM file in quarantine, whose words are looked for; null for a photo.</param>
/// <param name="Likely">True where its header or kind says that text may be there.</param>
internal sealed record SoughtImage(string File, int Frames, string? Source, bool Likely)
{
    /// <summary>What a stencil for it would be for; null where its header names no device.</summary>
    public StencilPicture? Under { get; init; }
}
