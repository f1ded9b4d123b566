namespace Overread.Dicom.Deface;

/// <summary>How a cut is laid.</summary>
public sealed record FaceOptions
{
    /// <summary>Millimetres that stay around the brain estimate.</summary>
    public double Margin { get; init; } = 8;

    /// <summary>Least millimetres of a cell of the grid on which head and brain are estimated; coarser for large volumes.</summary>
    public double Cell { get; init; } = 2;

    /// <summary>Most cells of that grid, which bounds the memory whatever the series' size.</summary>
    public int MostCells { get; init; } = 16 << 20;

    /// <summary>Largest share of the skin in the zones that may stay; beyond it there is no proposal.</summary>
    public double MostSkinLeft { get; init; } = 0.05;
}
