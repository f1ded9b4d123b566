namespace Overread.Domain.Modalities.Imaging.Stencils;

/// <summary>The pictures that a stencil is for: those of one device, kind and size.</summary>
/// <param name="Device">Manufacturer and model, as the cleaned header has them.</param>
/// <param name="Modality">Such as US.</param>
/// <param name="Columns">Width in pixels.</param>
/// <param name="Rows">Height in pixels.</param>
public sealed record StencilPicture(string Device, string Modality, int Columns, int Rows)
{
    /// <summary>For people.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Device}, {Modality}, {Columns} × {Rows}");
}
