using Overread.Domain.Marks;
using Overread.Domain.Protocols.Kinds;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>Radiographs, slices, frames and photos: pixels in a matrix.</summary>
public sealed class ImagingDomain : DomainModality
{
    /// <inheritdoc/>
    public override string Name => "imaging";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Type Content)> Contents { get; } = [("image", typeof(ImageContent))];

    /// <inheritdoc/>
    public override IReadOnlyList<RegionKind> Regions { get; } = [BoxKind.Instance, PointKind.Instance];

    /// <inheritdoc/>
    public override IReadOnlyList<FieldKind> Fields { get; } = [BoxesKind.Instance, PointsKind.Instance];
}
