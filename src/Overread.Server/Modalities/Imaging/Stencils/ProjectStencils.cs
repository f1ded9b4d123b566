using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Overread.Dicom;
using Overread.Domain.Modalities.Imaging.Stencils;
using Overread.Domain.Record;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.Stencils;

/// <summary>The stencils of one project, and which of them an image is under.</summary>
internal static class ProjectStencils
{
    private static readonly Tag Model = new(0x00081090);

    /// <summary>A stencil.</summary>
    /// <param name="At">When it was kept.</param>
    internal sealed record Stencil(StencilPicture Of, IReadOnlyList<StencilPlace> Places, string At);

    /// <summary>All of a project.</summary>
    public static List<Stencil> Of(DbConnection c, string project) =>
        c.All(
            """
            SELECT device, modality, columns, rows, places, at FROM stencil WHERE project = @0
            ORDER BY device, modality, columns, rows
            """,
            r => new Stencil(
                new(r.GetString(0), r.GetString(1), r.GetInt32(2), r.GetInt32(3)),
                JsonSerializer.Deserialize<List<StencilPlace>>(r.GetString(4), EventJson.Options)!,
                r.GetString(5)
            ),
            project
        );

    /// <summary>What a stencil for an image would be for; null where its header names no device.</summary>
    /// <param name="header">Of the cleaned file: what it says may be said to stewards and in the record.</param>
    /// <param name="columns">The image's width.</param>
    /// <param name="rows">Its height.</param>
    public static StencilPicture? PictureOf(Dataset header, int columns, int rows) =>
        header.GetText(Tags.Manufacturer) is { Length: > 0 } maker && header.GetText(Model) is { Length: > 0 } model
            ? new($"{maker.Trim()} {model.Trim()}", header.GetText(Tags.Modality)?.Trim() ?? "", columns, rows)
            : null;

    /// <summary>Names a stencil in addresses.</summary>
    public static string IdOf(StencilPicture of) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of.ToString())))[..16];
}
