using System.Security.Cryptography;
using System.Text;
using Overread.Domain.Modalities.Imaging.Stencils;

namespace Overread.Server.Modalities.Imaging.Stencils;

/// <summary>Places that are blanked in every picture of one device, kind and size.</summary>
/// <param name="Of">The pictures.</param>
/// <param name="Places">The places.</param>
/// <param name="At">When it was kept.</param>
internal sealed record Stencil(StencilPicture Of, IReadOnlyList<StencilPlace> Places, string At)
{
    /// <summary>Names it in addresses.</summary>
    public string Id => IdOf(Of);

    /// <summary>Names the stencil for some pictures in addresses.</summary>
    public static string IdOf(StencilPicture of) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of.ToString())))[..16];
}
