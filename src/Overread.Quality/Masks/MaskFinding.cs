namespace Overread.Quality.Masks;

/// <summary>What the gate found about one mask.</summary>
/// <param name="Mask">Number of the mask.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Dice">Its mean Dice with the masks that fit.</param>
/// <param name="DiceAfter">The same after the suggested change; null when there is none.</param>
/// <param name="Mirror">Axes to mirror along, for <see cref="MaskFault.Mirrored"/>.</param>
/// <param name="Shift">Voxels to move by (x, y, z), for <see cref="MaskFault.Shifted"/>.</param>
public sealed record MaskFinding(
    int Mask,
    MaskFault Fault,
    double Dice,
    double? DiceAfter = null,
    MaskAxes Mirror = MaskAxes.None,
    (int X, int Y, int Z) Shift = default
);
