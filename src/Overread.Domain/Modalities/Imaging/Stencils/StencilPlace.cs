namespace Overread.Domain.Modalities.Imaging.Stencils;

/// <summary>A rectangle of pixels that is blanked in every picture of a stencil.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public sealed record StencilPlace(int Left, int Top, int Width, int Height);
