using System.Text.Json;
using Overread.Domain.Marks;
using Overread.Domain.Modalities.Imaging.Masks;
using Overread.Domain.Modalities.Imaging.Stencils;
using Overread.Domain.Protocols.Kinds;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>Radiographs, slices, frames and photos: pixels in a matrix.</summary>
public sealed class ImagingDomain : DomainModality
{
    /// <inheritdoc/>
    public override string Name => "imaging";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Type Content)> Contents { get; } =
    [("image", typeof(ImageContent)), ("companion", typeof(CompanionContent))];

    /// <inheritdoc/>
    public override IReadOnlyList<RegionKind> Regions { get; } =
    [BoxKind.Instance, PointKind.Instance, PolygonKind.Instance, MaskKind.Instance];

    /// <inheritdoc/>
    public override IReadOnlyList<FieldKind> Fields { get; } =
    [BoxesKind.Instance, PointsKind.Instance, PolygonsKind.Instance, MasksKind.Instance];

    /// <inheritdoc/>
    public override IReadOnlyList<Type> Events { get; } =
    [
        typeof(PixelTextSought),
        typeof(BoxesMarked),
        typeof(PixelsBlanked),
        typeof(FacesSought),
        typeof(FacesDecided),
        typeof(FacesRemoved),
        typeof(ResidualsDecided),
        typeof(ResidualsRemoved),
        typeof(CompanionsFound),
        typeof(CompanionsDecided),
        typeof(StencilKept),
        typeof(StencilForgotten),
    ];

    /// <summary>Images were the only content once: their members stood flat in the file's facts.</summary>
    public override FileContent? Former(JsonElement file) =>
        file.TryGetProperty("width", out JsonElement width)
        && file.TryGetProperty("height", out JsonElement height)
        && file.TryGetProperty("frames", out JsonElement frames)
            ? new ImageContent(width.GetInt32(), height.GetInt32(), frames.GetInt32())
            {
                FrameRate = file.TryGetProperty("frameRate", out JsonElement rate) ? rate.GetDouble() : null,
                PixelHash = file.TryGetProperty("pixelHash", out JsonElement hash) ? hash.GetString() : null,
                SopInstanceUid = file.TryGetProperty("sopInstanceUid", out JsonElement uid) ? uid.GetString() : null,
            }
            : null;
}
